"""When a member says they are away."""

from datetime import date, timedelta

import pytest
from django.utils.timezone import localdate

from gatherings.models import Away
from tests.gatherings.calendar_links import url
from tests.making import make_member

pytestmark = pytest.mark.django_db


def test_being_away_is_said_once_and_taken_back(client, me):
    first = localdate() + timedelta(days=10)
    given = {"first": first.isoformat(), "last": (first + timedelta(days=3)).isoformat()}

    for _ in range(2):
        client.post(url("away", me), given)
    away = Away.objects.get()
    assert (away.membership, away.first, away.last) == (me, first, first + timedelta(days=3))
    assert "I’ll be here after all" in client.get(url("away", me)).text

    client.post(url("away_remove", me, away.pk))
    assert not Away.objects.exists()


def test_days_that_end_before_they_begin_come_back_with_a_sentence(client, me):
    page = client.post(url("away", me), {"first": "2027-03-05", "last": "2027-03-01"})

    assert "The last day is before the first." in page.text
    assert 'value="2027-03-05"' in page.text
    assert not Away.objects.exists()


def test_nobody_sees_or_takes_back_anothers_time_away(client, me):
    other = make_member(me.circle)
    away = Away.objects.create(membership=other, first=date(2099, 1, 1), last=date(2099, 1, 2))

    assert "2099" not in client.get(url("away", me)).text
    assert client.post(url("away_remove", me, away.pk)).status_code == 404
    assert Away.objects.exists()


@pytest.mark.parametrize("count", [1, 3])
def test_the_away_page_costs_the_same_however_often(client, me, count, django_assert_num_queries):
    for number in range(count):
        Away.objects.create(membership=me, first=date(2099, 1, 1 + number), last=date(2099, 1, 20))

    with django_assert_num_queries(4):  # session, person; membership with its circle, times away
        page = client.get(url("away", me)).text

    assert page.count("I’ll be here after all</button>") == count
