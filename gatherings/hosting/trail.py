"""The trail: each change of a turn is written down with who did it. Called by the verbs that make the change.

Who does something with their own turn knows it, so it is written down as told, too: nobody tells them again.
"""

from datetime import datetime

from circles.models import Membership
from gatherings.models import Change, Gathering, HostingRole, Part, Told, Turn, TurnChange

_NOW_HAS = {
    Change.SET: Part.HOLDS,
    Change.PROPOSED: Part.HOLDS,
    Change.TAKEN: Part.HOLDS,
    Change.ASKED: Part.HOLDS,
    Change.BESIDE: Part.BESIDE,
}  # what else happens leaves them nothing


def note(
    gathering: Gathering,
    role: HostingRole,
    member: Membership,
    what: Change,
    *,
    by: Membership,
    now: datetime,
) -> None:
    """Write down what became of a member and a role."""
    TurnChange.objects.create(gathering=gathering, role=role, member=member, what=what, by=by, at=now)
    if member.pk == by.pk:
        part = _NOW_HAS.get(what, Part.NOTHING)
        Told.objects.create(gathering=gathering, role=role, member=member, part=part, by=by, told_at=now)


def note_set(turn: Turn, *, before: Turn | None, by: Membership, now: datetime) -> None:
    """Write down that a host gave a seat to the holder of `turn`, after `before`, both with who is beside them."""
    held = (before.holder, before.beside) if before else (None, None)
    if before and before.holder_id != turn.holder_id:
        note(turn.gathering, turn.role, before.holder, Change.OPENED, by=by, now=now)
    if turn.holder != held[0]:
        note(turn.gathering, turn.role, turn.holder, Change(turn.how), by=by, now=now)
    note_beside(turn, before=held[1], by=by, now=now)


def note_beside(turn: Turn, *, before: Membership | None, by: Membership, now: datetime) -> None:
    """Write down who sits beside the holder of `turn` after `before`, where that is somebody else."""
    if before and before.pk not in {turn.beside_id, turn.holder_id}:
        note(turn.gathering, turn.role, before, Change.NOT_BESIDE, by=by, now=now)
    if turn.beside and turn.beside != before:
        note(turn.gathering, turn.role, turn.beside, Change.BESIDE, by=by, now=now)


def note_taken(turn: Turn, *, now: datetime) -> None:
    """Write down that a member took a seat up, or said yes to holding it; whoever sits beside them is told of it."""
    note(turn.gathering, turn.role, turn.holder, Change(turn.how), by=turn.holder, now=now)
    if turn.beside:
        note(turn.gathering, turn.role, turn.beside, Change.BESIDE, by=turn.holder, now=now)


def note_released(turn: Turn, *, by: Membership, now: datetime) -> None:
    """Write down that a seat is open again: given back by its holder, or opened by a host."""
    what = Change.GIVEN_BACK if by.pk == turn.holder_id else Change.OPENED
    note(turn.gathering, turn.role, turn.holder, what, by=by, now=now)
    if turn.beside:
        note(turn.gathering, turn.role, turn.beside, Change.NOT_BESIDE, by=by, now=now)


def note_left(turns: list[Turn], member: Membership, *, now: datetime) -> None:
    """Write down that a member left, whose `turns` to come open; what they were told of them is over."""
    TurnChange.objects.bulk_create(
        TurnChange(gathering=turn.gathering, role=turn.role, member=member, what=Change.LEFT, at=now)
        for turn in turns
    )
    Told.objects.filter(member=member, gathering__ends_at__gt=now).delete()
