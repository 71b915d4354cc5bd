"""What a feed answers to whoever asks again, and in which form (R71, R77–R79)."""

import gzip
import hashlib
from datetime import UTC, date, datetime, time, timedelta

import pytest
import time_machine

from gatherings.answering import rsvps
from gatherings.feeds import subscriptions
from gatherings.hosting import rota
from gatherings.models import StoredFeed
from gatherings.schedule import preparing, scheduling
from tests.gatherings.reading import NOW, address, circle_with_dates
from tests.making import make_circle, make_gathering, make_host, make_member, make_role

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("still_clock")]


def test_an_unchanged_feed_is_byte_identical_an_hour_later(client):
    link = address(make_member(circle_with_dates()))
    first = client.get(link).content

    StoredFeed.objects.all().delete()
    with time_machine.travel(NOW + timedelta(hours=1), tick=False):
        second = client.get(link).content

    assert hashlib.sha256(first).digest() == hashlib.sha256(second).digest()


def test_an_unchanged_feed_answers_304_by_one_query_before_anything_is_rendered(
    client, django_assert_num_queries
):
    link = address(make_member(circle_with_dates()))
    etag = client.get(link).headers["ETag"]
    StoredFeed.objects.all().delete()

    with django_assert_num_queries(1):  # the link with its versions
        response = client.get(link, headers={"If-None-Match": etag})

    assert (response.status_code, response.content, response.headers["ETag"]) == (304, b"", etag)
    assert not StoredFeed.objects.exists()


@pytest.mark.parametrize("days", [1, 3])
def test_a_stored_feed_costs_two_queries_however_much_is_in_it(client, days, django_assert_num_queries):
    circle = make_circle()
    for day in range(days):
        make_gathering(circle, date(2026, 12, 1 + day))
    link = address(make_member(circle))

    # the link with its versions; the link's member, gatherings, answers, turns; five to keep it, savepoints among
    # them; and that it was read
    with django_assert_num_queries(11):
        client.get(link)
    with django_assert_num_queries(2):  # the link with its versions, the bytes
        assert client.get(link).text.count("BEGIN:VEVENT") == days


@pytest.mark.parametrize(
    ("header", "status"),
    [
        ("{etag}", 304),
        ("W/{etag}", 304),
        ('"other", {etag}', 304),
        ("*", 304),
        ('"other"', 200),
        ("other", 200),
        ("", 200),
    ],
)
def test_if_none_match_is_read_as_it_should_be(client, header, status):
    link = address(make_member(circle_with_dates()))
    etag = client.get(link).headers["ETag"]

    response = client.get(link, headers={"If-None-Match": header.format(etag=etag)})

    assert response.status_code == status


def test_every_change_a_calendar_shows_gives_another_etag(client):
    circle = circle_with_dates()
    host = make_host(circle)
    link = address(host)
    gathering = circle.gatherings.get(day=date(2026, 11, 25))
    role = make_role(circle)
    hours = {"day": date(2026, 11, 26), "starts": time(18), "lasts": timedelta(hours=2)}
    words = {"theme": "Rest", "question": "", "place": "", "call_link": ""}
    seen = [client.get(link).headers["ETag"]]

    for change in (
        lambda: rsvps.answer(gathering, membership=host, answer="yes", now=NOW),
        lambda: rsvps.answer(gathering, membership=host, answer="maybe", now=NOW),
        lambda: rota.take(gathering, role=role, membership=host, now=NOW),
        lambda: rota.release(gathering.turns.get(), by=host, now=NOW),
        lambda: rota.assign(gathering, role=role, holder=host, by=host, now=NOW),
        lambda: subscriptions.role_changed(role),
        lambda: scheduling.move(gathering, **hours, reason="snow", by=host, now=NOW),
        lambda: preparing.prepare(gathering, **words, by=host, now=NOW),
        lambda: scheduling.call_off(gathering, reason="snow", by=host, now=NOW),
        lambda: scheduling.restore(gathering, by=host, now=NOW),
        lambda: scheduling.add(circle, **hours | {"day": date(2027, 5, 1)}, by=host, now=NOW),
    ):
        change()
        answered = client.get(link, headers={"If-None-Match": seen[-1]})
        assert answered.status_code == 200
        seen.append(answered.headers["ETag"])

    assert len(set(seen)) == len(seen)


def test_what_another_member_answers_leaves_my_feed_alone(client):
    circle = circle_with_dates()
    link = address(make_member(circle))
    etag = client.get(link).headers["ETag"]

    rsvps.answer(
        circle.gatherings.first(),
        membership=make_member(circle),
        answer="yes",
        now=datetime(2026, 1, 1, tzinfo=UTC),
    )

    assert client.get(link, headers={"If-None-Match": etag}).status_code == 304


def test_compressed_and_plain_are_the_same_feed_under_two_etags(client):
    link = address(make_member(circle_with_dates()))

    plain = client.get(link)
    small = client.get(link, headers={"Accept-Encoding": "br, gzip;q=0.8"})

    assert "Content-Encoding" not in plain.headers
    assert small.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(small.content) == plain.content
    assert len(small.content) < len(plain.content) / 2
    assert small.headers["ETag"] != plain.headers["ETag"]
    assert plain.headers["Vary"] == small.headers["Vary"] == "Accept-Encoding"
    again = client.get(link, headers={"Accept-Encoding": "gzip", "If-None-Match": small.headers["ETag"]})
    assert again.status_code == 304


@pytest.mark.parametrize("accepted", ["", "identity", "gzip;q=0", "br", "x-gzip-not"])
def test_who_cannot_read_compressed_gets_it_plain(client, accepted):
    response = client.get(address(make_member(circle_with_dates())), headers={"Accept-Encoding": accepted})

    assert "Content-Encoding" not in response.headers
    assert response.content.startswith(b"BEGIN:VCALENDAR\r\n")


# Its headers


@pytest.mark.parametrize("method", ["get", "head"])
@pytest.mark.parametrize(
    "accept", [None, "", "*/*", "text/calendar", "text/html,application/xhtml+xml", "application/json"]
)
def test_whoever_asks_however_gets_a_calendar(client, method, accept):
    link = address(make_member(circle_with_dates()))
    headers = {} if accept is None else {"Accept": accept}

    response = getattr(client, method)(link, headers=headers)

    assert response.status_code == 200
    assert response.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert int(response.headers["Content-Length"]) == len(client.get(link).content)
    assert (response.content == b"") == (method == "head")


def test_a_feed_is_private_unindexed_and_sets_no_cookie(client):
    response = client.get(address(make_member(circle_with_dates())))

    assert response.headers["Cache-Control"] == "private, no-cache"
    assert response.headers["X-Robots-Tag"] == "noindex"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert "frame-ancestors 'none'" in response.headers["Content-Security-Policy"]
    assert response.headers["Referrer-Policy"] == "same-origin"
    assert not response.cookies
    assert "METHOD:" not in response.text


def test_a_feed_is_only_read(client):
    link = address(make_member(circle_with_dates()))

    for method in (client.post, client.put, client.patch, client.delete):
        response = method(link)
        assert (response.status_code, response.headers["Allow"]) == (405, "GET, HEAD")


# Its secret
