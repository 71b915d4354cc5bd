"""Who holds what: turns set by a host, taken up by a member, given back, proposed by the rota and kept by a person.

1. One holder for a seat, and nobody two seats of one role (R7): the gathering's row is locked, then the members'.
2. What is over or called off is not handed out any more (R10); what was held stays in the ledger.
3. Nothing crosses circles: a role, a holder or a host of another circle is a ValueError.
4. A proposal changes nothing. Keeping it fills open seats only: what somebody took meanwhile stays theirs.
5. Whoever gains or loses a turn, or a seat beside one, finds it in their own calendar.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Protocol

from django.db import transaction
from django.db.models import Q
from django.utils import translation

from circles.models import Circle, Membership
from gatherings.models import Gathering, HostingRole, How, Turn
from gatherings.refusals import HeldAlready, HoldsItAlready, IsCalledOff, IsOver, RoleRests
from gatherings.starting_roles import STARTING_ROLES
from gatherings.subscriptions import members_changed


class Chosen(Protocol):
    """A turn as a proposal names it, by primary keys; rotation.Turn is one."""

    @property
    def gathering(self) -> int: ...
    @property
    def role(self) -> int: ...
    @property
    def person(self) -> int: ...


@transaction.atomic
def give_starting_roles(circle: Circle) -> None:
    """Give a circle that has no roles yet the customary ones, in its language."""
    Circle.objects.select_for_update().get(pk=circle.pk)
    if circle.roles.exists():
        return
    with translation.override(circle.language):
        circle.roles.bulk_create(
            HostingRole(
                circle=circle,
                name=str(role.name),
                words=str(role.words),
                duty=role.duty,
                demanding=role.demanding,
                position=position,
            )
            for position, role in enumerate(STARTING_ROLES, start=1)
        )


@transaction.atomic
def keep_role(role: HostingRole, *, now: datetime) -> HostingRole:
    """Keep a role as it now stands, new or changed, and return it; who holds it at what is to come is told so (rule 5)."""
    Circle.objects.select_for_update().get(pk=role.circle_id)
    role.save()
    turns = Turn.objects.filter(role=role, gathering__ends_at__gt=now).select_related("holder")
    members_changed(turn.holder for turn in turns)
    return role


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
    gathering = _lock(gathering, now=now)
    if role.resting:
        raise RoleRests(role=role)
    before = gathering.turns.select_related("holder", "beside").filter(role=role, seat=seat).first()
    if before and (before.holder, before.beside) == (holder, beside):
        return before
    if gathering.turns.filter(role=role, holder=holder).exclude(seat=seat).exists():
        raise HoldsItAlready(holder=holder)
    given = {"holder": holder, "beside": beside, "how": How(how), "set_by": by, "set_at": now}
    turn, _ = gathering.turns.update_or_create(role=role, seat=seat, defaults=given)
    members_changed([holder, beside, *([before.holder, before.beside] if before else [])])
    return turn


@transaction.atomic
def take(gathering: Gathering, *, role: HostingRole, membership: Membership, now: datetime) -> Turn:
    """Let a member take an open seat of a role, and return their turn; taken twice, it is one.

    Of fifty at once as many succeed as there are seats, the others raise HeldAlready with who was first (R7).
    Raises IsOver, IsCalledOff or RoleRests too.
    """
    _in_circle(gathering, role, membership)
    gathering = _lock(gathering, now=now)
    if role.resting:
        raise RoleRests(role=role)
    standing = {turn.seat: turn for turn in gathering.turns.select_related("holder").filter(role=role)}
    for turn in standing.values():
        if turn.holder_id == membership.pk:
            return turn
    free = next((seat for seat in range(1, role.seats + 1) if seat not in standing), None)
    if free is None:
        raise HeldAlready(holder=standing[min(standing)].holder)
    turn = gathering.turns.create(
        role=role, seat=free, holder=membership, how=How.TAKEN, set_by=membership, set_at=now
    )
    members_changed([membership])
    return turn


@transaction.atomic
def release(turn: Turn, *, by: Membership, now: datetime) -> None:
    """Open a seat again; its holder or a host may. Done twice it is done once. Raises IsOver."""
    if by.circle_id != turn.gathering.circle_id or not (by.is_host or by.pk == turn.holder_id):
        raise ValueError("only its holder or a host opens a seat again")
    gathering = Gathering.objects.select_for_update().get(pk=turn.gathering_id)
    if gathering.is_over(now):
        raise IsOver
    standing = gathering.turns.select_related("holder", "beside").filter(pk=turn.pk, holder=turn.holder_id)
    for turn in standing:
        turn.delete()
        members_changed([turn.holder, turn.beside])


@transaction.atomic
def keep(circle: Circle, chosen: Iterable[Chosen], *, by: Membership, now: datetime) -> list[Turn]:
    """Fill open seats with the turns a host chose from a proposal, and return those that could be kept (rule 4)."""
    if by.circle_id != circle.pk or not by.is_host:
        raise ValueError("only a host of the circle keeps a proposal")
    chosen = list(chosen)
    gatherings = circle.gatherings.select_for_update().planned().to_come(now).order_by("pk")
    coming = {gathering.pk: gathering for gathering in gatherings}
    roles = {role.pk: role for role in circle.roles.filter(resting=False)}
    people = {member.pk: member for member in circle.memberships.present()}
    standing = list(Turn.objects.filter(gathering__in=coming))
    held = {(turn.gathering_id, turn.role_id, turn.seat) for turn in standing}
    holders = {(turn.gathering_id, turn.role_id, turn.holder_id) for turn in standing}
    kept = []
    for choice in chosen:
        if not (choice.gathering in coming and choice.role in roles and choice.person in people):
            continue  # called off, resting or gone since it was proposed; or of another circle
        role = roles[choice.role]
        seats = (seat for seat in range(1, role.seats + 1))
        free = next((seat for seat in seats if (choice.gathering, choice.role, seat) not in held), None)
        if free is None or (choice.gathering, choice.role, choice.person) in holders:
            continue
        held.add((choice.gathering, choice.role, free))
        holders.add((choice.gathering, choice.role, choice.person))
        kept.append(
            Turn(
                gathering=coming[choice.gathering],
                role=role,
                seat=free,
                holder=people[choice.person],
                how=How.PROPOSED,
                set_by=by,
                set_at=now,
            )
        )
    Turn.objects.bulk_create(kept)
    members_changed(turn.holder for turn in kept)
    return kept


def let_go(membership: Membership, *, now: datetime) -> None:
    """A member has left: their seats at what is to come at `now` (aware) open; what they held stays theirs."""
    coming = Q(gathering__ends_at__gt=now)
    turns = Turn.objects.filter(coming, holder=membership).select_related("beside")
    members_changed(turn.beside for turn in turns)
    turns.delete()
    Turn.objects.filter(coming, beside=membership).update(beside=None)


def _in_circle(gathering: Gathering, role: HostingRole, *members: Membership | None) -> None:
    """Raise ValueError unless the role and all members are of the gathering's circle, the members present (rule 3)."""
    if role.circle_id != gathering.circle_id:
        raise ValueError("a role of another circle")
    for member in members:
        if member and (member.circle_id != gathering.circle_id or member.left_at):
            raise ValueError("somebody who is not in the circle")


def _lock(gathering: Gathering, *, now: datetime) -> Gathering:
    gathering = Gathering.objects.select_for_update().get(pk=gathering.pk)
    if gathering.is_over(now):
        raise IsOver
    if gathering.is_called_off:
        raise IsCalledOff
    return gathering
