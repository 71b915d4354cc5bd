"""Calendar links, and the versions that tell a calendar whether it has what there is.

1. What everybody's calendar shows (time, place, status, a name, a zone) raises the circle's version; what one
   member's alone shows (an answer, a turn) raises theirs, in the same transaction.
2. A link is 256 bits of chance, shown once; only its SHA-256 is kept (R65, R66).
3. One press ends a link, or makes it anew under its old name (R67). Leaving ends them all.
"""

import hashlib
import secrets
from collections.abc import Iterable
from datetime import datetime
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import F

from circles.models import Circle, Membership
from gatherings.models import FeedLink, HostingRole, Turn
from gatherings.refusals import HasEnded, TooManyLinks

MOST_LINKS = 12


def circle_changed(circle: Circle) -> None:
    """Raise the version of every calendar of the circle."""
    Circle.objects.filter(pk=circle.pk).update(calendar_version=F("calendar_version") + 1)


def members_changed(members: Iterable[Membership | None]) -> None:
    """Raise the versions of these members' own calendars, once each, in one order (no two verbs can lock crosswise)."""
    keys = {member.pk for member in members if member}
    locked = Membership.objects.select_for_update().filter(pk__in=keys).order_by("pk")
    Membership.objects.filter(pk__in=[member.pk for member in locked]).update(
        calendar_version=F("calendar_version") + 1
    )


def role_changed(role: HostingRole) -> None:
    """A role has another name: raise the versions of those whose calendars show it."""
    turns = Turn.objects.filter(role=role).select_related("holder", "beside")
    members_changed(member for turn in turns for member in (turn.holder, turn.beside))


def fingerprint(token: str) -> str:
    """Return what is kept of a link's secret: its SHA-256, in hexadecimal."""
    return hashlib.sha256(token.encode()).hexdigest()


@transaction.atomic
def make_link(
    membership: Membership, *, label: str = "", now: datetime, once: UUID | None = None
) -> tuple[FeedLink, str]:
    """Make a calendar link at `now` (aware); return it and its secret, which nobody can ask for again.

    `once` is the link's uid to be: asked again with the same one, the link that stands gets another secret, so that
    a button pressed twice makes one link (R5). Raises TooManyLinks when a dozen are in use.
    """
    Membership.objects.select_for_update().get(pk=membership.pk)
    standing = membership.feed_links.filter(uid=once, revoked_at__isnull=True).first() if once else None
    if standing:
        token = secrets.token_urlsafe(32)
        standing.token_hash, standing.label = fingerprint(token), label
        standing.save(update_fields=["token_hash", "label"])
        return standing, token
    if once is None or FeedLink.objects.filter(uid=once).exists():
        once = uuid4()
    if membership.feed_links.filter(revoked_at__isnull=True).count() >= MOST_LINKS:
        raise TooManyLinks(count=MOST_LINKS)
    token = secrets.token_urlsafe(32)
    link = FeedLink.objects.create(
        uid=once, membership=membership, token_hash=fingerprint(token), label=label, created_at=now
    )
    return link, token


def revoke(link: FeedLink, *, now: datetime) -> None:
    """End a link at `now` (aware); the next request with it is a stranger's. Doing it twice is doing it once."""
    FeedLink.objects.filter(pk=link.pk, revoked_at__isnull=True).update(revoked_at=now)


@transaction.atomic
def renew(link: FeedLink, *, now: datetime) -> tuple[FeedLink, str]:
    """End a link and make one under the same name at `now` (aware); return it and its secret.

    Raises HasEnded for one that has ended before: pressed twice, one new link is made.
    """
    if not FeedLink.objects.filter(pk=link.pk, revoked_at__isnull=True).update(revoked_at=now):
        raise HasEnded
    return make_link(link.membership, label=link.label, now=now)


def revoke_all(membership: Membership, *, now: datetime) -> None:
    """End every link of a member at `now` (aware)."""
    membership.feed_links.filter(revoked_at__isnull=True).update(revoked_at=now)
