"""Feeds as stored bytes: rendered once for a version, compressed once, byte-identical until the version rises (R77).

1. A version is what the rows of the circle and the member say (of all circles somebody is in, and of all their
   memberships), the language, whether "no" is left out, and FORMAT: raise FORMAT when the same rows shall give other
   bytes. The database is the truth; no token and no version is cached.
2. The version is read before the rows are: bytes may be newer than their version, never older.
3. The window of two years moves when the bytes are made anew, so not by itself.
4. Bytes made anew have a later date than those before, by a second at least, whatever the clock says: no two versions
   of a feed share a date, so that a date can tell them apart (R78).
5. Circles joined, left or deleted are other rows, so another version; nothing else has to remember it.
"""

import gzip
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal

from django.db import transaction
from django.db.models import F, FilteredRelation, Q

from circles.models import Circle
from gatherings import calendars
from gatherings.feeds import entries
from gatherings.feeds.subscriptions import fingerprint
from gatherings.models import FeedLink, StoredFeed

FORMAT = 2
_A_SECOND = timedelta(seconds=1)


@dataclass(frozen=True, kw_only=True)
class Version:
    """Which feed it is (behind a link, or a circle's open dates), and which version of it is right now.

    `stored` and `stored_at` are the version whose bytes are kept, and when they were made; None while there are none.
    `last_read_at` is when a calendar program last read a link's feed, to within some hours.
    """

    key: str
    of: Literal["link", "circle"]
    pk: int
    stored: str | None
    stored_at: datetime | None
    last_read_at: datetime | None = None

    @property
    def modified(self) -> datetime | None:
        """When its bytes were made; None while they are not."""
        return self.stored_at if self.stored == self.key else None


def behind(token: str) -> Version | None:
    """Return the version of the feed a link opens: one indexed query, a row for each circle it shows.

    None for one unknown or ended, of somebody who has left its circle, or who may not sign in any more.

    Comparing hashes of 256 random bits in an index tells nothing about them by its time (R66, R68).
    """
    here = Q(membership__left_at__isnull=True, membership__person__is_active=True)
    links = FeedLink.objects.in_use().filter(here | Q(person__is_active=True), token_hash=fingerprint(token))
    present = FilteredRelation("person__memberships", condition=Q(person__memberships__left_at__isnull=True))
    rows = links.annotate(place=present).order_by("place__circle_id")
    found = list(
        rows.values(
            "pk",
            "leaves_out_no",
            "last_read_at",
            stored=F("stored_feed__version"),
            stored_at=F("stored_feed__rendered_at"),
            own=F("membership__calendar_version"),
            shared=F("membership__circle__calendar_version"),
            spoken=F("membership__person__language"),
            mine=F("person__language"),
            circle=F("place__circle_id"),
            own_there=F("place__calendar_version"),
            shared_there=F("place__circle__calendar_version"),
        )
    )
    if not found:
        return None
    link = found[0]
    if link["own"] is None:
        places = ((row["circle"], row["shared_there"], row["own_there"]) for row in found)
        parts = [_digest(places), link["mine"]]
    else:
        parts = [str(link["shared"]), str(link["own"]), link["spoken"]]
    if link["leaves_out_no"]:
        parts.append("without-no")
    return Version(
        key=".".join([str(FORMAT), *parts]),
        of="link",
        pk=link["pk"],
        stored=link["stored"],
        stored_at=link["stored_at"],
        last_read_at=link["last_read_at"],
    )


def of_open_dates(slug: str) -> Version | None:
    """Return the version of a circle's open dates; None where there is no such circle or it keeps them to itself."""
    circles = Circle.objects.filter(slug=slug, dates_open=True)
    kept = ("stored_feed__version", "stored_feed__rendered_at")
    found = circles.values_list("pk", "calendar_version", "language", *kept).first()
    if found is None:
        return None
    circle, shared, spoken, stored, stored_at = found
    return Version(
        key=f"{FORMAT}.{shared}.{spoken}", of="circle", pk=circle, stored=stored, stored_at=stored_at
    )


def content(version: Version, *, gzipped: bool, now: datetime) -> tuple[bytes, datetime]:
    """Return the bytes of a version, and when they were made.

    As stored or, the first time, as rendered at `now` (aware).
    """
    if version.modified:
        stored = StoredFeed.objects.filter(**_owner(version), version=version.key)
        kept = stored.values_list("gzipped" if gzipped else "body", "rendered_at").first()
        if kept:
            return bytes(kept[0]), kept[1]
    body = calendars.render(_feed(version, now))
    compressed = gzip.compress(body, mtime=0)
    made_at = _keep(version, body=body, gzipped=compressed, now=now)
    return (compressed if gzipped else body), made_at


@transaction.atomic
def _keep(version: Version, *, body: bytes, gzipped: bytes, now: datetime) -> datetime:
    """Keep the bytes of a version in the place of those before, and return their date (rule 4).

    Where somebody else has kept them meanwhile, theirs stay.
    """
    owner = _owner(version)
    if version.stored is None:
        empty = StoredFeed(**owner, version="", body=b"", gzipped=b"", rendered_at=now - _A_SECOND)
        StoredFeed.objects.bulk_create([empty], ignore_conflicts=True)
    rows = StoredFeed.objects.filter(**owner)
    stored, stored_at = rows.select_for_update().values_list("version", "rendered_at").get()
    if stored == version.key:
        return stored_at
    made_at = max(now, stored_at + _A_SECOND)
    rows.update(version=version.key, body=body, gzipped=gzipped, rendered_at=made_at)
    return made_at


def _owner(version: Version) -> dict[str, Any]:
    return {f"{version.of}_id": version.pk}


def _digest(places: Iterable[tuple[int | None, int | None, int | None]]) -> str:
    """Return in 32 letters what the rows of circles and memberships say, given in one order."""
    said = ";".join(f"{circle}:{shared}.{own}" for circle, shared, own in places)
    return hashlib.sha256(said.encode()).hexdigest()[:32]


def _feed(version: Version, now: datetime) -> calendars.Feed:
    if version.of == "circle":
        return entries.open_feed(Circle.objects.get(pk=version.pk), now=now)
    links = FeedLink.objects.select_related("person", "membership__circle", "membership__person")
    return entries.link_feed(links.get(pk=version.pk), now=now)
