"""Who holds what: turns set by a host, taken up by a member, given back.

1. One holder for a seat, and nobody two seats of one role (R7): the gathering's row is locked, then the members'.
2. What is over or called off is not handed out any more (R10); what was held stays in the ledger.
3. Nothing crosses circles: a role, a holder or a host of another circle is a ValueError.
4. Whoever gains or loses a turn, or a seat beside one, finds it in their own calendar.
5. Each change leaves a step in the trail: who did it, and when.
"""

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from circles.models import Membership
from gatherings.feeds.subscriptions import members_changed
from gatherings.hosting import trail
from gatherings.locking import locked, locked_on
from gatherings.models import Gathering, HostingRole, How, Turn
from gatherings.refusals import HeldAlready, HoldsItAlready, IsOver, RoleRests


@transaction.atomic
def assign(
    gathering: Gathering,
    *,
    role: HostingRole,
    holder: Membership,
    seat: int = 1,
    beside: Membership | None = None,
    by: Membership,
    how: str = How.SET,
    now: datetime,
) -> Turn:
    """Let `holder` hold a seat of `role`, whoever held it before, and return the turn.

    Raises IsOver, IsCalledOff, RoleRests, or HoldsItAlready where they hold another seat of the role.
    """
    if not by.is_host:
        raise ValueError("only a host hands out turns")
    _in_circle(gathering, role, holder, beside, by)
    if not 1 <= seat <= role.seats or holder == beside:
        raise ValueError("no such seat")
    gathering = locked_on(gathering, now=now)
    if role.resting:
        raise RoleRests(role=role)
    before = gathering.turns.select_related("holder", "beside").filter(role=role, seat=seat).first()
    if before and (before.holder, before.beside) == (holder, beside):
        return before
    if gathering.turns.filter(role=role, holder=holder).exclude(seat=seat).exists():
        raise HoldsItAlready(holder=holder)
    given: dict[str, object] = {"beside": beside}
    if before is None or before.holder != holder:
        given |= {"holder": holder, "how": How(how), "set_by": by, "set_at": now}
    turn, _ = gathering.turns.update_or_create(role=role, seat=seat, defaults=given)
    turn.role = role
    trail.note_set(turn, before=before, by=by, now=now)
    members_changed([holder, beside, *([before.holder, before.beside] if before else [])])
    return turn


@transaction.atomic
def take(
    gathering: Gathering,
    *,
    role: HostingRole,
    membership: Membership,
    beside: Membership | None = None,
    instead_of: Membership | None = None,
    how: str = How.TAKEN,
    now: datetime,
) -> Turn:
    """Let a member take an open seat of a role, and return their turn; taken twice, it is one.

    Where none is open they take that of `instead_of`, who asked them to.

    Of fifty at once as many succeed as there are seats, the others raise HeldAlready with who was first (R7).
    Raises IsOver, IsCalledOff or RoleRests too.
    """
    _in_circle(gathering, role, membership, beside)
    gathering = locked_on(gathering, now=now)
    if role.resting:
        raise RoleRests(role=role)
    standing = {
        turn.seat: turn for turn in gathering.turns.select_related("holder", "beside").filter(role=role)
    }
    for turn in standing.values():
        if turn.holder_id == membership.pk:
            return turn
    free = next((seat for seat in range(1, role.seats + 1) if seat not in standing), None)
    theirs = next((turn for turn in standing.values() if instead_of and turn.holder == instead_of), None)
    if free is None and theirs:
        free = theirs.seat
        trail.note_released(theirs, by=theirs.holder, now=now)
        members_changed([theirs.holder, theirs.beside])
        theirs.delete()
    if free is None:
        raise HeldAlready(holder=standing[min(standing)].holder)
    turn = gathering.turns.create(
        role=role,
        seat=free,
        holder=membership,
        beside=beside,
        how=How(how),
        set_by=membership,
        set_at=now,
    )
    trail.note_taken(turn, now=now)
    members_changed([membership, beside])
    return turn


@transaction.atomic
def release(turn: Turn, *, by: Membership, now: datetime) -> None:
    """Open a seat again; its holder or a host may. Done twice it is done once. Raises IsOver."""
    if by.circle_id != turn.gathering.circle_id or not (by.is_host or by.pk == turn.holder_id):
        raise ValueError("only its holder or a host opens a seat again")
    gathering = locked(turn.gathering_id)
    if gathering.is_over(now):
        raise IsOver
    standing = gathering.turns.filter(pk=turn.pk, holder=turn.holder_id)
    for found in standing.select_related("role", "holder", "beside"):
        trail.note_released(found, by=by, now=now)
        found.delete()
        members_changed([found.holder, found.beside])


def let_go(membership: Membership, *, now: datetime) -> None:
    """A member has left: their seats at what is to come at `now` (aware) open; what they held stays theirs."""
    coming = Q(gathering__ends_at__gt=now)
    turns = Turn.objects.filter(coming, holder=membership)
    held = list(turns.select_related("gathering", "role", "beside"))
    trail.note_left(held, membership, now=now)
    members_changed(turn.beside for turn in held)
    turns.delete()
    Turn.objects.filter(coming, beside=membership).update(beside=None)


def _in_circle(gathering: Gathering, role: HostingRole, *members: Membership | None) -> None:
    """Raise ValueError unless the role and all members are of the gathering's circle, the members present (rule 3)."""
    if role.circle_id != gathering.circle_id or role.only_at_id not in {None, gathering.pk}:
        raise ValueError("a role of another circle, or of another evening")
    for member in members:
        if member and (member.circle_id != gathering.circle_id or member.left_at):
            raise ValueError("somebody who is not in the circle")
