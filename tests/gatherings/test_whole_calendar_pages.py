"""Links to the dates of all my circles: made, renewed and ended on a page of their own."""

from urllib.parse import urlsplit

import pytest
from django.urls import reverse

from gatherings.feeds.subscriptions import MOST_LINKS
from gatherings.models import FeedLink
from tests.gatherings.calendar_links import make_link, url
from tests.making import make_circle, make_gathering, make_member

pytestmark = pytest.mark.django_db


def test_one_link_shows_all_my_circles(client, me):
    elsewhere = make_member(make_circle("Another circle"), person=me.person)
    for circle in (me.circle, elsewhere.circle):
        make_gathering(circle)

    address, page = make_link(client, me, page="my_whole_calendar")

    link = FeedLink.objects.get()
    assert (link.person, link.membership) == (me.person, None)
    assert "All my circles in my calendar" in page.text
    feed = client.get(urlsplit(address).path).text
    assert feed.count("BEGIN:VEVENT") == 2
    assert address not in client.get(url("my_whole_calendar", me)).text


def test_it_is_found_from_my_circles_and_from_each_of_their_calendars(client, me):
    for path in (reverse("home"), url("my_calendar", me)):
        assert f'href="{url("my_whole_calendar", me)}"' in client.get(path).text


def test_the_page_of_all_my_circles_lists_the_links_to_one_too(client, me):
    make_link(client, me, "my desk")
    left = make_member(make_circle("A circle I left"), person=me.person, left_at=me.joined_at)
    FeedLink.objects.create(membership=left, token_hash="x", label="of long ago")
    FeedLink.objects.create(membership=make_member(me.circle), token_hash="y", label="of somebody else")

    page = client.get(url("my_whole_calendar", me)).text
    assert "my desk" in page
    assert "of long ago" not in page
    assert "of somebody else" not in page
    assert "shows these gatherings twice" not in page

    make_link(client, me, page="my_whole_calendar")
    assert "shows these gatherings twice" in client.get(url("my_whole_calendar", me)).text


def test_links_to_all_my_circles_are_renewed_and_ended_on_their_own_page(client, me):
    first, _page = make_link(client, me, page="my_whole_calendar")

    renewed = client.post(url("feed_link_renew", me, FeedLink.objects.get().pk))
    assert renewed.templates[0].name == "gatherings/my_whole_calendar.html"
    second = renewed.context["address"]
    ended = client.post(url("feed_link_revoke", me, FeedLink.objects.get(revoked_at=None).pk))

    assert ended.url == url("my_whole_calendar", me)
    assert [client.get(urlsplit(address).path).status_code for address in (first, second)] == [404, 404]


def test_nobody_touches_anothers_link_to_all_their_circles(client, me):
    make_link(client, me, page="my_whole_calendar")
    link = FeedLink.objects.get()
    client.force_login(make_member(me.circle).person)

    for name in ("feed_link_renew", "feed_link_revoke", "feed_link_leave_out"):
        assert client.post(url(name, me, link.pk), {"leaves_out": "yes"}).status_code == 404
    kept = FeedLink.objects.get()
    assert (kept.revoked_at, kept.leaves_out_no) == (None, False)


def test_a_dozen_links_is_a_limit_for_each_owner_alone(client, me):
    for number in range(MOST_LINKS):
        make_link(client, me, f"device {number}")

    _address, page = make_link(client, me, page="my_whole_calendar")

    assert page.context["address"]
    assert "You have 12 calendar links in use." not in page.text
    for number in range(MOST_LINKS - 1):
        make_link(client, me, f"device {number}", page="my_whole_calendar")
    assert "You have 12 calendar links in use." in make_link(client, me, page="my_whole_calendar")[1].text


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_of_all_my_circles_costs_the_same_however_many_links(
    client, me, count, django_assert_num_queries
):
    for number in range(count):
        there = make_member(make_circle(), person=me.person)
        make_link(client, there, f"device {number}")
        make_link(client, me, f"everything {number}", page="my_whole_calendar")

    with django_assert_num_queries(4):  # session, person; links to all, links to one with their circles
        page = client.get(url("my_whole_calendar", me)).text

    assert page.count("Make anew: ") == 2 * count


def test_a_link_to_all_my_circles_is_calendar_enough_for_each_of_them(client, me):
    gathering = make_gathering(me.circle)
    client.post(reverse("answer", args=[me.circle.slug, gathering.number]), {"answer": "yes"})
    assert "Put our dates in my calendar" in client.get(gathering.get_absolute_url()).text

    make_link(client, me, page="my_whole_calendar")

    assert "Put our dates in my calendar" not in client.get(gathering.get_absolute_url()).text
