"""What a calendar feed costs: asked for and unchanged, stored, and rendered anew, beside the lightest page there is.

Milliseconds of the processor are printed beside what they should keep to; what to watch are the ratios, which compare
things measured in the same run. The feed is that of five circles with 24 gatherings each (R84), and of one of them.
"""

import os
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")

import django

django.setup()

from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import setup_test_environment
from django.urls import reverse
from django.utils.timezone import now

from gatherings import calendars
from gatherings.feeds import entries, subscriptions
from gatherings.feeds.subscriptions import Owner
from gatherings.models import StoredFeed
from tests.making import make_circle, make_gathering, make_member, make_person

settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}


def milliseconds(call: Callable[[], object], times: int) -> float:
    """One call's share of the quickest of three rows of calls."""
    rows = []
    for _ in range(3):
        began = time.process_time()
        for _ in range(times):
            call()
        rows.append((time.process_time() - began) / times)
    return min(rows) * 1000


def laid() -> tuple[Owner, Owner]:
    """Five circles with 24 gatherings of two years, their member everywhere, and the member of one of them."""
    person = make_person()
    for number in range(5):
        circle = make_circle(f"Circle {number}", place="The Old Library", call_link="https://call.example/us")
        me = make_member(circle, person=person)
        for month in range(24):
            gathering = make_gathering(circle, date(2026 + month // 12, month % 12 + 1, 25))
            gathering.rsvps.create(membership=me, answer="yes")
    return person, me


def measure(what: str, owner: Owner, page: float) -> None:
    """Print what one feed costs."""
    client = Client()
    link, token = subscriptions.make_link(owner, now=now())
    path = reverse("feed", args=[token])
    first = client.get(path)
    held = {"If-None-Match": first.headers["ETag"]}

    def anew() -> None:
        StoredFeed.objects.update(version="another")
        client.get(path)

    feed = entries.link_feed(link, now=now())
    unchanged = milliseconds(lambda: client.get(path, headers=held), 50)
    stored = milliseconds(lambda: client.get(path), 50)
    rendered = milliseconds(anew, 3)
    written = milliseconds(lambda: calendars.render(feed), 3)
    print(
        f"\n{what}: {first.text.count('BEGIN:VEVENT')} gatherings, {len(first.content) / 1000:.1f} kB (within 60 kB)"
    )
    for name, took, within in (
        ("unchanged, 304", unchanged, ""),
        ("stored", stored, ""),
        ("rendered anew", rendered, " (within 200 ms)"),
        ("of that, written by the library", written, ""),
    ):
        print(f"  {name}: {took:.2f} ms{within}, {took / page:.1f} times the lightest page")


if __name__ == "__main__":
    setup_test_environment()
    name = connection.settings_dict["NAME"]
    connection.creation.create_test_db(verbosity=0)
    everywhere, in_one = laid()
    lightest = milliseconds(lambda: Client().get(reverse("livez")), 50)
    measure("All circles", everywhere, lightest)
    measure("One circle", in_one, lightest)
    connection.creation.destroy_test_db(name, verbosity=0)
