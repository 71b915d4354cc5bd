"""Several calendar programs read a feed at the moment it has changed: one version, one date (R77, R78)."""

from collections.abc import Callable

import pytest
import time_machine
from django.core.cache import cache
from django.db import transaction
from django.test import Client
from django.urls import reverse

from gatherings.feeds import stored_feeds, subscriptions
from gatherings.models import FeedLink, StoredFeed
from tests.at_once import at_once
from tests.gatherings.reading import NOW, circle_with_dates
from tests.making import make_member

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]
PROGRAMS = 6


@pytest.fixture
def token(settings):
    """The secret of a member's link."""
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    cache.clear()
    _link, token = subscriptions.make_link(make_member(circle_with_dates()), now=NOW)
    return token


def reading(token: str) -> Callable[[], tuple[int, bytes, str, str]]:
    def read() -> tuple[int, bytes, str, str]:
        response = Client().get(reverse("feed", args=[token]))
        return (
            response.status_code,
            response.content,
            response.headers["ETag"],
            response.headers["Last-Modified"],
        )

    return read


@transaction.atomic
def change() -> None:
    """Something the member's calendar shows is another."""
    subscriptions.members_changed([FeedLink.objects.get().membership])


@pytest.mark.parametrize("_round", range(3))
def test_all_who_ask_at_once_get_one_version_under_one_date(token, _round):
    with time_machine.travel(NOW, tick=False):
        first = at_once(*[reading(token)] * PROGRAMS)
    change()
    with time_machine.travel(NOW.replace(hour=10), tick=False):
        second = at_once(*[reading(token)] * PROGRAMS)

    assert [len({*first}), len({*second})] == [1, 1]
    assert first[0][0] == second[0][0] == 200
    assert first[0][2:] != second[0][2:]
    assert StoredFeed.objects.count() == 1


@pytest.mark.parametrize("_round", range(3))
def test_two_versions_kept_in_one_second_have_two_dates(token, _round):
    old = stored_feeds.behind(token)
    change()
    new = stored_feeds.behind(token)

    kept = at_once(
        *[
            lambda version=version: stored_feeds.content(version, gzipped=False, now=NOW)
            for version in (old, new) * 3
        ]
    )

    by_version = {
        version: {made_at for _bytes, made_at in kept[place::2]} for place, version in enumerate("ab")
    }
    assert by_version["a"].isdisjoint(by_version["b"])


def test_a_link_renewed_by_two_presses_at_once_is_one_new_link():
    link, _token = subscriptions.make_link(make_member(), now=NOW)

    done = at_once(*[lambda: subscriptions.renew(FeedLink.objects.get(pk=link.pk), now=NOW)] * 4)

    assert sum(isinstance(each, tuple) for each in done) == 1
    assert FeedLink.objects.filter(revoked_at=None).count() == 1


def test_pressed_at_once_by_one_owner_there_are_never_more_than_a_dozen():
    person = make_member().person
    for _number in range(subscriptions.MOST_LINKS - 1):
        subscriptions.make_link(person, now=NOW)

    done = at_once(*[lambda: subscriptions.make_link(person, now=NOW)] * 4)

    assert sum(isinstance(each, tuple) for each in done) == 1
    assert person.feed_links.count() == subscriptions.MOST_LINKS
