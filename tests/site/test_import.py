"""A circle taken in: whole or not at all, from whatever file somebody brings."""

import io
import json
import zipfile
from datetime import timedelta
from functools import cache
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils.timezone import now
from hypothesis import given
from hypothesis import strategies as st

from checkins.models import Harvest, Phrase, Stitch
from circles.archiving import NotAnArchive
from circles.models import Circle, Erasure, Letter, Membership, Person, Standing
from cop_site import erasing
from cop_site.archive import bringing_in, parts, zips
from cop_site.archive.bringing_in import bring_in
from cop_site.archive.taking_out import as_json
from gatherings.models import Gathering
from tests.making import make_circle, make_member, make_person, make_steward
from tests.two_circles import models_of_the_house
from tests.whole_circle import PICTURE, empty_site, files_of, make_whole_circle, taken_out

pytestmark = pytest.mark.django_db


def brought_in(packed: bytes):
    return bring_in(io.BytesIO(packed), now=now())


def counts() -> dict[str, int]:
    return {model.__name__: model._base_manager.count() for model in models_of_the_house()}


def changed(packed: bytes, **parts_changed) -> bytes:
    """Return the zip with each part's rows as a function of what they were."""
    files = files_of(packed)
    for part, change in parts_changed.items():
        name = f"data/{part}.json"
        rows = json.loads(files[name])
        returned = change(rows)
        files[name] = as_json(rows if returned is None else returned)
    return zips.pack(files)


def with_files(packed: bytes, **given: bytes | None) -> bytes:
    """Return the zip with these files in place of its own; None takes one out."""
    files = files_of(packed) | given
    return zips.pack({name: body for name, body in files.items() if body is not None})


@pytest.fixture
def packed():
    """A circle taken out, and the site empty again."""
    made = taken_out(make_whole_circle())
    empty_site()
    return made


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


def test_an_archive_cannot_mark_anybody_else_as_erased(packed):
    other = make_member()

    with pytest.raises(NotAnArchive, match="erasures"):
        brought_in(changed(packed, erasures=lambda rows: rows[0].update(erased=str(other.uid))))

    assert not Erasure.objects.exists()


def first(**values):
    return lambda rows: rows[0].update(values)


FAULTS = {
    "a field too many": ({"gatherings": first(starts_at="2026-01-01T00:00:00Z")}, "starts_at is unknown"),
    "an account": ({"memberships": first(person=1)}, "person is unknown"),
    "a field too few": ({"gatherings": lambda rows: rows[0].__delitem__("day")}, "day is missing"),
    "a row of another circle": (
        {"answers": first(membership="11111111-1111-4111-8111-111111111111")},
        "membership points to what is not in this archive",
    ),
    "a key in place of a uid": ({"answers": first(membership=1)}, "membership points"),
    "a missing reference": ({"answers": first(membership=None)}, "membership is missing"),
    "a uid in another shape": ({"answers": first(uid="{12345678123456781234567812345678}")}, "uid is not"),
    "a number for a text": ({"circle": first(name=7)}, "name is not"),
    "a text for a number": ({"memberships": first(standing="3")}, "standing is not"),
    "a truth for a number": ({"memberships": first(standing=True)}, "standing is not"),
    "a standing nobody has": ({"memberships": first(standing=9)}, "standing is not"),
    "a number too great": ({"stitches": first(position=10**30)}, "position is not"),
    "a text too long": ({"circle": first(name="x" * 81)}, "name is not"),
    "a NUL": ({"circle": first(purpose="a\0b")}, "purpose is not"),
    "half a character": ({"circle": first(purpose="\ud800")}, "no JSON|purpose is not"),
    "a zone nobody lives in": ({"circle": first(timezone="Mars/Crater")}, "timezone is not"),
    "a link that runs code": ({"circle": first(call_link="javascript:alert(1)")}, "call_link is not"),
    "a moment without a zone": ({"circle": first(founded_at="2026-01-01T00:00:00")}, "founded_at is not"),
    "a day that never was": ({"gatherings": first(day="2026-02-30")}, "day is not"),
    "a length beyond all calendars": ({"gatherings": first(lasts="P999999999DT0S")}, "do not fit"),
    "a rhythm of every second": ({"rhythms": first(rule="FREQ=SECONDLY")}, "do not fit"),
    "a gathering that ends before it begins": ({"gatherings": first(lasts="-P1DT0S")}, "do not fit"),
    "one uid twice": ({"affirmations": lambda rows: rows + rows}, "do not fit"),
    "two circles": ({"circle": lambda rows: rows + rows}, "circle"),
    "no circle": ({"circle": lambda rows: []}, "one circle"),
    "no list": ({"turns": lambda rows: {"a": 1}}, "no list of rows"),
    "rows that are none": ({"turns": lambda rows: [1, 2]}, "no list of rows"),
    "a picture that is not there": ({"faces": first(picture="faces/../x.webp")}, "its file is missing"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_told_in_one_line_and_nothing_is_stored(packed, fault):
    changes, told = FAULTS[fault]
    if fault == "half a character":
        files = files_of(packed)
        files["data/circle.json"] = files["data/circle.json"].replace(b'"purpose": "', b'"purpose": "\\ud800')
        spoilt = zips.pack(files)
    else:
        spoilt = changed(packed, **changes)
    before = counts()

    with pytest.raises(NotAnArchive, match=told) as refused:
        brought_in(spoilt)

    assert "\n" not in str(refused.value)
    assert counts() == before


@pytest.mark.parametrize(
    ("name", "body", "told"),
    [
        ("manifest.json", None, "manifest.json is missing"),
        ("manifest.json", b"{}", "does not say"),
        ("manifest.json", b"[]", "does not say"),
        ("manifest.json", b'{"format": "last-wednesday-circle", "version": 2}', "another version"),
        ("data/turns.json", None, "data/turns.json is missing"),
        ("data/secrets.json", b"[]", "data/secrets.json is unknown"),
        ("data/turns.json", b"[NaN]", "no JSON"),
        ("data/turns.json", b"\xff\xfe", "no JSON"),
        ("data/turns.json", b"[" * 200_000, "no JSON"),
        ("data/people.json", b'[{"membership": "x"}]', "people.json, row 1"),
        ("../../etc/passwd", b"x", "leads out"),
        ("/etc/passwd", b"x", "leads out"),
        ("data\\..\\x.json", b"x", "leads out"),
    ],
)
def test_a_file_that_should_not_be_there_or_should_is_told_of(packed, name, body, told):
    with pytest.raises(NotAnArchive, match=told):
        brought_in(with_files(packed, **{name: body}))

    assert not Circle.objects.exists()


def test_a_picture_that_is_none_is_refused(packed):
    [face] = [name for name in files_of(packed) if name.startswith("faces/")]

    with pytest.raises(NotAnArchive, match="faces"):
        brought_in(with_files(packed, **{face: b"<svg onload=alert(1)>"}))


def test_what_is_no_zip_or_locked_or_broken_is_refused(packed):
    locked = bytearray(packed)
    at = locked.index(b"PK\x01\x02")
    while at > 0:  # each entry of the zip's table says that it is
        locked[at + 8] |= 1
        at = locked.find(b"PK\x01\x02", at + 1)
    for spoilt in (b"", b"no zip", packed[:-30], packed[: len(packed) // 2], bytes(locked)):
        with pytest.raises(NotAnArchive):
            brought_in(spoilt)
    broken = bytearray(packed)
    broken[len(broken) // 3] ^= 0xFF
    try:
        brought_in(bytes(broken))
    except NotAnArchive:
        assert not Circle.objects.exists()


def test_a_zip_bomb_is_not_unpacked(packed, monkeypatch):
    monkeypatch.setattr(zips, "LARGEST", 100_000)
    with pytest.raises(NotAnArchive, match="too large"):
        brought_in(with_files(packed, **{"data/turns.json": b" " * 10_000_000}))

    monkeypatch.setattr(zips, "MOST_FILES", 10)
    with pytest.raises(NotAnArchive, match="more than 10 files"):
        brought_in(packed)

    monkeypatch.setattr(zips, "MOST_FILES", 1000)
    monkeypatch.setattr(bringing_in, "MOST_ROWS", 5)
    with pytest.raises(NotAnArchive, match="more than 5 rows"):
        brought_in(packed)


def test_a_zip_that_lies_about_its_sizes_is_counted_while_it_is_read(packed, monkeypatch):
    monkeypatch.setattr(zips, "LARGEST", 100_000)
    bomb = bytearray(with_files(packed, **{"data/turns.json": b" " * 10_000_000}))
    size = (10_000_000).to_bytes(4, "little")
    while size in bomb:
        at = bomb.index(size)
        bomb[at : at + 4] = (10).to_bytes(4, "little")

    with pytest.raises(NotAnArchive):
        brought_in(bytes(bomb))


def test_two_files_of_one_name_are_refused(packed):
    twice = io.BytesIO(packed)
    with zipfile.ZipFile(twice, "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr("data/turns.json", "[]")

    with pytest.raises(NotAnArchive, match="same name"):
        brought_in(twice.getvalue())


@cache
def a_packed_circle() -> bytes:
    """Return a circle taken out once for many examples."""
    return taken_out(make_whole_circle())


@given(
    part=st.sampled_from([part.name for part in parts.TRAVELS]),
    place=st.integers(0, 30),
    value=st.one_of(
        st.none(), st.booleans(), st.integers(), st.text(max_size=20), st.just([]), st.just({"a": 1})
    ),
)
@pytest.mark.django_db
def test_any_value_in_any_field_is_taken_or_refused_and_never_a_fault(part, place, value):
    packed = a_packed_circle()
    empty_site()
    fields = next(each.fields for each in parts.TRAVELS if each.name == part)

    try:
        circle = brought_in(changed(packed, **{part: first(**{fields[place % len(fields)]: value})})).circle
    except NotAnArchive:
        assert not Circle.objects.exists()
    else:
        assert taken_out(circle)


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
