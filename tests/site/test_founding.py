"""Founding a circle from one page."""

from datetime import date
from uuid import uuid4

import pytest
import time_machine
from django.urls import reverse

from circles.models import Circle, Membership, Standing
from gatherings.models import Gathering, HostingRole
from tests.gatherings.scheduled import SENTENCE
from tests.making import make_person

pytestmark = pytest.mark.django_db

FILLED = {
    "name": "The Hosting Circle",
    "purpose": " We practise\r\nhosting. ",
    "timezone": "America/Edmonton",
    "language": "en",
    "place": "The Old Library",
    "call_link": "",
    "origin_lab": "Leading in Circles",
    "origin_place": "",
    "origin_began": "2026-03-01",
    "origin_ended": "2026-03-02",
    **SENTENCE,
    "first": "2026-04-01",
}


@pytest.fixture
def founder(client):
    person = make_person("Anna Kowalchuk")
    client.force_login(person)
    return person


@time_machine.travel("2026-03-10T12:00Z", tick=False)
def test_a_circle_is_founded_with_its_year_of_last_wednesdays_and_its_roles(client, founder):
    response = client.post(reverse("found_circle"), FILLED)

    circle = Circle.objects.get()
    membership = Membership.objects.get()
    days = list(Gathering.objects.values_list("day", flat=True))
    assert response["Location"] == reverse("invite", args=[circle.slug])
    assert (membership.person, membership.standing) == (founder, Standing.STEWARD)
    assert circle.purpose == " We practise\nhosting. "
    assert days[:3] == [date(2026, 4, 29), date(2026, 5, 27), date(2026, 6, 24)]
    assert days[-1] >= date(2027, 2, 24)
    assert HostingRole.objects.count() == 6


def test_the_page_posted_twice_founds_one_circle(client, founder):
    once = {"once": str(uuid4())}

    for _press in range(2):
        client.post(reverse("found_circle"), FILLED | once)

    assert Circle.objects.count() == 1
    assert HostingRole.objects.count() == 6


def test_the_dates_are_shown_before_anything_is_founded(client, founder):
    page = client.post(reverse("found_circle"), FILLED | {"look": "yes"})

    assert not Circle.objects.exists()
    assert page.text.count('class="day"') == 12


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"timezone": "Atlantis/Deep"}, "“Atlantis/Deep” is not a time zone we know"),
        ({"unit": "month", "every": "12", "day": "d30", "first": "2026-02-01"}, "would never gather"),
        ({"origin_ended": "2026-02-01"}, "The last day of the lab is before its first."),
        ({"call_link": "javascript:alert(1)"}, "Enter a valid URL."),
        ({"name": "   "}, "This field is required."),
    ],
)
def test_bad_input_gets_a_sentence_and_loses_nothing_typed(client, founder, wrong, sentence):
    filled = FILLED | {"purpose": "A long purpose, typed with care"} | wrong

    page = client.post(reverse("found_circle"), filled)

    assert page.status_code == 200
    assert sentence in page.text
    assert "A long purpose, typed with care" in page.text
    assert all(str(value).strip() in page.text for value in wrong.values())
    assert not Circle.objects.exists()


def test_founding_asks_to_sign_in_first(client):
    response = client.get(reverse("found_circle"))

    assert (response.status_code, response["Location"]) == (302, "/accounts/login/?next=/circles/new/")


@time_machine.travel("2026-03-10T12:00Z", tick=False)
def test_public_holidays_are_named_and_the_country_is_kept_without_being_asked(client, founder):
    on_the_first = FILLED | {"day": "d1"}

    page = client.post(reverse("found_circle"), on_the_first | {"look": "yes"}).text
    client.post(reverse("found_circle"), on_the_first)

    assert "Canada Day" in page
    assert Circle.objects.get().country == "CA"


@time_machine.travel("2026-03-10T12:00Z", tick=False)
def test_the_dates_are_shown_as_they_are_chosen_before_the_circle_has_a_name(client, founder):
    page = client.post(reverse("found_circle"), FILLED | {"name": "", "purpose": "", "look": "yes"})

    assert page.text.count('class="day"') == 12
    assert not Circle.objects.exists()
