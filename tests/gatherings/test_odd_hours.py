"""What is odd about a time set by hand is said once before it is set: holidays, late December, clocks (R85)."""

import html
import re
from datetime import date, timedelta

import pytest
from django.urls import reverse

from circles.models import Circle
from gatherings.models import Gathering
from tests.gatherings.scheduled import SENTENCE
from tests.making import make_circle, make_gathering, make_host, make_steward

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("the_clock_stands_still")]
SAID = "If that is what you mean, go on."


@pytest.fixture
def host(client):
    host = make_host(make_circle(timezone="Europe/Paris", country="FR"))
    client.force_login(host.person)
    return host


def add(client, host, day: str, starts: str = "18:00", ends: str = "20:00", **more):
    given = {"day": day, "starts": starts, "ends": ends} | more
    return client.post(reverse("gathering_add", args=[host.circle.slug]), given)


@pytest.mark.parametrize(
    ("day", "starts", "odd"),
    [
        ("2027-07-14", "18:00", "National Day"),
        ("2026-12-31", "18:00", "between Christmas and New Year"),
        ("2027-03-28", "02:30", "the clocks skip 02:30 that day, so you begin at 03:30"),
        ("2027-10-31", "02:30", "the clocks show 02:30 twice that day; the first is meant"),
    ],
)
def test_an_odd_time_is_said_once_and_a_second_press_keeps_it(client, host, day, starts, odd):
    first = add(client, host, day, starts)

    assert first.status_code == 200
    assert odd in first.text
    assert SAID in first.text
    assert f'value="{starts}"' in first.text
    assert not Gathering.objects.exists()
    said = first.context["form"].when
    assert add(client, host, day, starts, said=said).status_code == 302
    assert Gathering.objects.get().day == date.fromisoformat(day)


def test_a_time_like_any_other_is_added_at_once(client, host):
    assert add(client, host, "2026-12-12").status_code == 302


def test_what_was_said_of_one_day_is_not_said_of_another(client, host):
    said = add(client, host, "2026-12-31").context["form"].when

    assert SAID in add(client, host, "2027-01-01", said=said).text
    assert not Gathering.objects.exists()


def test_it_is_said_as_one_chooses_and_nothing_is_set(client, host):
    page = add(client, host, "2026-12-12", look="yes").text
    assert SAID not in page

    page = add(client, host, "2026-12-31", ends="", look="yes").text
    assert SAID in page.split('id="odd"')[1]
    assert not Gathering.objects.exists()


def test_moving_to_an_odd_day_says_so_and_changing_only_the_end_does_not(client, host):
    gathering = make_gathering(host.circle, date(2026, 12, 30))
    url = reverse("gathering_move", args=[host.circle.slug, gathering.number])
    given = {"day": "2026-12-31", "starts": "18:00", "ends": "20:00", "reason": "The hall is let."}

    assert SAID in client.post(url, given).text
    assert Gathering.objects.get().day == date(2026, 12, 30)
    longer = given | {"day": "2026-12-30", "ends": "21:00"}
    assert client.post(url, longer).status_code == 302
    assert client.post(url, given | {"said": "2026-12-31 18:00:00"}).status_code == 302
    assert Gathering.objects.get().day == date(2026, 12, 31)


ASKED = "That is before it begins. Choose a later hour, or say that it lasts until the next day."
BOX = '<input type="checkbox" name="overnight"'


def test_an_end_before_the_beginning_is_asked_about_and_a_night_is_kept_when_said(client):
    host = make_host()
    client.force_login(host.person)
    assert BOX not in client.get(reverse("gathering_add", args=[host.circle.slug])).text

    asked = add(client, host, "2027-05-18", starts="22:00", ends="01:00")
    assert ASKED in html.unescape(asked.text)
    assert BOX in asked.text
    assert not Gathering.objects.exists()

    add(client, host, "2027-05-18", starts="22:00", ends="01:00", overnight="on")
    [vigil] = Gathering.objects.all()
    assert vigil.lasts == timedelta(hours=3)
    move = reverse("gathering_move", args=[host.circle.slug, vigil.number])
    page = client.get(move).text
    assert re.search(f"{BOX}[^>]*checked", page), page
    given = {"day": "2027-05-19", "starts": "22:00", "ends": "01:00", "reason": "The hall is let."}
    client.post(move, given)
    vigil.refresh_from_db()
    assert vigil.day == date(2027, 5, 18)
    client.post(move, given | {"overnight": "on"})
    vigil.refresh_from_db()
    assert (vigil.day, vigil.lasts) == (date(2027, 5, 19), timedelta(hours=3))


@pytest.mark.parametrize("page", ["found_circle", "rhythm"])
def test_the_hours_stand_in_the_preview_and_a_slip_is_asked_about_there(client, page):
    steward = make_steward()
    client.force_login(steward.person)
    address = reverse(page, args=[] if page == "found_circle" else [steward.circle.slug])
    given = SENTENCE | {"name": "The Night Circle", "purpose": "x", "timezone": "UTC", "language": "en"}
    look = {"look": "yes", "show": "yes"}

    assert ", 18:00–20:00</h2>" in client.post(address, given | look).text
    slip = client.post(address, given | {"ends": "17:00"}).text
    assert ASKED in html.unescape(slip)
    assert BOX in slip
    at_once = client.post(address, given | look | {"ends": "17:00"}, headers={"hx-request": "true"}).text
    assert f"To: {ASKED}" in html.unescape(at_once).split('id="dates"')[1]
    night = client.post(address, given | look | {"ends": "17:00", "overnight": "on"}).text
    assert "18:00–17:00, until the next day</h2>" in night
    assert not Circle.objects.filter(name="The Night Circle").exists()
    assert not Gathering.objects.exists()
