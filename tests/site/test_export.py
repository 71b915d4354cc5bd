"""A circle taken out: what is in the zip, what is not, and that the same circle gives the same bytes."""

import json
import zipfile
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils.timezone import now
from icalendar import Calendar

from checkins.models import CheckIn, Consent, Harvest, Phrase, Round, SaidAloud, Stitch
from circles.models import Circle, Invitation, JoinRequest, Person
from circles.words.markdown import quoted, said
from cop_site.archive import parts, printing
from cop_site.archive.taking_out import take_out
from gatherings.models import LabGuest, Practice
from tests.making import make_circle, make_gathering, make_member, make_steward
from tests.two_circles import hide_canaries, models_of_the_house
from tests.whole_circle import PICTURE, files_of, make_whole_circle, rows_in, taken_out

pytestmark = pytest.mark.django_db


def test_every_model_of_the_house_travels_or_stays_with_a_reason():
    travels = [part.model for part in parts.TRAVELS]

    assert len(travels) == len(set(travels))
    assert set(travels).isdisjoint(parts.STAYS)
    assert {*travels, *parts.STAYS} == set(models_of_the_house())
    assert all(parts.STAYS.values())


@pytest.mark.parametrize("part", parts.TRAVELS, ids=lambda part: part.name)
def test_every_field_travels_or_stays_with_a_reason(part):
    named = [*part.fields, *part.stays]
    columns = {each.name for each in part.model._meta.concrete_fields if not each.primary_key}

    assert len(named) == len(set(named))
    assert set(named) == columns, "decide whether the field travels"
    assert all(part.stays.values())
    assert set(part.key) <= set(part.fields)


def test_there_is_something_in_every_part():
    packed = taken_out(make_whole_circle(), addresses=True)

    counted = {part.name: len(rows_in(packed, part.name)) for part in parts.TRAVELS}
    assert [name for name, count in counted.items() if not count] == []
    assert len(rows_in(packed, "people")) == 3


def test_people_find_pages_of_every_kind():
    circle = make_whole_circle()
    files = files_of(taken_out(circle))

    assert sorted(name for name in files if not name.startswith("data/")) == sorted(
        [
            "README.md",
            "agreements.md",
            "agreements.pdf",
            "circle.md",
            "dates.ics",
            f"faces/{circle.memberships.get(face__isnull=False).face.uid}.webp",
            "gatherings.md",
            "manifest.json",
            "people.md",
            "poems.pdf",
            f"poems/{circle.gatherings.get().day}-1.md",
        ]
    )
    assert files["poems.pdf"].startswith(b"%PDF-")
    assert files["agreements.pdf"].startswith(b"%PDF-")
    assert "What is said here stays here." in files["agreements.md"].decode()
    assert next(files[name] for name in files if name.startswith("faces/")) == PICTURE


def test_the_calendar_file_has_each_gathering_under_its_own_uid_and_no_name():
    circle = make_whole_circle()
    member = make_member(circle, "Wilhelmina")
    later = make_gathering(circle, status="called_off", reason="Snow")

    dates = files_of(taken_out(circle))["dates.ics"]

    read = Calendar.from_ical(dates)
    assert {str(event["uid"]) for event in read.walk("VEVENT")} == set(
        circle.gatherings.values_list("ical_uid", flat=True)
    )
    assert str(next(e for e in read.walk("VEVENT") if e["uid"] == later.ical_uid)["status"]) == "CANCELLED"
    assert member.name.encode() not in dates


def test_the_same_circle_gives_the_same_bytes_but_for_the_date():
    circle = make_whole_circle()

    first = files_of(take_out(circle, now=now()))
    second = files_of(take_out(circle, now=now() + timedelta(days=1)))

    assert [name for name in first if first[name] != second[name]] == ["manifest.json"]
    assert take_out(circle, now=circle.founded_at) == take_out(circle, now=circle.founded_at)


def test_what_is_private_stays_private():
    circle = make_whole_circle()
    gathering = circle.gatherings.get()
    member = circle.memberships.get(face__isnull=False)
    evening = Round.objects.get()
    Phrase.objects.create(round=evening, text="LEFTOUT words", speaker=member, nonce="2", position=2)
    CheckIn.objects.update(words="RAW words")
    other = make_gathering(circle)
    draft = Harvest.objects.create(gathering=other, title="DRAFT title")
    caught = Phrase.objects.create(
        round=Round.objects.create(gathering=other), text="DRAFT words", nonce="3", position=1
    )
    Stitch.objects.create(harvest=draft, position=1, phrase=caught)
    Practice.objects.create(membership=make_member(circle), gathering=gathering, words="PRIVATE practice")
    Invitation.objects.update(name="INVITED", email="invited@circle.example")
    JoinRequest.objects.update(words="ASKED", name="ASKER")
    LabGuest.objects.update(name="GUEST", email="guest@circle.example")
    Circle.objects.filter(pk=circle.pk).update(join_token="JOINTOKEN")

    whole = b"".join(files_of(taken_out(circle)).values()).decode(errors="replace")

    for private in ("LEFTOUT", "RAW", "DRAFT", "PRIVATE", "INVITED", "ASKED", "ASKER", "GUEST", "JOINTOKEN"):
        assert private not in whole
    for address in ("invited@", "guest@", *Person.objects.values_list("email", flat=True)):
        assert address not in whole
    assert "Snow." in whole


def test_with_addresses_only_those_of_present_members_travel():
    circle = make_whole_circle()
    gone = make_member(circle, left_at=now())
    barred = make_member(circle)
    Person.objects.filter(pk=barred.person.pk).update(is_active=False)

    packed = taken_out(circle, addresses=True)

    here = circle.memberships.present().exclude(pk=barred.pk).filter(person__isnull=False)
    assert {row["email"] for row in rows_in(packed, "people")} == set(
        here.values_list("person__email", flat=True)
    )
    assert gone.person.email not in b"".join(files_of(packed).values()).decode(errors="replace")


def test_who_said_a_line_travels_only_where_they_said_whether_it_may():
    circle = make_whole_circle()
    [with_consent] = rows_in(taken_out(circle), "phrases")
    Consent.objects.all().delete()
    SaidAloud.objects.update(membership=Phrase.objects.get().speaker, taken_back_at=None)
    [aloud] = rows_in(taken_out(circle), "phrases")
    SaidAloud.objects.update(taken_back_at=now())
    [taken_back] = rows_in(taken_out(circle), "phrases")
    SaidAloud.objects.update(membership=None)
    [without] = rows_in(taken_out(circle), "phrases")

    hers = str(Phrase.objects.get().speaker.uid)
    assert {each["speaker"] for each in (with_consent, aloud, taken_back)} == {hers}
    assert without["speaker"] is None


def test_nothing_of_another_circle_is_in_it():
    mine = make_whole_circle("A")
    theirs = make_whole_circle("B")
    hide_canaries_of = theirs.memberships.values_list("uid", flat=True)

    whole = b"".join(files_of(taken_out(mine, addresses=True)).values()).decode(errors="replace")

    assert not [uid for uid in hide_canaries_of if str(uid) in whole]
    assert not [
        email
        for email in theirs.memberships.values_list("person__email", flat=True)
        if email and email in whole
    ]


def test_hostile_words_everywhere_still_make_a_whole_archive():
    circle = make_whole_circle()
    hide_canaries()
    nasty = '#panic() $x$ `a` *b* <script> ]( \u202e 日本語 😀 \n# heading\n> "'
    Circle.objects.filter(pk=circle.pk).update(purpose=nasty)
    Phrase.objects.update(text=nasty)
    Harvest.objects.update(title=nasty[:120])

    files = files_of(taken_out(circle))

    assert files["poems.pdf"].startswith(b"%PDF-")
    assert json.loads(files["data/phrases.json"])[0]["text"] == nasty
    assert "\n# heading" not in files["circle.md"].decode()


def test_a_circle_without_anything_can_be_taken_out():
    circle = make_circle()

    files = files_of(taken_out(circle))

    assert files["dates.ics"].startswith(b"BEGIN:VCALENDAR")
    assert json.loads(files["data/memberships.json"]) == []


def test_a_french_circle_is_told_in_french():
    assert "# Accords" in files_of(taken_out(make_circle(language="fr")))["agreements.md"].decode()


def test_words_look_in_markdown_as_they_were_written():
    assert said("1. one\n- two\n# three\n*four* _five_ [six](x) a-b 2.5") == (
        "1\\. one\n\\- two\n\\# three\n\\*four\\* \\_five\\_ \\[six\\](x) a-b 2.5"
    )
    assert quoted("a\nb") == "> a\\\n> b"


def test_printing_reads_no_file_and_runs_no_code():
    words = {"language": "en", "title": "T", "circle": '#read("agreements.typ") #panic()', "agreements": []}

    assert printing.pdf("agreements", words) == printing.pdf("agreements", words)


def test_the_command_writes_a_file_only_its_owner_reads(tmp_path):
    circle = make_steward().circle
    to = tmp_path / "circle.zip"
    said_by_it = StringIO()

    call_command("export", circle.slug, output=to, stdout=said_by_it)

    assert zipfile.is_zipfile(to)
    assert to.stat().st_mode & 0o077 == 0
    assert str(circle) in said_by_it.getvalue()


def test_the_command_says_in_one_line_what_cannot_be_done(tmp_path):
    circle = make_circle()
    with pytest.raises(CommandError, match="no circle"):
        call_command("export", "nowhere", output=tmp_path / "x.zip")
    with pytest.raises(CommandError, match="cannot be written"):
        call_command("export", circle.slug, output=tmp_path / "no" / "x.zip")
