"""Answering from a letter: named, one press, no sign-in, until we begin (R5, R10)."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils.timezone import now

from circles.models import Membership
from gatherings.answering import rsvps
from gatherings.answering.links import answer_link
from gatherings.models import Gathering, Rsvp
from tests.gatherings.by_letter import make_gathering_with_a_steward, said, url
from tests.making import make_member

pytestmark = pytest.mark.django_db


@pytest.fixture
def gathering():
    return make_gathering_with_a_steward()


def test_the_page_names_me_and_the_gathering_and_asks(client, gathering, anna):
    page = client.get(url(gathering, anna))

    assert page.status_code == 200
    assert "Anna, will you be in the circle?" in page.text
    assert "The Hosting Circle" in page.text
    assert [page.text.count(f'value="{answer}"') for answer in ("room", "call", "maybe", "no")] == [
        1,
        1,
        1,
        1,
    ]
    assert 'aria-pressed="true"' not in page.text
    assert "This page speaks for Anna alone, and opens nothing else." in page.text
    assert "<script" not in page.text
    assert page.headers["X-Robots-Tag"] == "noindex"
    assert "no-store" in page.headers["Cache-Control"]


@pytest.mark.parametrize(
    ("pressed", "answer", "way"),
    [("room", "yes", "room"), ("call", "yes", "call"), ("maybe", "maybe", ""), ("no", "no", "")],
)
def test_one_press_records_it_without_signing_in(gathering, anna, pressed, answer, way):
    browser = Client(enforce_csrf_checks=True)
    page = browser.get(url(gathering, anna))
    token = page.context["csrf_token"]

    page = browser.post(
        url(gathering, anna), {"answer": pressed, "csrfmiddlewaretoken": str(token)}, follow=True
    )

    assert page.status_code == 200
    assert "Thank you, Anna." in page.text
    assert page.text.count('aria-pressed="true"') == 1
    assert said() == [("Anna", answer, way)]
    assert Rsvp.objects.get().said_by is None


@pytest.mark.parametrize(("ready", "button"), [("yes", "room"), ("maybe", "maybe"), ("no", "no")])
def test_an_answer_the_link_brings_is_laid_ready_and_still_wants_one_press(
    client, gathering, anna, ready, button
):
    page = client.get(f"{url(gathering, anna)}?answer={ready}")

    assert f'class="primary" name="answer" value="{button}"' in page.text
    assert page.text.count('class="primary"') == 1
    assert said() == []


def test_cannot_come_after_all_is_one_press_from_the_letter_of_the_eve(client, gathering, anna, settings):
    Rsvp.objects.create(gathering=gathering, membership=anna, answer="yes", way="room")
    page = client.get(
        answer_link(gathering, anna, answer="no").partition("/answer/")[2].join(["/answer/", ""])
    )
    assert "Anna, you can’t come after all? One press, and we know." in page.text

    client.post(url(gathering, anna), {"answer": "no"})
    assert said() == [("Anna", "no", "")]


@pytest.mark.parametrize("ready", ["sonnet", "", "yes\x00", "YES"])
def test_what_is_no_answer_lays_none_ready(client, gathering, anna, ready):
    page = client.get(url(gathering, anna), {"answer": ready})

    assert page.status_code == 200
    assert "will you be in the circle?" in page.text


def test_place_and_call_are_for_who_comes(client, gathering, anna):
    def shown():
        page = client.get(url(gathering, anna)).text
        return "The Old Library" in page, "https://call.example/us" in page

    assert shown() == (False, False)
    client.post(url(gathering, anna), {"answer": "no"})
    assert shown() == (False, False)
    client.post(url(gathering, anna), {"answer": "maybe"})
    assert shown() == (False, False)
    client.post(url(gathering, anna), {"answer": "yes"})
    assert shown() == (True, True)


def test_where_there_are_both_how_one_comes_is_the_answer_and_asked_once(client, gathering, anna):
    client.post(url(gathering, anna), {"answer": "call"})
    assert said() == [("Anna", "yes", "call")]
    client.post(url(gathering, anna), {"answer": "maybe"})
    assert said() == [("Anna", "maybe", "call")]
    assert (
        'class="primary" name="answer" value="call"' in client.get(url(gathering, anna) + "?answer=yes").text
    )
    client.post(url(gathering, anna), {"answer": "yes"})
    assert said() == [("Anna", "yes", "call")]

    gathering.circle.call_link = ""
    gathering.circle.save()
    page = client.get(url(gathering, anna)).text
    assert ('value="yes"' in page, 'value="call"' in page) == (True, False)


def test_who_said_yes_before_there_were_both_is_asked_how(client, gathering, anna):
    Rsvp.objects.create(gathering=gathering, membership=anna, answer="yes")

    page = client.get(url(gathering, anna)).text

    assert "In the room or on the call? Press how you come." in page
    assert 'aria-pressed="true"' not in page


def test_changing_my_mind_is_the_same_link_until_we_begin(client, gathering, anna):
    for answer in ("room", "no", "room"):
        client.post(url(gathering, anna), {"answer": answer})
    assert said() == [("Anna", "yes", "room")]
    assert "Changed your mind? This page works until we begin." in client.get(url(gathering, anna)).text

    with time_machine.travel(gathering.starts_at - timedelta(seconds=1)):
        assert client.post(url(gathering, anna), {"answer": "maybe"}).status_code == 302
    with time_machine.travel(gathering.starts_at):
        for sent in ({"answer": "no"}, {"undo": "none"}):
            page = client.post(url(gathering, anna), sent)
            assert page.status_code == 409
            assert "We have begun, so this page takes no answer any more." in page.text
    assert said() == [("Anna", "maybe", "room")]


@pytest.mark.parametrize(
    ("answer", "sees"), [("yes", True), ("maybe", True), ("no", False), ("waiting", False), ("", False)]
)
def test_from_the_start_to_the_end_it_shows_place_and_call_and_asks_nothing(
    client, gathering, anna, answer, sees
):
    if answer:
        since = now() if answer == "waiting" else None
        Rsvp.objects.create(gathering=gathering, membership=anna, answer=answer, waiting_since=since)

    with time_machine.travel(gathering.ends_at - timedelta(minutes=1)):
        page = client.get(url(gathering, anna) + "?answer=no&was=none").text
        assert "Anna, we have begun." in page
        assert ("The Old Library" in page, "https://call.example/us" in page) == (sees, sees)
        assert "<form" not in page
        assert "my calendar" not in page
    with time_machine.travel(gathering.ends_at):
        assert client.get(url(gathering, anna)).status_code == 404
        assert client.post(url(gathering, anna), {"answer": "no"}).status_code == 404


def test_pressed_twice_it_is_one_answer(client, gathering, anna):
    for _ in range(2):
        assert client.post(url(gathering, anna), {"answer": "yes"}).status_code == 302

    answered = Rsvp.objects.get()
    assert (answered.answer, answered.membership) == ("yes", anna)
    assert Membership.objects.get(pk=anna.pk).calendar_version == anna.calendar_version + 1


def test_one_called_off_says_so_and_takes_no_answer(client, gathering, anna):
    Gathering.objects.update(status="called_off", reason="Snow.")

    page = client.get(url(gathering, anna))
    assert "This gathering is called off. Snow." in page.text
    assert "<form" not in page.text
    page = client.post(url(gathering, anna), {"answer": "yes"})
    assert (page.status_code, said()) == (409, [])


@pytest.mark.parametrize("wrong", ["", "sonnet", "yes\x00"])
def test_what_is_no_answer_is_refused_and_the_page_shown_again(client, gathering, anna, wrong):
    page = client.post(url(gathering, anna), {"answer": wrong})

    assert (page.status_code, said()) == (400, [])
    assert "will you be in the circle?" in page.text


def test_who_waits_reads_their_place_and_not_the_call(client, gathering, anna):
    Gathering.objects.update(seats=1)
    for name in ("Luc", "Noor", "Ben"):
        rsvps.answer(gathering, membership=make_member(gathering.circle, name), answer="yes", now=now())
    page = client.get(url(gathering, anna)).text
    assert "Every seat is taken. Say yes all the same" in page

    page = client.post(url(gathering, anna), {"answer": "room"}, follow=True).text

    assert "Thank you, Anna. You’re third on the waiting list." in page
    assert "As soon as a seat is yours, you get a letter." in page
    assert "https://call.example/us" not in page
    assert page.count('aria-pressed="true"') == 1


@pytest.mark.parametrize("people", [1, 3])
def test_the_page_costs_the_same_however_many_come(
    client, gathering, anna, people, django_assert_num_queries
):
    for _ in range(people):
        Rsvp.objects.create(gathering=gathering, membership=make_member(gathering.circle), answer="yes")

    # membership with its circle and person, gathering, my answer
    with django_assert_num_queries(3):
        client.get(url(gathering, anna))
