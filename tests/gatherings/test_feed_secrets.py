"""The secrets that open feeds, and what guards them.

R65 ten thousand secrets · R66 no dump · R67 renewing, another worker, leaving · R68 unknown, ended and left ·
R69 nobody's name (`test_feeds`), no other word of the house, opens nothing else, only read (`test_feed_caching`) ·
R70 covered in the log, sent nowhere · R71 private, unindexed, no cookie (`test_feed_caching`) · R72 how often.
For links to all circles of somebody the same: `test_whole_calendar`.
"""

import io
import logging
from datetime import timedelta

import pytest
import time_machine
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from circles.models import Circle, Person
from gatherings.chapter import GatheringsChapter
from gatherings.feeds import stored_feeds, subscriptions
from gatherings.feeds.serving import MOST_AN_HOUR
from gatherings.models import FeedLink, Gathering, HostingRole, StoredFeed
from tests.gatherings.reading import NOW, address, circle_with_dates
from tests.making import make_member
from tests.two_circles import CANARY, hide_canaries, make_full_circle

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("still_clock")]


def test_ten_thousand_links_are_ten_thousand_secrets():
    tokens = {subscriptions.new_secret() for _ in range(10_000)}
    _link, token = subscriptions.make_link(make_member(), now=NOW)

    assert len(tokens) == 10_000
    assert {len(each) for each in [*tokens, token]} == {43}  # 256 bits in url-safe letters


def test_no_dump_of_the_database_holds_a_secret(client):
    member = make_member(circle_with_dates())
    made = [subscriptions.make_link(owner, label="my phone", now=NOW) for owner in (member, member.person)]
    made.append(subscriptions.renew(made[0][0], now=NOW))
    for _link, token in made:
        client.get(reverse("feed", args=[token]))
    dump = io.StringIO()

    call_command("dumpdata", stdout=dump)

    stored = b"".join(bytes(kept.body) for kept in StoredFeed.objects.all())
    for link, token in made:
        assert token not in dump.getvalue()
        assert link.token_hash in dump.getvalue()
        assert token.encode() not in stored


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


def test_a_link_that_opens_nothing_is_found_out_by_one_query_as_one_that_does(
    client, django_assert_num_queries
):
    member = make_member(circle_with_dates())
    ended, left = address(member), address(member.person)
    open_one = address(make_member(member.circle))
    subscriptions.revoke(member.feed_links.get(), now=NOW)
    member.person.is_active = False
    member.person.save()
    client.get(open_one)

    for link, queries in ((reverse("feed", args=["x" * 43]), 1), (ended, 1), (left, 1), (open_one, 2)):
        with django_assert_num_queries(queries):
            client.get(link)


def test_what_another_worker_ends_is_ended_here_at_the_next_request(client):
    """Nothing but the database knows a link: its row is changed behind the back of this process."""
    member = make_member(circle_with_dates())
    links = [address(member), address(member.person), address(member, label="kept")]
    for link in links * 2:
        assert client.get(link).status_code == 200

    FeedLink.objects.exclude(label="kept").update(revoked_at=NOW)

    assert [client.get(link).status_code for link in links] == [404, 404, 200]


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


def test_only_gatherings_are_in_a_feed_and_no_other_word_of_the_house(client):
    """A canary sits in every text of every row; those a feed is made of are then taken out again."""
    circle = make_full_circle("A circle")
    member = circle.memberships.present().get(standing=1)
    hide_canaries()
    Circle.objects.update(name="A circle", slug="a-circle", place="A place", call_link="", language="en")
    Gathering.objects.update(theme="", reason="", place="", call_link="", preparation="", ical_uid="one@x")
    HostingRole.objects.update(name="A role")
    Person.objects.update(language="en")

    links = [address(member), address(member.person)]

    for link in links:
        text = client.get(link).text
        assert "BEGIN:VEVENT" in text
        assert CANARY not in text.lower().replace("\r\n ", "")


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


@pytest.fixture
def log():
    """What the site's own log says."""
    handler = logging.getHandlerByName("stderr")
    written = io.StringIO()
    before = handler.setStream(written)
    yield written
    handler.setStream(before)


def test_secrets_are_covered_in_the_log_and_sent_to_nobody(log, mailoutbox, monkeypatch):
    client = Client(raise_request_exception=False)
    member = make_member(circle_with_dates())
    (_one, token), (_all, whole) = (
        subscriptions.make_link(owner, now=NOW) for owner in (member, member.person)
    )
    link = reverse("feed", args=[token])
    for _fetch in range(50):
        client.get(link)
        client.get(reverse("feed", args=[whole]))
    client.get(link)

    def fail(*_given, **_more):
        raise RuntimeError(f"while answering {link}")

    with time_machine.travel(NOW + timedelta(hours=2), tick=False):
        monkeypatch.setattr(stored_feeds, "content", fail)
        assert client.get(link).status_code == 500
        subscriptions.revoke(FeedLink.objects.get(membership=member), now=NOW)
        assert client.get(link).status_code == 404
        client.get(f"/feeds/{token}/nothing/here")

    assert "RuntimeError" in log.getvalue()
    assert token not in log.getvalue()
    assert whole not in log.getvalue()
    assert not any(token in str(sent.message()) for sent in mailoutbox)


def test_the_page_a_secret_is_shown_on_sends_it_nowhere(client):
    member = make_member(circle_with_dates())
    client.force_login(member.person)

    shown = client.post(reverse("my_calendar", args=[member.circle.slug]), {"label": ""})

    assert "/feeds/" in shown.text
    assert shown.headers["Referrer-Policy"] == "same-origin"
    assert "no-store" in shown.headers["Cache-Control"]
    assert "/feeds/" not in "".join(shown.headers.values())


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


@pytest.mark.thorough
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
