"""A lab as anybody sees it: its page and sign-up, the list, a guest's own page. No account is needed."""

import re
from datetime import timedelta

import pytest
from django.contrib.auth import SESSION_KEY
from django.urls import reverse
from django.utils.timezone import now
from icalendar import Calendar

from circles.models import Circle, Letter
from gatherings.answering.lab_links import seat_token
from gatherings.models import GuestState, Lab, LabGuest
from gatherings.schedule import scheduling
from tests.making import make_circle, make_guest, make_host, make_lab, make_member, make_person

pytestmark = pytest.mark.django_db
MARIA = {"name": "Maria", "email": "maria@outside.example", "words": "Curious.", "language": "fr"}


@pytest.fixture
def lab():
    circle = make_circle(call_link="https://call.example/secret", place="The hall")
    lab = make_lab(circle, seats=2)
    lab.gathering.call_link = "https://lab.example/own"
    lab.gathering.save()
    return lab


def without_nonce(page) -> str:
    return re.sub(r'nonce="[^"]*"', "", page.text)


def seat(guest) -> str:
    return reverse("lab_seat", args=[seat_token(guest)])


def test_a_visitor_reads_when_where_what_and_how_much_room_there_is(client, lab):
    host = make_host(lab.gathering.circle, "Hostname Unseen")

    page = client.get(lab.get_absolute_url())

    assert page.status_code == 200
    assert "09:00–17:00 each day, Edmonton time" in page.text
    assert "The hall" in page.text
    assert "There are two seats left." in page.text
    assert "A learning lab of The Hosting Circle" in page.text
    assert "We’d love to have you join us" in page.text
    assert "lab.example" not in page.text
    assert host.name not in page.text
    assert not re.search(r"name=\"stays_in_touch\"[^>]*checked", page.text)


def test_somebody_signed_in_reads_it_in_their_own_zone_too(client, lab):
    client.force_login(make_person(timezone="Europe/Lisbon"))

    assert "Lisbon time" in client.get(lab.get_absolute_url()).text


def test_unpublished_it_is_there_for_its_circle_alone(client, lab):
    Lab.objects.update(published_at=None)
    path, asked = lab.get_absolute_url(), reverse("lab_asked", args=[lab.slug])

    assert client.get(path).status_code == client.get(asked).status_code == 404
    assert client.post(path, MARIA).status_code == 404
    client.force_login(make_member().person)
    assert client.get(path).status_code == 404
    client.force_login(make_member(lab.gathering.circle).person)
    assert "Only your circle sees this page." in client.get(path).text
    assert not LabGuest.objects.exists()


def test_signing_up_answers_the_same_whether_the_address_is_known_or_not(client, lab):
    make_guest(lab, email="known@x.example")
    make_guest(lab, email="left@x.example", state=GuestState.WITHDRAWN)
    make_person(email="member@x.example")
    answers = {}

    for who in ("known", "left", "member", "new"):
        answer = client.post(lab.get_absolute_url(), MARIA | {"email": f"{who}@x.example"})
        shown = client.get(answer.url)
        answers[who] = (answer.status_code, answer.url, shown.status_code, without_nonce(shown))

    assert len(set(answers.values())) == 1
    assert answers["new"][:3] == (302, reverse("lab_asked", args=[lab.slug]), 200)
    assert Letter.objects.filter(kind="lab_seat").count() == 4
    assert LabGuest.objects.get(email="new@x.example").language == "fr"


def test_a_fault_keeps_what_was_typed(client, lab):
    page = client.post(lab.get_absolute_url(), MARIA | {"email": "maria at outside"})

    assert page.status_code == 200
    assert "maria at outside" in page.text
    assert "Curious." in page.text
    assert not LabGuest.objects.exists()


def test_one_address_is_written_to_only_so_often(client, lab):
    answers = [client.post(lab.get_absolute_url(), MARIA).status_code for _ in range(4)]

    assert answers == [302, 302, 302, 429]
    assert Letter.objects.count() == 3


def test_the_link_names_the_guest_and_acts_only_when_pressed(client, lab):
    guest = make_guest(lab, "Maria", GuestState.UNCONFIRMED)
    make_guest(lab, "Luc")

    for _ in range(3):
        page = client.get(seat(guest))
        client.head(seat(guest))
    assert "Maria, would you like to come?" in page.text
    assert "There is one seat left." in page.text
    assert "lab.example" not in page.text
    assert LabGuest.objects.get(name="Maria").state == GuestState.UNCONFIRMED

    page = client.post(seat(guest), {"do": "confirm"}, follow=True)
    assert "You have a seat" in page.text
    assert "https://lab.example/own" in page.text
    assert "call.example" not in page.text  # the circle's own is the circle's
    assert LabGuest.objects.get(name="Maria").state == GuestState.COMING
    assert SESSION_KEY not in client.session


def test_who_waits_reads_so_and_does_not_see_the_call(client, lab):
    for _ in range(2):
        make_guest(lab)
    guest = make_guest(lab, state=GuestState.UNCONFIRMED)

    page = client.post(seat(guest), {"do": "confirm"}, follow=True)

    assert "You are on the waiting list" in page.text
    assert "lab.example" not in page.text
    assert "Every seat is taken for now." in client.get(lab.get_absolute_url()).text


def test_where_every_seat_is_taken_whoever_says_yes_knows_that_they_wait(client, lab):
    for _ in range(2):
        make_guest(lab)

    page = client.get(seat(make_guest(lab, state=GuestState.UNCONFIRMED))).text

    assert "With a yes you are on the waiting list" in page
    assert "Put me on the waiting list" in page
    assert "Sign up all the same" not in page
    assert "I’d love to come" not in page


@pytest.mark.parametrize("ended", ["circle", "page"])
def test_no_link_leads_to_an_invitation_that_is_gone(client, lab, ended):
    guest = make_guest(lab)
    assert lab.get_absolute_url() in client.get(seat(guest)).text
    if ended == "circle":
        Circle.objects.update(closed_on=now().date())
    else:
        Lab.objects.update(published_at=None)

    page = client.get(seat(guest))

    assert page.status_code == 200
    assert lab.get_absolute_url() not in page.text
    assert client.get(lab.get_absolute_url()).status_code == 404


def test_giving_the_seat_back_and_changing_ones_mind(client, lab):
    guest = make_guest(lab)

    assert "You are not coming" in client.post(seat(guest), {"do": "withdraw"}, follow=True).text
    assert "You have a seat" in client.post(seat(guest), {"do": "confirm"}, follow=True).text


def test_the_calendar_file_has_the_gatherings_own_uid_and_daily_hours(client, lab):
    guest = make_guest(lab)

    answer = client.get(reverse("lab_ics", args=[seat_token(guest)]))

    [event] = Calendar.from_ical(answer.content).walk("VEVENT")
    assert answer.headers["Content-Type"].startswith("text/calendar")
    assert event["uid"] == lab.gathering.ical_uid
    assert event["summary"] == "Two days of hosting"
    assert "09:00–17:00 each day" in event["description"]
    assert event["location"] == "The hall"
    assert b"lab.example" in answer.content
    assert b"call.example" not in answer.content
    waiting = make_guest(lab, state=GuestState.WAITING)
    assert b"lab.example" not in client.get(reverse("lab_ics", args=[seat_token(waiting)])).content


def test_every_link_that_has_ended_looks_the_same(client, lab):
    guest = make_guest(lab)
    token = seat_token(guest)
    LabGuest.objects.update(link_epoch=2)

    answers = {
        without_nonce(client.get(reverse(name, args=[each])))
        for name in ("lab_seat", "lab_ics")
        for each in (token, "forged", "é" * 40)
    }

    assert len(answers) == 1
    assert client.post(reverse("lab_seat", args=[token]), {"do": "withdraw"}).status_code == 404
    assert LabGuest.objects.get().state == GuestState.COMING


def test_called_off_every_page_says_so_and_none_asks(client, lab):
    guest = make_guest(lab)
    host = make_host(lab.gathering.circle)
    scheduling.call_off(lab.gathering, reason="The river is high.", by=host, now=now())

    for path in (lab.get_absolute_url(), seat(guest)):
        page = client.get(path).text
        assert "called off" in page
        assert "The river is high." in page
        assert "<form" not in page


def test_the_list_shows_what_is_published_and_to_come(client):
    make_lab(title="Soon")
    make_lab(title="Hidden", published_at=None)
    make_lab(title="Been", day=(now() - timedelta(days=30)).date())
    off = make_lab(title="Off")
    scheduling.call_off(off.gathering, reason="x", by=make_host(off.gathering.circle), now=now())
    make_lab(make_circle(closed_on=now().date()), title="Closed")

    page = client.get(reverse("labs")).text

    assert re.findall(r'class="day" href="[^"]*">(\w+)<', page) == ["Soon"]
    assert reverse("labs") in client.get("/").text


@pytest.mark.parametrize("count", [1, 3])
def test_pages_cost_the_same_however_many(client, count, django_assert_num_queries):
    for _ in range(count):
        lab = make_lab()
        for _guest in range(count):
            guest = make_guest(lab)

    with django_assert_num_queries(1):  # labs with their circles, guests counted
        client.get(reverse("labs"))
    with django_assert_num_queries(1):  # the lab likewise
        client.get(lab.get_absolute_url())
    with django_assert_num_queries(1):  # the guest with lab and circle
        client.get(seat(guest))
