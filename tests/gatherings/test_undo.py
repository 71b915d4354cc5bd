"""Undoing an answer: back to what was said before, or to nothing, in one press; nothing is stored for it."""

import pytest
from django.urls import reverse
from django.utils.timezone import now

from gatherings.answering import rsvps
from gatherings.models import Gathering, Rsvp
from tests.gatherings.by_letter import said, url
from tests.making import make_circle, make_gathering, make_member

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


@pytest.fixture
def gathering():
    return make_gathering(make_circle(place="The Old Library", call_link="https://call.example/us"))


def press(client, page, address):
    """Press "Undo" as the page offers it."""
    word = page.text.partition('name="undo" value="')[2].partition('"')[0]
    return word, client.post(address, {"undo": word}, follow=True)


@pytest.mark.parametrize(
    ("before", "word"),
    [(None, "none"), (("yes", "call"), "yes.call"), (("maybe", ""), "maybe"), (("no", ""), "no")],
)
def test_undo_goes_back_to_what_was_said_before_in_one_press(client, gathering, anna, before, word):
    if before:
        Rsvp.objects.create(gathering=gathering, membership=anna, answer=before[0], way=before[1])
    was = client.get(url(gathering, anna)).text.partition('name="was" value="')[2].partition('"')[0]
    assert was == word

    page = client.post(url(gathering, anna), {"answer": "room", "was": was}, follow=True)
    assert "Undo" in page.text
    assert press(client, page, url(gathering, anna))[0] == word

    assert said() == ([("Anna", *before)] if before else [])
    assert "Undo" not in client.get(url(gathering, anna)).text


def test_answering_twice_by_a_double_press_still_goes_back_to_what_was_before(client, gathering, anna):
    for _ in range(2):
        page = client.post(url(gathering, anna), {"answer": "no", "was": "none"}, follow=True)

    press(client, page, url(gathering, anna))
    assert said() == []


@pytest.mark.parametrize("was", ["", "sonnet", "yes.boat", "waiting", "no.room", "yes\x00", "none.room"])
def test_what_was_never_an_answer_is_nothing_to_go_back_to(client, gathering, anna, was):
    client.post(url(gathering, anna), {"answer": "room", "was": was})
    assert "Undo" not in client.get(url(gathering, anna), {"was": was}).text

    client.post(url(gathering, anna), {"undo": was})
    assert said() == [("Anna", "yes", "room")]


@pytest.mark.parametrize("method", ["get", "head"])
def test_undo_is_never_done_by_opening(client, gathering, anna, method):
    client.post(url(gathering, anna), {"answer": "room"})

    for query in ({"undo": "none"}, {"was": "none"}):
        assert getattr(client, method)(url(gathering, anna), query).status_code == 200
    assert said() == [("Anna", "yes", "room")]


def test_on_the_gatherings_page_it_is_the_same_press(client, gathering, anna):
    client.force_login(anna.person)
    here = reverse("answer", args=[gathering.circle.slug, gathering.number])
    page = client.post(here, {"answer": "room", "was": "none"}, follow=True)
    assert page.redirect_chain == [(f"{gathering.get_absolute_url()}?was=none", 302)]

    assert press(client, page, here)[0] == "none"

    assert said() == []
    assert "Undo" not in client.get(gathering.get_absolute_url()).text


def test_with_htmx_the_undo_comes_with_the_part_that_changes(client, gathering, anna):
    client.force_login(anna.person)
    here = reverse("answer", args=[gathering.circle.slug, gathering.number])
    page = client.post(here, {"answer": "no", "was": "yes.call"}, headers=HTMX).text
    assert 'name="undo" value="yes.call"' in page

    page = client.post(here, {"undo": "yes.call"}, headers=HTMX).text
    assert said() == [("Anna", "yes", "call")]
    assert "Undo" not in page


def test_a_seat_given_back_by_mistake_may_be_gone_and_then_they_wait(client, gathering, anna):
    Gathering.objects.update(seats=1)
    luc = make_member(gathering.circle, "Luc")
    for member in (anna, luc):
        rsvps.answer(gathering, membership=member, answer="yes", way="room", now=now())

    page = client.post(url(gathering, anna), {"answer": "no", "was": "yes.room"}, follow=True)
    page = press(client, page, url(gathering, anna))[1]

    assert "You’re first on the waiting list." in page.text
    assert said() == [("Luc", "yes", "room"), ("Anna", "waiting", "room")]


def test_taking_back_a_yes_gives_the_seat_to_who_waits(client, gathering, anna):
    Gathering.objects.update(seats=1)
    for member in (anna, make_member(gathering.circle, "Luc")):
        rsvps.answer(gathering, membership=member, answer="yes", way="room", now=now())

    client.post(url(gathering, anna), {"undo": "none"})

    assert said() == [("Luc", "yes", "room")]


def test_taken_back_twice_is_once_and_calendars_follow(gathering, anna):
    rsvps.answer(gathering, membership=anna, answer="yes", now=now())
    for _ in range(2):
        rsvps.take_back(gathering, membership=anna, now=now())

    anna.refresh_from_db()
    assert (said(), anna.calendar_version) == ([], 3)
