"""Feeds as stored bytes: rendered once for a version, compressed once, byte-identical until the version rises (R77).

1. A version is what the circle's and the member's rows say, the language, and FORMAT: raise FORMAT when the same
   rows shall give other bytes. The database is the truth; no token and no version is cached.
2. The version is read before the rows are: bytes may be newer than their version, never older.
3. The window of two years moves when the bytes are made anew, so not by itself.
"""

import gzip
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from circles.models import Circle, Membership
from gatherings import calendars, entries
from gatherings.models import FeedLink, StoredFeed
from gatherings.subscriptions import fingerprint

FORMAT = 1


@dataclass(frozen=True)
class Version:
    """Which feed it is (behind a link, or a circle's open dates), and which version of it is right now."""

    key: str
    of: Literal["link", "circle"]
    pk: int


def behind(token: str) -> Version | None:
    """Return the version of the feed a link opens: one indexed query.

    None for one unknown or ended, of somebody who has left, or who may not sign in any more.

    Comparing hashes of 256 random bits in an index tells nothing about them by its time (R66, R68).
    """
    links = FeedLink.objects.filter(
        token_hash=fingerprint(token),
        revoked_at__isnull=True,
        membership__left_at__isnull=True,
        membership__person__is_active=True,
    )
    found = links.values_list(
        "pk",
        "membership__calendar_version",
        "membership__circle__calendar_version",
        "membership__circle__language",
        "membership__person__language",
    ).first()
    if found is None:
        return None
    link, own, shared, spoken_there, spoken = found
    return Version(f"{FORMAT}.{shared}.{own}.{spoken or spoken_there}", "link", link)


def of_open_dates(slug: str) -> Version | None:
    """Return the version of a circle's open dates; None where there is no such circle or it keeps them to itself."""
    circles = Circle.objects.filter(slug=slug, dates_open=True)
    found = circles.values_list("pk", "calendar_version", "language").first()
    if found is None:
        return None
    circle, shared, spoken = found
    return Version(f"{FORMAT}.{shared}.{spoken}", "circle", circle)


def content(version: Version, *, gzipped: bool, now: datetime) -> bytes:
    """Return the bytes of a version, as stored or, the first time, as rendered at `now` (aware)."""
    owner: dict[str, Any] = {f"{version.of}_id": version.pk}
    stored = StoredFeed.objects.filter(**owner, version=version.key)
    kept = stored.values_list("gzipped" if gzipped else "body", flat=True).first()
    if kept is not None:
        return bytes(kept)
    body = calendars.render(_feed(version, now))
    compressed = gzip.compress(body, mtime=0)
    StoredFeed.objects.update_or_create(
        **owner,
        defaults={"version": version.key, "body": body, "gzipped": compressed, "rendered_at": now},
    )
    return compressed if gzipped else body


def _feed(version: Version, now: datetime) -> calendars.Feed:
    if version.of == "circle":
        return entries.open_feed(Circle.objects.get(pk=version.pk), now=now)
    members = Membership.objects.select_related("circle", "person")
    return entries.member_feed(members.get(feed_links=version.pk), now=now)
