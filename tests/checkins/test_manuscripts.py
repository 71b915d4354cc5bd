"""What is sent to the press: the poem's own lines, the credits it may show, the circle's language, and a key to it."""

from datetime import date

import pytest
from django.utils.timezone import now

from checkins import manuscripts
from checkins.models import Harvest, Phrase, PrintKind, Stitch
from gatherings.models import Duty, Turn
from tests.checkins.printed import give_poem
from tests.making import make_agreement, make_circle, make_gathering, make_host, make_member, make_role

pytestmark = pytest.mark.django_db


@pytest.fixture
def poem(evening, catcher):
    return give_poem(
        evening, catcher, "the kettle, patient", "", "snow on the steps", title="Still", thanks="Ruth"
    )


def sheet(harvest):
    """Return the poem as it stands in the database, on a sheet."""
    fresh = Harvest.objects.select_related("gathering__circle", "catcher").get(pk=harvest.pk)
    return manuscripts.of_poem(fresh, PrintKind.PDF)


def year_of(circle, day, *, lines=("one line",), title="A poem", hosts=(), catcher=None):
    """Lay a given poem of that day, with who hosted."""
    gathering = make_gathering(circle, day)
    harvest = Harvest.objects.create(gathering=gathering, title=title, catcher=catcher, given_at=now())
    round_ = gathering.rounds.create()
    for place, line in enumerate(lines, start=1):
        phrase = Phrase.objects.create(round=round_, text=line, nonce=str(place), position=place)
        Stitch.objects.create(harvest=harvest, position=place, phrase=phrase)
    for host in hosts:
        role = make_role(circle, duty=Duty.OPENS)
        Turn.objects.create(gathering=gathering, role=role, holder=host, set_by=host)
    return harvest


def test_a_sheet_has_the_lines_of_the_page_and_who_caught_them(poem, evening):
    words = sheet(poem).words

    assert words.text.splitlines()[0] == "Still"
    assert [line for line in words.text.splitlines()[1:] if line] == [
        "the kettle, patient",
        "snow on the steps",
    ]
    assert () in words.stanzas
    assert f"{evening.day.year}." in words.credits[0]
    assert "The Hosting Circle" in words.credits[0]
    assert words.credits[1:] == (
        "Caught by Noor, with thanks to Ruth.",
        "It stays in the circle; please don’t pass it on.",
    )


def test_what_the_catcher_added_stays_told_from_what_was_said(poem):
    Stitch.objects.create(harvest=poem, position=9, kind="added", added="but", seam="space")

    runs = [run for stanza in sheet(poem).words.stanzas for line in stanza for run in line]

    assert [run.text for run in runs if run.added] == [" but"]
    assert "snow on the steps" in [run.text for run in runs if not run.added]


@pytest.mark.parametrize(
    ("shows_day", "shows_place", "told"),
    [
        (False, False, "Caught in the check-in of The Hosting Circle."),
        (False, True, "Caught in the check-in of The Hosting Circle, The Old Library."),
        (True, False, "Caught in the check-in of The Hosting Circle, Wednesday 28 January 2026."),
        (
            True,
            True,
            "Caught in the check-in of The Hosting Circle, The Old Library, Wednesday 28 January 2026.",
        ),
    ],
)
def test_beyond_the_circle_a_sheet_tells_only_what_it_may(shows_day, shows_place, told):
    circle = make_circle(place="The Old Library")
    poem = year_of(circle, date(2026, 1, 28))
    fields = {"shows_day": shows_day, "shows_place": shows_place}

    Harvest.objects.update(**fields)
    inside = sheet(poem).words.credits
    Harvest.objects.update(**fields, shared_at=now(), public_slug="a-poem")
    beyond = sheet(poem).words.credits

    assert inside[0].endswith("The Old Library, Wednesday 28 January 2026.")
    assert beyond == (told, "Our circle has said that it may travel.")


def test_no_name_of_a_speaker_is_on_a_sheet_or_in_a_book(evening, catcher, ines):
    poem = give_poem(evening, catcher, "the kettle", title="Still")
    Phrase.objects.update(speaker=ines)

    book = manuscripts.of_year(evening.circle, evening.day.year)

    assert "Ines" not in repr(sheet(poem).words)
    assert "Ines" not in repr(book.words)


def test_a_poem_without_a_title_is_called_by_its_day_and_year():
    poem = year_of(make_circle(), date(2026, 1, 28), title="")

    assert sheet(poem).words.title == "The poem of Wednesday 28 January 2026"


@pytest.mark.parametrize(
    "change",
    [
        lambda poem: Phrase.objects.filter(text="snow on the steps").update(text="snow on my steps"),
        lambda poem: Phrase.objects.filter(text="snow on the steps").delete(),
        lambda poem: Harvest.objects.update(title="Quiet"),
        lambda poem: Harvest.objects.update(thanks="nobody"),
        lambda poem: Harvest.objects.update(shared_at=now(), public_slug="a-poem"),
        lambda poem: type(poem.gathering.circle).objects.update(name="Another name"),
        lambda poem: type(poem.catcher).objects.update(name="Nora"),
    ],
)
def test_the_key_is_another_as_soon_as_anything_is(poem, change):
    before = sheet(poem).key
    assert sheet(poem).key == before

    change(poem)

    assert sheet(poem).key != before


def test_a_year_is_told_by_month_with_who_hosted_and_what_is_agreed():
    circle = make_circle()
    anna, luc = make_host(circle, "Anna"), make_host(circle, "Luc")
    make_agreement(circle, "What is said here\nstays here.")
    year_of(circle, date(2025, 12, 31), title="Before")
    year_of(circle, date(2026, 3, 25), title="March", hosts=[anna, luc], catcher=luc, lines=["Éveil", "two"])
    year_of(circle, date(2026, 1, 28), title="January", catcher=anna, lines=["a first line", "and a second"])
    year_of(make_circle("Elsewhere"), date(2026, 2, 25), title="Elsewhere")
    Harvest.objects.create(gathering=make_gathering(circle, date(2026, 4, 29)), title="Not given")

    book = manuscripts.of_year(circle, 2026).words

    assert [(month.name, [poem.title for poem in month.poems]) for month in book.months] == [
        ("January", ["January"]),
        ("March", ["March"]),
    ]
    assert book.held == (1, 3)
    assert book.poems[1].about == "Wednesday 25 March 2026 · hosted by Anna and Luc"
    assert book.poems[1].credit == "Caught by Luc."
    assert book.agreements[0].lines == ("What is said here", "stays here.")
    assert book.agreements[0].held == "lightly held, since 28 January 2026"
    assert book.index == (("a first line", 0), ("Éveil", 1))
    assert manuscripts.of_year(circle, 2024) is None


def test_a_french_circle_reads_its_book_in_french():
    circle = make_circle("Le Cercle", language="fr")
    year_of(circle, date(2026, 4, 1), title="", lines=["la bouilloire"])

    book = manuscripts.of_year(circle, 2026).words

    assert book.language == "fr"
    assert book.months[0].name == "Avril"
    assert book.poems[0].about == "Mercredi 1er avril 2026"
    assert book.letters == tuple("JFMAMJJASOND")


def test_sixty_people_who_hosted_are_each_named_once():
    circle = make_circle()
    hosts = [make_member(circle, f"Person {number}") for number in range(60)]
    year_of(circle, date(2026, 1, 28), hosts=hosts + hosts[:1])

    about = manuscripts.of_year(circle, 2026).words.poems[0].about

    assert [about.count(f"Person {number},") for number in range(58)] == [1] * 58
    assert about.endswith("Person 58 and Person 59")


@pytest.mark.parametrize("poems", [1, 12])
def test_a_book_costs_the_same_however_many_poems(poems, django_assert_num_queries):
    circle = make_circle()
    host = make_host(circle)
    for month in range(1, poems + 1):
        year_of(circle, date(2026, month, 28), hosts=[host], catcher=host)

    # poems with their gatherings and catchers, who hosted, stitches with their phrases, agreements
    with django_assert_num_queries(4):
        book = manuscripts.of_year(circle, 2026)

    assert len(book.words.poems) == poems
