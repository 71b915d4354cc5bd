"""Calendar links, and the versions that tell a calendar whether it has what there is.

1. What everybody's calendar shows (time, place, status, a name, a zone) raises the circle's version; what one
   member's alone shows (an answer, a turn) raises theirs, in the same transaction.
2. A link is 256 bits of chance, shown once; only its SHA-256 is kept (R65, R66).
3. A link is a member's, for their circle, or a person's, for all circles they are in; each owner may have a dozen.
4. One press ends a link, makes it anew under its old name (R67), or lets it leave out what its owner said no to.
   Leaving a circle ends the links made for it; those to all circles show it no longer (`stored_feeds`).
5. When a link was last read is written down once in half a day at most, not with each request.
"""

import hashlib
import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import F, Q

from circles.models import Circle, Membership, Person
from gatherings.models import FeedLink, HostingRole, Turn
from gatherings.refusals import HasEnded, TooManyLinks

MOST_LINKS = 12
LATELY = timedelta(hours=12)

type Owner = Membership | Person


def circle_changed(circle: Circle) -> None:
    """Raise the version of every calendar of the circle."""
    Circle.objects.filter(pk=circle.pk).update(calendar_version=F("calendar_version") + 1)


def members_changed(members: Iterable[Membership | None]) -> None:
    """Raise the versions of these members' own calendars, once each, in one order (no two verbs can lock crosswise)."""
    keys = {member.pk for member in members if member}
    locked = Membership.objects.select_for_update(no_key=True).filter(pk__in=keys).order_by("pk")
    Membership.objects.filter(pk__in=[member.pk for member in locked]).update(
        calendar_version=F("calendar_version") + 1
    )


def described(circle: Circle, *, before: Circle, now: datetime) -> None:
    """Date all entries of a circle that says something else of itself, and raise the SEQUENCE of those elsewhere (R80).

    `before` is how it stood. Called inside a transaction that has locked the circle, and has raised its version.
    """
    elsewhere = []
    for gathering in circle.gatherings.select_for_update().order_by("pk"):
        gathering.circle = before
        was = gathering.location
        gathering.circle = circle
        if gathering.location != was:
            elsewhere.append(gathering.pk)
    circle.gatherings.filter(pk__in=elsewhere).update(sequence=F("sequence") + 1)
    circle.gatherings.filter(changed_at__lt=now).update(changed_at=now)


def role_changed(role: HostingRole) -> None:
    """A role has another name: raise the versions of those whose calendars show it."""
    turns = Turn.objects.filter(role=role).select_related("holder", "beside")
    members_changed(member for turn in turns for member in (turn.holder, turn.beside))


def fingerprint(token: str) -> str:
    """Return what is kept of a link's secret: its SHA-256, in hexadecimal."""
    return hashlib.sha256(token.encode()).hexdigest()


def new_secret() -> str:
    """Return 256 bits of chance, as 43 letters that may stand in an address."""
    return secrets.token_urlsafe(32)


@transaction.atomic
def make_link(
    owner: Owner, *, label: str = "", leaves_out_no: bool = False, now: datetime, once: UUID | None = None
) -> tuple[FeedLink, str]:
    """Make a calendar link at `now` (aware); return it and its secret, which nobody can ask for again.

    `once` is the link's uid to be: asked again with the same one, the link that stands gets another secret, so that
    a button pressed twice makes one link (R5). Raises TooManyLinks when a dozen are in use.
    """
    _lock(owner)
    token = new_secret()
    given = {"token_hash": fingerprint(token), "label": label, "leaves_out_no": leaves_out_no}
    mine = owner.feed_links.filter(revoked_at__isnull=True)
    standing = mine.filter(uid=once).first() if once else None
    if standing:
        for field, value in given.items():
            setattr(standing, field, value)
        standing.last_read_at = None
        standing.save(update_fields=[*given, "last_read_at"])
        return standing, token
    if once is None or FeedLink.objects.filter(uid=once).exists():
        once = uuid4()
    if mine.count() >= MOST_LINKS:
        raise TooManyLinks(count=MOST_LINKS)
    return owner.feed_links.create(uid=once, created_at=now, **given), token


def revoke(link: FeedLink, *, now: datetime) -> None:
    """End a link at `now` (aware); the next request with it is a stranger's. Doing it twice is doing it once."""
    FeedLink.objects.in_use().filter(pk=link.pk).update(revoked_at=now)


@transaction.atomic
def renew(link: FeedLink, *, now: datetime) -> tuple[FeedLink, str]:
    """End a link and make one like it under the same name at `now` (aware); return it and its secret.

    Raises HasEnded for one that has ended before: pressed twice, one new link is made.
    """
    _lock(link.owner)
    if not FeedLink.objects.in_use().filter(pk=link.pk).update(revoked_at=now):
        raise HasEnded
    link.refresh_from_db(fields=["label", "leaves_out_no"])
    return make_link(link.owner, label=link.label, leaves_out_no=link.leaves_out_no, now=now)


def leave_out_no(link: FeedLink, *, leaves_out: bool) -> None:
    """Let a link leave out what its owner said no to, or show it as free time; its feed is another from then on."""
    FeedLink.objects.filter(pk=link.pk).update(leaves_out_no=leaves_out)


def revoke_all(membership: Membership, *, now: datetime) -> None:
    """End every link that was made for a member's circle at `now` (aware)."""
    membership.feed_links.filter(revoked_at__isnull=True).update(revoked_at=now)


def was_read(link: int, *, now: datetime) -> None:
    """A calendar program has read the feed of a link, by primary key, at `now` (aware) (rule 5)."""
    long_ago = Q(last_read_at__isnull=True) | Q(last_read_at__lte=now - LATELY)
    FeedLink.objects.filter(long_ago, pk=link).update(last_read_at=now)


def _lock(owner: Owner) -> None:
    """Lock the row of an owner of links, so that nobody counts them meanwhile."""
    rows = Membership.objects if isinstance(owner, Membership) else Person.objects
    rows.select_for_update().get(pk=owner.pk)
