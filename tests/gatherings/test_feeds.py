"""The live feeds: their secrets, their headers, what is in them and what is not, and when they change."""

import gzip
import hashlib
import io
from datetime import UTC, date, datetime, time, timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.core.management import call_command
from django.db.models import F
from django.test import Client
from django.urls import reverse
from icalendar import Calendar

from circles.models import Circle
from gatherings import rota, rsvps, scheduling, subscriptions
from gatherings.chapter import GatheringsChapter
from gatherings.feeds import MOST_AN_HOUR
from gatherings.models import FeedLink, StoredFeed
from tests.making import make_circle, make_gathering, make_host, make_member, make_person, make_role

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)


@pytest.fixture(autouse=True)
def the_clock_stands_still_and_the_cache_is_in_memory(settings):
    """So that the queries counted are the feed's own, and every test is on the same day."""
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    cache.clear()
    with time_machine.travel(NOW, tick=False):
        yield


def address(membership, **fields) -> str:
    _link, token = subscriptions.make_link(membership, now=NOW, **fields)
    return reverse("feed", args=[token])


def events(response) -> dict[str, object]:
    return {str(event["uid"]): event for event in Calendar.from_ical(response.content).walk("VEVENT")}


def circle_with_dates(**fields) -> Circle:
    circle = make_circle(place="The Old Library", call_link="https://call.example/us", **fields)
    for day in (date(2026, 10, 28), date(2026, 11, 25), date(2026, 12, 30)):
        make_gathering(circle, day, changed_at=NOW - timedelta(days=30), created_at=NOW - timedelta(days=90))
    return circle


# What is in it


def test_a_members_feed_has_each_gathering_once_with_what_is_theirs(client):
    circle = circle_with_dates()
    me, other = make_member(circle, "Luc"), make_member(circle, "Anna Berg")
    next_one = circle.gatherings.get(day=date(2026, 11, 25))
    rsvps.answer(next_one, membership=me, answer="yes", way="room", now=NOW)
    rsvps.answer(next_one, membership=other, answer="no", now=NOW)
    rota.take(next_one, role=make_role(circle, "Poem catcher"), membership=me, now=NOW)
    rota.take(next_one, role=make_role(circle, "Guardian"), membership=other, now=NOW)

    found = events(client.get(address(me)))

    assert found.keys() == set(circle.gatherings.values_list("ical_uid", flat=True))
    entry = found[next_one.ical_uid]
    assert str(entry["summary"]) == "The Hosting Circle"
    assert str(entry["location"]) == "The Old Library"
    assert entry["dtstart"].to_ical() == b"20261125T180000"
    assert entry["dtstart"].params["TZID"] == "America/Edmonton"
    assert str(entry["description"]).splitlines() == [
        "Your answer: I’ll be there (In the room)",
        "You hold: Poem catcher",
        "On the call: https://call.example/us",
    ]
    assert str(entry["url"]).endswith(next_one.get_absolute_url())


def test_nobody_elses_name_or_address_is_in_a_feed(client):
    circle = circle_with_dates()
    person = make_person("Canary Name", email="canary-address@circle.example")
    other = make_member(circle, "Canary Name", person=person)
    gathering = circle.gatherings.get(day=date(2026, 11, 25))
    rsvps.answer(gathering, membership=other, answer="yes", now=NOW)
    me = make_member(circle)
    rota.assign(gathering, role=make_role(circle), holder=other, beside=me, by=make_host(circle), now=NOW)

    text = client.get(address(me)).text

    assert "canary" not in text.lower()
    assert "You sit beside" in text


def test_what_is_called_off_stays_and_says_so(client):
    circle = circle_with_dates()
    gathering = circle.gatherings.get(day=date(2026, 12, 30))
    link = address(make_member(circle))
    before = events(client.get(link))[gathering.ical_uid]

    scheduling.call_off(gathering, reason="We rest.", by=make_host(circle), now=NOW)

    entry = events(client.get(link))[gathering.ical_uid]
    assert str(entry["summary"]) == "Called off: The Hosting Circle"
    assert (str(entry["status"]), str(entry["transp"])) == ("CANCELLED", "TRANSPARENT")
    assert entry["sequence"] == before["sequence"] + 1
    assert str(entry["description"]) == "We rest."


def test_what_is_moved_moves_under_the_same_uid(client):
    circle = circle_with_dates()
    gathering = circle.gatherings.get(day=date(2026, 12, 30))
    link = address(make_member(circle))
    before = events(client.get(link))

    scheduling.move(
        gathering,
        day=date(2027, 1, 6),
        starts=time(19),
        lasts=timedelta(hours=2),
        reason="New Year",
        by=make_host(circle),
        now=NOW,
    )

    after = events(client.get(link))
    assert after.keys() == before.keys()
    assert after[gathering.ical_uid]["dtstart"].to_ical() == b"20270106T190000"
    assert after[gathering.ical_uid]["sequence"] == 1


def test_not_this_time_is_shown_as_free_time(client):
    circle = circle_with_dates()
    me = make_member(circle)
    gathering = circle.gatherings.get(day=date(2026, 11, 25))
    rsvps.answer(gathering, membership=me, answer="no", now=NOW)

    found = events(client.get(address(me)))

    assert {str(entry["transp"]) for uid, entry in found.items() if uid != gathering.ical_uid} == {"OPAQUE"}
    assert str(found[gathering.ical_uid]["transp"]) == "TRANSPARENT"


def test_a_feed_reaches_two_years_back_and_all_ahead(client):
    circle = make_circle()
    days = [date(2024, 11, 20), date(2024, 11, 27), date(2026, 11, 25), date(2029, 1, 31)]
    gatherings = [make_gathering(circle, day) for day in days]

    found = events(client.get(address(make_member(circle))))

    assert found.keys() == {gathering.ical_uid for gathering in gatherings[1:]}


def test_a_feed_speaks_its_readers_language(client, monkeypatch):
    circle = circle_with_dates()
    person = make_person(language="fr")
    link = address(make_member(circle, person=person))
    before = client.get(link)

    person.language = "en"
    person.save()

    assert client.get(link).headers["ETag"] != before.headers["ETag"]
    assert before.headers["ETag"].count("fr") == 1


def test_the_entries_of_five_circles_and_two_years_stay_under_sixty_kilobytes(client):
    circle = make_circle(place="The Old Library, side door", call_link="https://call.example/us")
    for month in range(24):
        make_gathering(circle, date(2025 + month // 12, month % 12 + 1, 25))

    head, _, entries = client.get(address(make_member(circle))).text.partition("BEGIN:VEVENT")

    assert len(head) + 5 * len(entries) <= 60_000


# Its bytes, its ETag


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

    # link; nothing stored; member, gatherings, answers, turns; and six to keep it, savepoints among them
    with django_assert_num_queries(12):
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


@pytest.mark.parametrize("since", ["Thu, 01 Jan 1970 00:00:00 GMT", "Sun, 22 Nov 2099 00:00:00 GMT", "junk"])
def test_no_date_ever_makes_a_feed_unchanged(client, since):
    link = address(make_member(circle_with_dates()))
    client.get(link)

    assert client.get(link, headers={"If-Modified-Since": since}).status_code == 200
    both = {"If-Modified-Since": since, "If-None-Match": '"an older one"'}
    assert client.get(link, headers=both).status_code == 200


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
        lambda: scheduling.prepare(gathering, **words, by=host, now=NOW),
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


def test_ten_thousand_links_are_ten_thousand_secrets():
    import secrets

    tokens = {secrets.token_urlsafe(32) for _ in range(10_000)}
    membership = make_member()
    _link, token = subscriptions.make_link(membership, now=NOW)

    assert len(tokens) == 10_000
    assert len(token) == 43  # 256 bits in url-safe letters
    assert {len(each) for each in tokens} == {43}


def test_no_dump_of_the_database_holds_a_secret(client):
    circle = circle_with_dates()
    link, token = subscriptions.make_link(make_member(circle), label="my phone", now=NOW)
    client.get(reverse("feed", args=[token]))
    dump = io.StringIO()

    call_command("dumpdata", stdout=dump)

    assert token not in dump.getvalue()
    assert link.token_hash in dump.getvalue()


def test_unknown_ended_and_left_look_the_same(client):
    circle = circle_with_dates()
    ended, left, shut_out = (make_member(circle) for _ in range(3))
    links = {"unknown": reverse("feed", args=["x" * 43]), "ended": address(ended), "left": address(left)}
    links["shut out"] = address(shut_out)
    links["odd"] = reverse("feed", args=["é'; --"])
    subscriptions.revoke(ended.feed_links.get(), now=NOW)
    left.left_at = NOW
    left.save()
    shut_out.person.is_active = False
    shut_out.person.save()

    answers = [client.get(link) for link in links.values()]

    assert {response.status_code for response in answers} == {404}
    assert len({response.content for response in answers}) == 1
    assert len({tuple(sorted(response.headers.items())) for response in answers}) == 1
    assert "WWW-Authenticate" not in answers[0].headers


def test_leaving_ends_every_link_and_coming_back_revives_none(client):
    member = make_member(circle_with_dates())
    links = [address(member), address(member)]

    GatheringsChapter().left(member, now=NOW)

    assert {client.get(link).status_code for link in links} == {404}
    assert FeedLink.objects.filter(revoked_at=NOW).count() == 2


def test_renewing_ends_the_old_link_at_once_and_touches_no_other(client):
    member = make_member(circle_with_dates())
    phone, desk = address(member, label="phone"), address(member, label="desk")

    new, token = subscriptions.renew(member.feed_links.get(label="phone"), now=NOW)

    assert client.get(phone).status_code == 404
    assert client.get(desk).status_code == 200
    assert client.get(reverse("feed", args=[token])).status_code == 200
    assert new.label == "phone"


def test_a_feeds_secret_opens_nothing_else(client):
    member = make_member(circle_with_dates())
    _link, token = subscriptions.make_link(member, now=NOW)

    for path in (
        f"/feeds/{token}",
        f"/feeds/{token}/",
        f"/join/{token}/",
        f"/c/{member.circle.slug}/?token={token}",
    ):
        response = client.get(path)
        assert response.status_code in {301, 302, 404, 410}, path
        assert "The Old Library" not in response.text
    assert "_auth_user_id" not in client.session


def test_a_feed_asks_for_no_session_even_of_somebody_signed_in(client, django_assert_num_queries):
    member = make_member(circle_with_dates())
    link = address(member)
    client.force_login(member.person)
    client.get(link)

    with django_assert_num_queries(2):  # the link with its versions, the bytes
        response = client.get(link)

    assert "Cookie" not in response.headers.get("Vary", "")


def test_secrets_are_covered_in_the_log(client, capfd, settings):
    member = make_member(circle_with_dates())
    _link, token = subscriptions.make_link(member, now=NOW)
    subscriptions.revoke(member.feed_links.get(), now=NOW)

    client.get(reverse("feed", args=[token]))
    client.get(f"/feeds/{token}/nothing/here")

    assert token not in "".join(capfd.readouterr())


# How often


def test_the_sixty_first_request_in_an_hour_is_asked_to_wait(client):
    link = address(make_member(circle_with_dates()))
    etag = client.get(link).headers["ETag"]
    for _ in range(MOST_AN_HOUR - 1):
        assert client.get(link, headers={"If-None-Match": etag}).status_code == 304

    refused = client.get(link)

    assert refused.status_code == 429
    assert 0 < int(refused.headers["Retry-After"]) <= 3600
    with time_machine.travel(NOW + timedelta(hours=1), tick=False):
        assert client.get(link).status_code == 200


def test_looking_every_five_minutes_is_never_too_often(client):
    link = address(make_member(circle_with_dates()))

    for minutes in range(0, 24 * 60, 5):
        with time_machine.travel(NOW + timedelta(minutes=minutes), tick=False):
            assert client.get(link).status_code == 200


def test_guessing_is_slowed_by_address_and_bothers_nobody_else(settings):
    settings.TRUSTED_PROXIES = 1
    link = address(make_member(circle_with_dates()))
    guesser, other = (
        Client(headers={"X-Forwarded-For": "203.0.113.9"}),
        Client(headers={"X-Forwarded-For": "198.51.100.7"}),
    )

    statuses = [guesser.get(reverse("feed", args=[f"guess{n}"])).status_code for n in range(MOST_AN_HOUR + 1)]

    assert statuses == [404] * MOST_AN_HOUR + [429]
    assert other.get(reverse("feed", args=["guess"])).status_code == 404
    assert other.get(link).status_code == 200


def test_a_made_up_forwarding_header_does_not_dodge_the_limit(client):
    statuses = [
        client.get(reverse("feed", args=["guess"]), headers={"X-Forwarded-For": f"203.0.113.{n}"}).status_code
        for n in range(MOST_AN_HOUR + 1)
    ]

    assert statuses[-1] == 429


# Open dates


def test_open_dates_say_when_and_nothing_else(client):
    circle = circle_with_dates(dates_open=True)
    gathering = circle.gatherings.get(day=date(2026, 11, 25))
    host = make_host(circle, "Canary")
    scheduling.prepare(
        gathering,
        theme="Canary",
        question="Canary?",
        place="Canary",
        call_link="https://canary.example/",
        by=host,
        now=NOW,
    )
    rsvps.answer(gathering, membership=host, answer="yes", now=NOW)
    scheduling.call_off(circle.gatherings.get(day=date(2026, 12, 30)), reason="Canary", by=host, now=NOW)

    response = client.get(reverse("open_dates", args=[circle.slug]))

    assert response.headers["Cache-Control"] == "public, no-cache"
    assert response.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert "canary" not in response.text.lower()
    assert not any(word in response.text for word in ("LOCATION", "DESCRIPTION", "URL:", "Library"))
    found = events(response)
    assert {str(entry["summary"]) for entry in found.values()} == {
        "The Hosting Circle",
        "Called off: The Hosting Circle",
    }
    etag = response.headers["ETag"]
    again = client.get(reverse("open_dates", args=[circle.slug]), headers={"If-None-Match": etag})
    assert again.status_code == 304


def test_dates_that_are_not_open_are_no_dates(client):
    closed = circle_with_dates()

    answers = [client.get(reverse("open_dates", args=[slug])) for slug in (closed.slug, "no-such-circle")]

    assert {response.status_code for response in answers} == {404}
    assert answers[0].content == answers[1].content
    assert answers[0].headers.items() == answers[1].headers.items()


def test_closing_the_dates_again_closes_them_at_once(client):
    circle = circle_with_dates(dates_open=True)
    path = reverse("open_dates", args=[circle.slug])
    assert client.get(path).status_code == 200

    Circle.objects.filter(pk=circle.pk).update(dates_open=False, calendar_version=F("calendar_version") + 1)

    assert client.get(path).status_code == 404
