"""The rhythm, chosen as a sentence, its dates shown before it is kept."""

from datetime import date

import pytest
from django.urls import reverse

from gatherings.models import Gathering, Rhythm
from tests.gatherings.scheduled import SENTENCE
from tests.making import make_circle, make_gathering, make_rhythm, make_steward

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("the_clock_stands_still")]


@pytest.fixture
def steward(client):
    steward = make_steward(make_circle())
    client.force_login(steward.person)
    return steward


def rhythm_url(steward) -> str:
    return reverse("rhythm", args=[steward.circle.slug])


def show(client, steward, **sentence):
    return client.post(rhythm_url(steward), SENTENCE | sentence | {"show": "yes"})


def keep(client, steward, **sentence):
    shown = show(client, steward, **sentence)
    return client.post(
        rhythm_url(steward), SENTENCE | sentence | {"shown": shown.context.get("shown", ""), "keep": "yes"}
    )


def test_the_next_twelve_dates_are_shown_and_nothing_is_kept(client, steward):
    page = show(client, steward).text

    assert "We gather on the last Wednesday of every month" in page
    assert page.count('<b class="day">') == 12
    assert "Wednesday 25 November" in page
    assert "Wednesday 27 October 2027" in page
    assert "between Christmas and New Year" in page
    assert "Keep this rhythm" in page
    assert not Rhythm.objects.exists()


def test_a_circle_without_a_rhythm_sees_the_dates_of_last_wednesdays_and_keeps_them_in_one_press(
    client, steward
):
    page = client.get(rhythm_url(steward))

    assert page.text.count('<b class="day">') == 12
    client.post(rhythm_url(steward), SENTENCE | {"shown": page.context["shown"], "keep": "yes"})
    assert Rhythm.objects.get().rule == "FREQ=MONTHLY;BYDAY=-1WE"


def test_public_holidays_of_the_circles_country_are_named(client):
    steward = make_steward(make_circle(country="CA-AB"))
    client.force_login(steward.person)

    page = show(client, steward, day="d1").text

    assert "Canada Day" in page
    assert "New Year&#x27;s Day" in page
    assert "Public holidays of Canada, Alberta" in page
    elsewhere = make_steward(make_circle(country=""))
    client.force_login(elsewhere.person)
    assert "Canada Day" not in show(client, elsewhere, day="d1").text
    assert "No public holidays are shown" in client.get(rhythm_url(elsewhere)).text


def test_a_mistake_is_said_beside_the_dates_where_they_are_drawn_anew(client, steward):
    page = client.post(
        rhythm_url(steward), SENTENCE | {"day": "d15", "unit": "week"}, headers={"HX-Request": "true"}
    ).text

    dates = page.split('id="dates"')[1]
    assert "Weeks have weekdays. Choose one, or choose months." in dates


def test_keeping_it_makes_a_year_of_gatherings(client, steward):
    response = keep(client, steward)

    assert response.status_code == 302
    assert Rhythm.objects.get().rule == "FREQ=MONTHLY;BYDAY=-1WE"
    assert Gathering.objects.count() == 13


def test_a_rhythm_changed_after_its_dates_were_shown_shows_them_first(client, steward):
    shown = show(client, steward).context["shown"]

    response = client.post(rhythm_url(steward), SENTENCE | {"day": "w3", "shown": shown, "keep": "yes"})

    assert response.status_code == 200
    assert "the last Thursday of every month" in response.text
    assert not Rhythm.objects.exists()


@pytest.mark.parametrize(
    ("sentence", "rule", "words", "first"),
    [
        (
            {"ordinal": "1", "day": "w0"},
            "FREQ=MONTHLY;BYDAY=1MO",
            "the first Monday of every month",
            "7 December",
        ),
        (
            {"ordinal": "4", "day": "w4", "every": "2"},
            "FREQ=MONTHLY;INTERVAL=2;BYDAY=4FR",
            "the fourth Friday, every 2 months",
            "27 November",
        ),
        (
            {"unit": "week", "every": "2"},
            "FREQ=WEEKLY;INTERVAL=2;BYDAY=WE",
            "Wednesday every 2 weeks",
            "25 November",
        ),
        ({"unit": "week"}, "FREQ=WEEKLY;BYDAY=WE", "Wednesday every week", "25 November"),
        ({"day": "d15"}, "FREQ=MONTHLY;BYMONTHDAY=15", "day 15 of every month", "15 December"),
    ],
)
def test_each_sentence_is_a_rule_and_reads_back_the_same(client, steward, sentence, rule, words, first):
    page = show(client, steward, **sentence).text
    assert f"We gather on {words}" in page
    assert first in page

    keep(client, steward, **sentence)

    assert Rhythm.objects.get().rule == rule
    again = client.get(rhythm_url(steward))
    assert f"Now we gather on {words}, at 18:00." in again.text
    form = again.context["form"]
    said = {name: str(form[name].value()) for name in ("day", "every", "unit")}
    assert said == {name: (SENTENCE | sentence)[name] for name in said}


@pytest.mark.parametrize(
    ("sentence", "said"),
    [
        (
            {"day": "d31", "every": "12", "first": "2027-02-01"},
            "There is no such day in the next ten years, so the circle would never gather.",
        ),
        ({"day": "d15", "unit": "week"}, "Weeks have weekdays. Choose one, or choose months."),
        ({"first": "1066-10-14"}, "Begin on a day between the years 1900 and 3000."),
        ({"ends": "18:00"}, "It would be over when it begins. Choose a later hour."),
        ({"ends": "17:00"}, "Choose a later hour, or say that it lasts until the next day."),
        ({"every": "0"}, "Ensure this value is greater than or equal to 1."),
        ({"day": "w9"}, "Select a valid choice."),
    ],
)
def test_what_is_no_rhythm_gets_a_sentence_and_nothing_typed_is_lost(client, steward, sentence, said):
    response = show(client, steward, **sentence)

    assert response.status_code == 200
    assert said in response.text
    assert "Keep this rhythm" not in response.text
    form = response.context["form"]
    assert {name: form[name].value() for name in SENTENCE} == SENTENCE | sentence
    assert keep(client, steward, **sentence).status_code == 200
    assert not Rhythm.objects.exists()


def test_hours_that_a_clock_change_makes_odd_are_said_so(client):
    steward = make_steward(make_circle(timezone="Europe/Paris"))
    client.force_login(steward.person)
    last_sundays = {"day": "w6", "starts": "02:30", "ends": "04:00"}

    page = show(client, steward, **last_sundays).text

    assert "the clocks skip 02:30 that day, so you begin at 03:30" in page
    assert "the clocks show 02:30 twice that day; the first is meant" in page


def test_gatherings_set_by_hand_are_left_alone(client, steward):
    by_hand = make_gathering(steward.circle, date(2027, 2, 3))
    make_rhythm(steward.circle, date(2026, 1, 1))

    keep(client, steward, day="w3")

    assert Gathering.objects.filter(pk=by_hand.pk, day=date(2027, 2, 3)).exists()


@pytest.mark.parametrize("unit", ["week", "month"])
@pytest.mark.parametrize("first", ["0001-01-01", "9999-12-31"])
def test_a_first_day_at_either_end_of_the_calendar_is_refused_with_a_sentence(client, steward, first, unit):
    page = client.post(rhythm_url(steward), SENTENCE | {"first": first, "unit": unit})

    assert page.status_code == 200
    assert "Begin on a day between the years 1900 and 3000." in page.text
    assert not Rhythm.objects.exists()


def test_where_the_year_stands_is_said_without_promising_calendars_nobody_has(client, steward):
    kept = keep(client, steward)

    page = client.get(kept["Location"]).text
    assert "A year of gatherings stands here, and in every calendar that follows us." in page
