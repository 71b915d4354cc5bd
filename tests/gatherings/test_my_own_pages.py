"""What is the member's own: times away, and the links that put our dates in their calendar."""

import re
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils.timezone import localdate

from gatherings.models import Away, FeedLink
from gatherings.subscriptions import MOST_LINKS, fingerprint
from tests.making import make_circle, make_member

pytestmark = pytest.mark.django_db


@pytest.fixture
def me(client):
    me = make_member(make_circle(), "Luc")
    client.force_login(me.person)
    return me


def url(name: str, me, *more: object) -> str:
    return reverse(name, args=[me.circle.slug, *more])


def make_link(client, me, label: str = "in the attic") -> tuple[str, object]:
    """Press "Make a link"; return its address and the page."""
    page = client.post(url("my_calendar", me), {"label": label})
    return page.context["address"], page


def test_a_link_is_shown_once_and_opens_the_feed(client, me):
    address, page = make_link(client, me)
    path = address.partition("//")[2].partition("/")[2]
    token = path.removeprefix("feeds/").removesuffix(".ics")

    assert f'value="{address}"' in page.text
    assert 'href="webcal://' in page.text
    assert "no-store" in page.headers["Cache-Control"]
    assert client.get(f"/{path}").headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert FeedLink.objects.get().token_hash == fingerprint(token)
    again = client.get(url("my_calendar", me)).text
    assert "in the attic" in again
    assert token not in again


def test_links_are_listed_renewed_and_ended_in_one_press(client, me):
    phone, _page = make_link(client, me)
    link = FeedLink.objects.get()

    renewed = client.post(url("feed_link_renew", me, link.pk))
    new = renewed.context["address"]
    assert new != phone
    assert [client.get(f"/feeds/{address.rpartition('/')[2]}").status_code for address in (phone, new)] == [
        404,
        200,
    ]

    standing = FeedLink.objects.get(revoked_at=None)
    response = client.post(url("feed_link_revoke", me, standing.pk), follow=True)
    assert "That link has ended." in response.text
    assert client.get(f"/feeds/{new.rpartition('/')[2]}").status_code == 404


def test_a_link_ended_or_renewed_twice_is_so_once(client, me):
    make_link(client, me)
    link = FeedLink.objects.get()

    client.post(url("feed_link_renew", me, link.pk))
    again = client.post(url("feed_link_renew", me, link.pk), follow=True)
    assert "That link has ended." in again.text
    assert FeedLink.objects.count() == 2

    for _ in range(2):
        assert client.post(url("feed_link_revoke", me, link.pk)).status_code == 302
    assert FeedLink.objects.filter(revoked_at=None).count() == 1


def test_nobody_ends_or_renews_anothers_link(client, me):
    make_link(client, me)
    link = FeedLink.objects.get()
    other = make_member(me.circle)
    client.force_login(other.person)

    assert client.post(url("feed_link_revoke", me, link.pk)).status_code == 404
    assert client.post(url("feed_link_renew", me, link.pk)).status_code == 404
    assert "in the attic" not in client.get(url("my_calendar", me)).text
    assert FeedLink.objects.get().revoked_at is None


def test_a_thirteenth_link_is_refused_with_a_sentence(client, me):
    for number in range(MOST_LINKS):
        make_link(client, me, f"device {number}")

    page = client.post(url("my_calendar", me), {"label": "one more"})

    assert "You have 12 calendar links in use." in page.text
    assert 'value="one more"' in page.text
    assert FeedLink.objects.count() == MOST_LINKS


def test_open_dates_are_named_where_there_are_some(client, me):
    assert "Our open dates" not in client.get(url("my_calendar", me)).text

    me.circle.dates_open = True
    me.circle.save()

    assert url("open_dates", me) in client.get(url("my_calendar", me)).text


@pytest.mark.parametrize("count", [1, 3])
def test_the_calendar_page_costs_the_same_however_many_links(client, me, count, django_assert_num_queries):
    for number in range(count):
        make_link(client, me, f"device {number}")

    with django_assert_num_queries(4):  # session, person; membership with its circle, links
        page = client.get(url("my_calendar", me)).text

    assert page.count("Make anew") == 2 * count


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


def test_a_button_pressed_twice_makes_one_link_whose_last_secret_opens_it(client):
    member = make_member()
    client.force_login(member.person)
    address = reverse("my_calendar", args=[member.circle.slug])
    filled = {"label": "my phone", "once": str(uuid4())}

    pages = [client.post(address, filled) for _press in range(2)]

    secrets = [re.search(r"/feeds/([\w-]+)\.ics", page.text)[1] for page in pages]
    assert member.feed_links.count() == 1
    assert [client.get(f"/feeds/{secret}.ics").status_code for secret in secrets] == [404, 200]
