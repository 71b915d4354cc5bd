"""Who was there: seen in the check-in, corrected by a host. Never counted up, never compared.

1. Whoever brings words while the circle sits, whom a catcher heard, and who catches, was there. Whoever said no, or
   waits for a seat, was not, whatever they sent from afar; nor does anything sent after the end tell.
2. A host says afterwards who was there, and then it is so: what the check-in saw is put right, and it sees no more.
3. A row stands for somebody who was there. It says that somebody was not only where the check-in had seen them.
"""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.db.models import Q, QuerySet

from circles.models import Membership
from gatherings.locking import locked
from gatherings.models import Answer, Gathering, Presence
from gatherings.refusals import IsCalledOff, NotOverYet

_ELSEWHERE = (Answer.NO, Answer.WAITING)


@transaction.atomic
def seen(gathering: Gathering, membership: Membership, *, now: datetime) -> None:
    """A member did something in the circle at `now` (aware) that tells they are there, if it sits (rule 1)."""
    if gathering.has_begun(now) and not gathering.is_over(now):
        _note(gathering, membership, now=now)


@transaction.atomic
def heard(gathering: Gathering, membership: Membership, *, now: datetime) -> None:
    """A catcher wrote down what a member said in the circle: then or later, they were there (rule 1)."""
    if gathering.has_begun(now):
        _note(gathering, membership, now=now)


def unheard(gathering: Gathering, membership: Membership) -> None:
    """It was not them who was heard; what a host said stays."""
    gathering.presences.filter(membership=membership, set_by=None).delete()


@transaction.atomic
def tell(gathering: Gathering, there: Collection[int], *, by: Membership, now: datetime) -> None:
    """Let a host say who was there, by memberships' primary keys, of all who may have been (rule 2).

    Raises NotOverYet or IsCalledOff; ValueError for anybody else's word, and for somebody who cannot have been there.
    """
    gathering = _lock(gathering, by=by)
    _is_over(gathering, now=now)
    those = set(there)
    if not those <= set(may_have_been(gathering).values_list("pk", flat=True)):
        raise ValueError("somebody of another circle")
    standing = {each.membership_id: each for each in gathering.presences.all()}
    for row in standing.values():
        if row.there != (row.membership_id in those) or row.set_by_id is None:
            row.there, row.set_by, row.noted_at = row.membership_id in those, by, now
            row.save(update_fields=["there", "set_by", "noted_at"])
    Presence.objects.bulk_create(
        Presence(gathering=gathering, membership_id=pk, set_by=by, noted_at=now)
        for pk in sorted(those - standing.keys())
    )


@transaction.atomic
def say(
    gathering: Gathering, *, membership: Membership, there: bool, by: Membership, now: datetime
) -> Presence:
    """Let a host say of one member whether they were there, and return it. Raises what `tell` raises."""
    gathering = _lock(gathering, by=by)
    if not may_have_been(gathering).filter(pk=membership.pk).exists():
        raise ValueError("somebody of another circle")
    row = gathering.presences.filter(membership=membership).first()
    if row is None or row.there != there or row.set_by_id is None:
        _is_over(gathering, now=now)
        row = row or Presence(gathering=gathering, membership=membership)
        row.there, row.set_by, row.noted_at = there, by, now
        row.save()
    return row


def may_have_been(gathering: Gathering) -> QuerySet[Membership]:
    """Return who may have been there: who is in the circle, and who left it since, by their names."""
    members = gathering.circle.memberships.filter(Q(left_at=None) | Q(left_at__gt=gathering.starts_at))
    return members.filter(erased_at=None).order_by("name", "pk")


def _note(gathering: Gathering, membership: Membership, *, now: datetime) -> None:
    presences = gathering.presences
    if gathering.is_called_off or presences.filter(set_by__isnull=False).exists():
        return
    if gathering.rsvps.filter(membership=membership, answer__in=_ELSEWHERE).exists():
        return
    presences.get_or_create(membership=membership, defaults={"noted_at": now})


def _lock(gathering: Gathering, *, by: Membership) -> Gathering:
    gathering = locked(gathering.pk)
    if by.circle_id != gathering.circle_id or not by.is_host:
        raise ValueError("only a host of the circle says who was there")
    return gathering


def _is_over(gathering: Gathering, *, now: datetime) -> None:
    if gathering.is_called_off:
        raise IsCalledOff
    if not gathering.is_over(now):
        raise NotOverYet
