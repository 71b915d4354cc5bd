"""Our dates in my calendar: links made, shown once, changed and ended, for one circle."""

import re
from datetime import UTC, date, datetime
from urllib.parse import parse_qs, urlsplit
from uuid import uuid4

import pytest
from django.urls import reverse

from gatherings.feeds.subscriptions import MOST_LINKS, fingerprint
from gatherings.models import FeedLink
from tests.gatherings.calendar_links import make_link, url
from tests.making import make_member

pytestmark = pytest.mark.django_db


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


def test_a_button_pressed_twice_makes_one_link_whose_last_secret_opens_it(client):
    member = make_member()
    client.force_login(member.person)
    address = reverse("my_calendar", args=[member.circle.slug])
    filled = {"label": "my phone", "once": str(uuid4())}

    pages = [client.post(address, filled) for _press in range(2)]

    secrets = [re.search(r"/feeds/([\w-]+)\.ics", page.text)[1] for page in pages]
    assert member.feed_links.count() == 1
    assert [client.get(f"/feeds/{secret}.ics").status_code for secret in secrets] == [404, 200]


# The common calendars


@pytest.mark.parametrize("page", ["my_calendar", "my_whole_calendar"])
def test_each_common_calendar_has_a_button_that_brings_it_the_link(client, me, page):
    address, shown = make_link(client, me, page=page)
    called = me.circle.name if page == "my_calendar" else "My circles"

    buttons = {way.calendar: urlsplit(way.address) for way in shown.context["ways"] if way.button}

    assert [(each.scheme, each.netloc, each.path) for each in buttons.values()] == [
        ("webcal", urlsplit(address).netloc, urlsplit(address).path),
        ("https", "calendar.google.com", "/calendar/r"),
        ("https", "outlook.live.com", "/calendar/0/addfromweb"),
        ("https", "outlook.office.com", "/calendar/0/addfromweb"),
    ]
    assert parse_qs(buttons["Google"].query) == {"cid": [f"webcal:{address.partition(':')[2]}"]}
    for calendar in ("Outlook.com", "Microsoft 365"):
        assert parse_qs(buttons[calendar].query) == {"url": [address], "name": [called]}
    for way in shown.context["ways"]:
        assert way.delay in shown.text.replace("&#x27;", "'")


def test_nothing_is_asked_of_those_calendars_until_a_button_is_pressed(client, me):
    _address, shown = make_link(client, me)

    outside = re.findall(r'<(\w+)[^>]*\b(?:href|src|action)="(?:https:|webcal:)[^>]*>', shown.text)
    assert set(outside) == {"a"}
    assert shown.text.count('rel="noreferrer"') == 4
    assert shown.headers["Referrer-Policy"] == "same-origin"


def test_copying_is_offered_only_where_a_script_can_do_it(client, me):
    _address, shown = make_link(client, me)

    assert re.search(r'<button type="button"[^>]* data-copy="link"[^>]* hidden>', shown.text)
    assert 'type="module" src="/static/js/copy.js"' in shown.text
    assert "copy.js" not in client.get(url("my_calendar", me)).text


# What one said no to, and when it was read


def test_a_link_leaves_out_no_from_the_start_or_later_in_one_press(client, me):
    make_link(client, me, leaves_out_no="on")
    link = FeedLink.objects.get()
    assert link.leaves_out_no
    assert "leaves out what you said no to" in client.get(url("my_calendar", me)).text

    for said, stands in (("no", False), ("no", False), ("yes", True), ("yes", True)):
        page = client.post(url("feed_link_leave_out", me, link.pk), {"leaves_out": said}, follow=True)
        assert FeedLink.objects.get().leaves_out_no is stands
        assert "the next time your calendar looks" in page.text


def test_made_anew_a_link_keeps_its_name_and_what_it_leaves_out(client, me):
    make_link(client, me, leaves_out_no="on")

    client.post(url("feed_link_renew", me, FeedLink.objects.get().pk))

    new = FeedLink.objects.get(revoked_at=None)
    assert (new.label, new.leaves_out_no, new.last_read_at) == ("in the attic", True, None)


def test_links_of_a_closed_circle_are_looked_after_as_before(client, me):
    make_link(client, me)
    me.circle.closed_on = date(2026, 11, 1)
    me.circle.save()

    make_link(client, me, "another")
    client.post(url("feed_link_leave_out", me, FeedLink.objects.first().pk), {"leaves_out": "yes"})
    assert FeedLink.objects.first().leaves_out_no
    client.post(url("feed_link_revoke", me, FeedLink.objects.first().pk))

    assert [link.label for link in FeedLink.objects.filter(revoked_at=None)] == ["another"]


@pytest.mark.parametrize("said", [{}, {"leaves_out": "perhaps"}])
def test_a_button_that_says_nothing_changes_nothing(client, me, said):
    make_link(client, me)

    response = client.post(url("feed_link_leave_out", me, FeedLink.objects.get().pk), said)

    assert response.status_code == 302
    assert not FeedLink.objects.get().leaves_out_no


def test_a_member_sees_when_a_calendar_last_read_their_link(client, me):
    address, _page = make_link(client, me)
    assert "no calendar has read it yet" in client.get(url("my_calendar", me)).text

    client.get(urlsplit(address).path)
    FeedLink.objects.update(
        last_read_at=datetime(2026, 11, 21, 3, tzinfo=UTC)
    )  # the evening before, in Edmonton

    assert "last read by a calendar on 20 November 2026" in client.get(url("my_calendar", me)).text


# All my circles
