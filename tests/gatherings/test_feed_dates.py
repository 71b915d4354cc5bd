"""Whoever asks by a date is told right: a feed's date rises with its version, and no other date is believed (R78)."""

from datetime import datetime, timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils.http import http_date, parse_http_date

from gatherings.answering import rsvps
from gatherings.feeds import stored_feeds, subscriptions
from gatherings.models import FeedLink, StoredFeed
from tests.gatherings.reading import NOW, address, circle_with_dates
from tests.making import make_circle, make_gathering, make_member

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("still_clock")]
LATER = timedelta(seconds=5)


@pytest.fixture
def me():
    return make_member(circle_with_dates(dates_open=True))


def change(me, answer: str, at: datetime = NOW) -> None:
    rsvps.answer(me.circle.gatherings.last(), membership=me, answer=answer, now=at)


def at(moment: datetime):
    return time_machine.travel(moment, tick=False)


def test_asked_by_the_date_it_gave_an_unchanged_feed_answers_304_by_one_query(
    client, me, django_assert_num_queries
):
    link = address(me)
    first = client.get(link)
    assert first.headers["Last-Modified"] == http_date(NOW.timestamp())

    with at(NOW + timedelta(hours=1)), django_assert_num_queries(1):  # the link with its versions
        again = client.get(link, headers={"If-Modified-Since": first.headers["Last-Modified"]})

    assert (again.status_code, again.content, again.headers["ETag"]) == (304, b"", first.headers["ETag"])


def test_a_circles_open_dates_are_asked_for_in_the_same_way(client, me):
    path = reverse("open_dates", args=[me.circle.slug])
    first = client.get(path)

    date = {"If-Modified-Since": first.headers["Last-Modified"]}

    assert client.get(path, headers=date).status_code == 304
    subscriptions.circle_changed(me.circle)
    assert client.get(path, headers=date).status_code == 200


@pytest.mark.parametrize(
    "since",
    [
        "Thu, 01 Jan 1970 00:00:00 GMT",
        "Sun, 22 Nov 2099 00:00:00 GMT",
        http_date((NOW - timedelta(seconds=1)).timestamp()),
        http_date((NOW + timedelta(seconds=1)).timestamp()),
        "junk",
        "",
    ],
)
def test_any_other_date_gets_the_whole_feed(client, me, since):
    link = address(me)
    client.get(link)

    assert client.get(link, headers={"If-Modified-Since": since}).status_code == 200


def test_after_a_change_the_date_is_another_and_the_old_one_gets_the_whole_feed(client, me):
    link = address(me)
    before = client.get(link).headers["Last-Modified"]

    with at(NOW + LATER):
        change(me, "yes")
        after = client.get(link, headers={"If-Modified-Since": before})

    assert after.status_code == 200
    assert parse_http_date(after.headers["Last-Modified"]) > parse_http_date(before)


def test_a_tag_outweighs_a_date(client, me):
    link = address(me)
    first = client.get(link).headers
    right, wrong = first["Last-Modified"], "Thu, 01 Jan 1970 00:00:00 GMT"

    def status(tag: str, date: str) -> int:
        return client.get(link, headers={"If-None-Match": tag, "If-Modified-Since": date}).status_code

    assert status(first["ETag"], right) == status(first["ETag"], wrong) == 304
    assert status('"an older one"', right) == status('"an older one"', wrong) == status("", right) == 200


def test_two_changes_within_a_second_never_share_a_date(client, me):
    link = address(me)
    first = client.get(link)
    change(me, "yes")

    second = client.get(link)

    assert second.status_code == 200
    assert "Last-Modified" not in second.headers  # it would lie ahead
    assert client.get(link, headers={"If-Modified-Since": first.headers["Last-Modified"]}).status_code == 200
    with at(NOW + LATER):
        third = client.get(link)
        assert parse_http_date(third.headers["Last-Modified"]) == int(NOW.timestamp()) + 1
        date = {"If-Modified-Since": third.headers["Last-Modified"]}
        assert client.get(link, headers=date).status_code == 304


def test_a_clock_that_runs_back_does_not_take_the_date_with_it(client, me):
    link = address(me)
    before = client.get(link).headers["Last-Modified"]

    with at(NOW - timedelta(minutes=5)):
        change(me, "yes", at=NOW - timedelta(minutes=5))
        during = client.get(link, headers={"If-Modified-Since": before})
    with at(NOW + LATER):
        after = client.get(link)

    assert during.status_code == 200
    assert parse_http_date(after.headers["Last-Modified"]) > parse_http_date(before)


def test_who_renders_the_same_version_second_takes_what_the_first_has_kept(me):
    _link, token = subscriptions.make_link(me, now=NOW)
    seen = stored_feeds.behind(token)  # by two workers at once
    first = stored_feeds.content(seen, gzipped=False, now=NOW)

    second = stored_feeds.content(seen, gzipped=False, now=NOW + LATER)

    assert second == first
    assert StoredFeed.objects.get().rendered_at == NOW


def test_a_feed_is_rendered_once_for_a_version_and_not_for_each_request(client, me, monkeypatch):
    link = address(me)
    rendered = []
    render = stored_feeds.calendars.render
    monkeypatch.setattr(stored_feeds.calendars, "render", lambda feed: rendered.append(1) or render(feed))

    for _request in range(3):
        client.get(link)
        client.get(link, headers={"Accept-Encoding": "gzip"})
        client.head(link)
    assert len(rendered) == 1

    change(me, "yes")
    for _request in range(3):
        client.get(link)
    assert len(rendered) == 2


# When it was last read


def last_read() -> datetime | None:
    return FeedLink.objects.get().last_read_at


def test_reading_is_written_down_once_in_half_a_day(client, me, django_assert_num_queries):
    link = address(me)
    assert last_read() is None
    etag = client.get(link).headers["ETag"]
    assert last_read() == NOW

    with at(NOW + timedelta(hours=11)):
        with django_assert_num_queries(1):
            client.get(link, headers={"If-None-Match": etag})
        assert last_read() == NOW
    with at(NOW + timedelta(hours=12)):
        assert client.get(link, headers={"If-None-Match": etag}).status_code == 304
        assert last_read() == NOW + timedelta(hours=12)


def test_asking_for_the_headers_is_not_reading_and_neither_is_being_sent_away(client, me):
    link = address(me)
    client.head(link)
    assert last_read() is None

    subscriptions.revoke(FeedLink.objects.get(), now=NOW)
    assert client.get(link).status_code == 404
    assert last_read() is None


def test_a_later_reading_is_never_overwritten_by_an_earlier_one(me):
    make_gathering(make_circle())
    link, _token = subscriptions.make_link(me, now=NOW)
    for hours in (13, 0):
        subscriptions.was_read(link.pk, now=NOW + timedelta(hours=hours))

    assert last_read() == NOW + timedelta(hours=13)
