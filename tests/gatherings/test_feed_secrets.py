"""The secrets that open feeds, and what guards them (R65–R72)."""

import io
from datetime import timedelta

import pytest
import time_machine
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from gatherings import subscriptions
from gatherings.chapter import GatheringsChapter
from gatherings.feeds import MOST_AN_HOUR
from gatherings.models import FeedLink
from tests.gatherings.reading import NOW, address, circle_with_dates
from tests.making import make_member

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("still_clock")]


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
