"""The pages of resting and closing say first what follows, and refuse a day that cannot be."""

from datetime import UTC, date, datetime, timedelta

import pytest

from circles import resting
from circles.models import Circle
from circles.refusals import CircleHasClosed
from gatherings.models import Gathering, GuestState
from tests.circles.addresses import url
from tests.circles.closed import NOW, make_steward_of_a_year
from tests.making import make_guest, make_lab

pytestmark = pytest.mark.django_db


@pytest.fixture
def steward():
    return make_steward_of_a_year()


def test_the_rest_page_shows_what_is_called_off_before_it_is(client, steward):
    client.force_login(steward.person)
    address = url("circle_rest", steward.circle)
    since = NOW.date() + timedelta(days=60)
    first = Gathering.objects.filter(circle=steward.circle, day__gte=since).first()

    shown = client.post(address, {"since": since, "why": "Spring."})
    assert shown.text.count('class="day"') == Gathering.objects.filter(day__gte=since).count()
    assert not Circle.objects.get(pk=steward.circle_id).is_resting

    client.post(address, {"since": since, "why": "Spring.", "keep": "yes"})
    first.refresh_from_db()
    assert (first.is_called_off, first.reason) == (True, "Spring.")
    assert "Wake the circle" in client.get(address).text

    client.post(address, {"wake": "yes"})
    first.refresh_from_db()
    assert not first.is_called_off


def test_the_pages_say_that_guests_are_told_where_a_lab_has_some(client, steward):
    client.force_login(steward.person)
    lab = make_lab(steward.circle)
    make_guest(lab, state=GuestState.WITHDRAWN)
    make_guest(lab, email="")
    told = "Only the guests of a learning lab are written to: that it is called off, and nothing more."

    def pages(since):
        asked = client.post(url("circle_rest", steward.circle), {"since": since, "why": "Spring."})
        return told in asked.text, told in client.get(url("circle_close", steward.circle)).text

    assert pages(NOW.date()) == (False, False)
    make_guest(lab)
    assert pages(NOW.date()) == (True, True)
    assert pages(lab.gathering.day + timedelta(days=9)) == (False, True)


@pytest.mark.parametrize("since", ["2020-01-01", "9999-12-31", "", "x"])
def test_a_day_that_cannot_be_is_refused_and_kept_in_its_box(client, steward, since):
    client.force_login(steward.person)
    page = client.post(url("circle_rest", steward.circle), {"since": since, "why": "Spring.", "keep": "yes"})
    assert page.status_code == 200
    assert "invalid-feedback" in page.text
    assert "Spring." in page.text
    assert not Circle.objects.get(pk=steward.circle_id).is_resting


def test_resting_is_refused_for_what_has_closed(steward, closed):
    with pytest.raises(CircleHasClosed):
        resting.rest(closed, since=date(2030, 1, 1), why="", by=steward, now=datetime.now(UTC))
