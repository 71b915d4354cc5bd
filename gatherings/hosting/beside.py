"""Somebody beside: who has held a role before sits beside who holds it now, as a second name on the turn.

1. The holder names them, or a host does; it is somebody who has held the role, is here, and holds nothing of it there.
2. Whoever is named finds it in their calendar and in the letter of the day before, and can stand down in one press.
"""

from datetime import datetime

from django.db import transaction

from circles.models import Membership
from gatherings.feeds.subscriptions import members_changed
from gatherings.hosting import trail
from gatherings.locking import locked_on
from gatherings.models import Status, Turn
from gatherings.refusals import HasNotHeldIt


@transaction.atomic
def name(turn: Turn, *, member: Membership, by: Membership, now: datetime) -> Turn:
    """Let `member` sit beside the holder of a turn, and return it; named twice, it is once.

    Raises IsOver, IsCalledOff, HasNotHeldIt; ValueError for somebody of another circle, or who may not name.
    """
    turn = _locked(turn, now=now)
    if by.circle_id != turn.gathering.circle_id or not (by.is_host or by.pk == turn.holder_id):
        raise ValueError("only its holder or a host names somebody beside")
    if member.circle_id != turn.gathering.circle_id or member.left_at:
        raise ValueError("somebody who is not in the circle")
    if turn.beside_id == member.pk:
        return turn
    before = Turn.objects.filter(role=turn.role_id, holder=member, gathering__ends_at__lte=now)
    there = turn.gathering.turns.filter(role=turn.role_id, holder=member)
    if there.exists() or not before.exclude(gathering__status=Status.CALLED_OFF).exists():
        raise HasNotHeldIt(name=member.name)
    return _set(turn, member, by=by, now=now)


@transaction.atomic
def stand_down(turn: Turn, *, by: Membership, now: datetime) -> Turn:
    """Let nobody sit beside any more, and return the turn; who sits there, its holder or a host may. Twice is once."""
    turn = _locked(turn, now=now)
    if by.circle_id != turn.gathering.circle_id or not (by.is_host or turn.involves(by)):
        raise ValueError("only who sits beside, its holder or a host")
    return _set(turn, None, by=by, now=now) if turn.beside_id else turn


def _locked(turn: Turn, *, now: datetime) -> Turn:
    gathering = locked_on(turn.gathering, now=now)
    turn = Turn.objects.select_related("beside", "holder", "role").get(pk=turn.pk)
    turn.gathering = gathering
    return turn


def _set(turn: Turn, member: Membership | None, *, by: Membership, now: datetime) -> Turn:
    before, turn.beside = turn.beside, member
    turn.save(update_fields=["beside"])
    trail.note_beside(turn, before=before, by=by, now=now)
    members_changed([before, member])
    return turn
