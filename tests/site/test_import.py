"""A circle taken in: whole or not at all, from whatever file somebody brings."""

import json
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils.timezone import now

from checkins.models import Harvest, Phrase, Stitch
from circles import resting
from circles.archiving import NotAnArchive
from circles.models import Circle, Erasure, Letter, Membership, Person, Standing
from cop_site import erasing
from gatherings.models import Gathering
from tests.making import make_circle, make_member, make_person, make_steward
from tests.whole_circle import (
    PICTURE,
    brought_in,
    changed,
    counts,
    empty_site,
    files_of,
    make_whole_circle,
    taken_out,
)

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("addresses", [False, True])
def test_out_in_and_out_again_gives_the_same_bytes_but_for_the_date(addresses):
    before = taken_out(make_whole_circle(), addresses=addresses)
    empty_site()

    circle = brought_in(before).circle

    after = taken_out(circle, addresses=addresses)
    first, second = files_of(before), files_of(after)
    assert first.keys() == second.keys()
    assert [name for name in first if first[name] != second[name]] == ["manifest.json"]


def test_a_circle_arrives_whole_and_its_pages_open(client, packed):
    circle = brought_in(packed).circle

    member = make_member(circle)
    client.force_login(member.person)
    assert client.get(circle.get_absolute_url()).status_code == 200
    poem = Harvest.objects.get()
    assert "Snow." in client.get(poem.get_absolute_url()).text
    assert bytes(circle.memberships.get(face__isnull=False).face.picture) == PICTURE
    assert not Letter.objects.filter(kind="harvest").exists()  # its poem was given elsewhere


def test_without_addresses_members_are_names_to_be_claimed(packed):
    brought = brought_in(packed)

    assert (brought.found, brought.made, brought.names) == (0, 0, 3)
    assert not Person.objects.exists()
    assert [member.is_only_a_name for member in brought.circle.memberships.present()] == [True] * 3


def test_with_addresses_people_find_their_account_or_get_one_without_a_password():
    circle = make_whole_circle()
    address = circle.memberships.get(standing=Standing.STEWARD).person.email
    kept = taken_out(circle, addresses=True)
    empty_site()
    here = make_person("Anna Elsewhere", email=address, language="fr")

    brought = brought_in(kept)

    assert (brought.found, brought.made, brought.names) == (1, 2, 0)
    here.refresh_from_db()
    assert (here.name, here.language) == ("Anna Elsewhere", "fr")
    assert brought.circle.memberships.get(person=here).standing == Standing.STEWARD
    made = Person.objects.exclude(pk=here.pk)
    assert not any(person.has_usable_password() or person.is_operator for person in made)
    assert not Letter.objects.exists()


def test_a_circle_that_stands_here_already_is_left_alone():
    circle = make_whole_circle()
    kept, before = taken_out(circle), counts()

    with pytest.raises(NotAnArchive, match="stands here already"):
        brought_in(kept)

    assert counts() == before


def test_it_arrives_beside_other_circles_and_leaves_them_as_they_are():
    there = taken_out(make_whole_circle("A"))
    empty_site()
    other = taken_out(make_whole_circle("B"))

    circle = brought_in(there).circle

    assert files_of(taken_out(Circle.objects.exclude(pk=circle.pk).get())).keys() == files_of(other).keys()
    assert Circle.objects.count() == 2


def test_whoever_was_erased_here_is_not_brought_back_by_an_older_archive():
    circle = make_whole_circle()
    poem = Harvest.objects.get()
    anna = make_member(circle, "Anna Wilhelmina")
    line = Phrase.objects.create(
        round=poem.gathering.rounds.get(), text="wilhelmina speaks", speaker=anna, nonce="w", position=3
    )
    Stitch.objects.create(harvest=poem, position=3, phrase=line)
    older = taken_out(circle, addresses=True)
    erasing.erase(anna.person, keep_words_in=(), alone_may_go=False, now=now())
    newer = taken_out(circle, addresses=True)
    marks = list(Erasure.objects.all())
    empty_site()
    Erasure.objects.bulk_create(marks)

    again = taken_out(brought_in(older).circle, addresses=True)

    assert b"ilhelmina" in b"".join(files_of(older).values())
    for kept in (newer, again):
        whole = b"".join(files_of(kept).values())
        assert b"ilhelmina" not in whole
        assert anna.person.email.encode() not in whole
    assert not Person.objects.filter(email=anna.person.email).exists()
    assert Membership.objects.get(uid=anna.uid).erased_at
    assert "Snow." in files_of(again)[f"poems/{poem.gathering.day}-1.md"].decode()


def test_whoever_was_erased_after_their_circle_was_deleted_is_not_brought_back_either():
    steward = make_steward(name="Anna")
    mina = make_member(steward.circle, "Wilhelmina")
    older = taken_out(steward.circle, addresses=True)
    resting.close(steward.circle, farewell="", by=steward, now=now())
    resting.delete(steward.circle, name=steward.circle.name, by=steward)
    erasing.erase(mina.person, keep_words_in=(), alone_may_go=False, now=now())

    circle = brought_in(older).circle

    assert not Person.objects.filter(email=mina.person.email).exists()
    assert sorted(circle.memberships.values_list("name", flat=True)) == ["", "Anna"]


def test_an_archive_cannot_mark_anybody_else_as_erased(packed):
    other = make_member()

    with pytest.raises(NotAnArchive, match="erasures"):
        brought_in(changed(packed, erasures=lambda rows: rows[0].update(erased=str(other.uid))))

    assert not Erasure.objects.exists()


def test_the_command_tells_what_became_of_the_people(tmp_path):
    circle = make_steward().circle
    kept = tmp_path / "circle.zip"
    kept.write_bytes(taken_out(circle))
    empty_site()
    told = StringIO()

    call_command("import", kept, stdout=told)

    assert f"/c/{circle.slug}/" in told.getvalue()
    assert "1 are a name until they claim it" in told.getvalue()


def test_the_command_refuses_in_one_line(tmp_path):
    kept = tmp_path / "circle.zip"
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("import", kept)
    kept.write_bytes(b"no zip")
    with pytest.raises(CommandError, match="is not taken in: this is no zip file"):
        call_command("import", kept)


def test_an_address_that_is_taken_is_told_of(packed):
    slug = json.loads(files_of(packed)["data/circle.json"])[0]["slug"]
    other = make_circle()
    Circle.objects.filter(pk=other.pk).update(slug=slug)

    with pytest.raises(NotAnArchive, match="same address"):
        brought_in(packed)


def test_gatherings_keep_their_instants(packed):
    gathering = brought_in(packed).circle.gatherings.get()

    assert gathering.ends_at - gathering.starts_at == gathering.lasts == timedelta(hours=2)
    assert Gathering.objects.count() == 1
