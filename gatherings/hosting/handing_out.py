"""A host hands out many turns at once, and nothing another host did meanwhile is overwritten in silence.

1. A change says whom its host saw on the seat, and beside it. If somebody else is there by now, the change is not made
   and both are shown (the host may then say it again, knowing).
2. Seats that open do so first, so that people can change places.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from circles.models import Circle, Membership
from circles.refusals import Refused
from gatherings.hosting import rota
from gatherings.models import HostingRole, How, Turn


@dataclass(frozen=True)
class SeatChange:
    """One seat at one gathering, by primary keys: whom the host saw on it, and whom they want there; None is nobody."""

    gathering: int
    role: int
    seat: int
    was: int | None
    to: int | None
    was_beside: int | None = None
    beside: int | None = None
    proposed: bool = False  # `to` is whom the rota proposed


@dataclass
class Outcome:
    """What became of the changes."""

    filled: int = 0
    opened: int = 0
    clashes: dict[SeatChange, str] = field(default_factory=dict)  # with the sentence that says why

    def words(self) -> str:
        """Return what was done, in a sentence."""
        said = []
        if self.filled:
            said.append(
                ngettext("%(count)d turn is set.", "%(count)d turns are set.", self.filled)
                % {"count": self.filled}
            )
        if self.opened:
            said.append(
                ngettext("%(count)d seat is open.", "%(count)d seats are open.", self.opened)
                % {"count": self.opened}
            )
        return " ".join(said) or _("Nothing was changed.")


@transaction.atomic
def hand_out(circle: Circle, changes: Iterable[SeatChange], *, by: Membership, now: datetime) -> Outcome:
    """Make the changes that still fit what their host saw, and return what became of each (rule 1).

    Raises ValueError for somebody who is no host of the circle, or a change that leads out of it.
    """
    if by.circle_id != circle.pk or not by.is_host:
        raise ValueError("only a host of the circle hands out its turns")
    ordered = sorted(
        changes, key=lambda change: (change.to is not None, change.gathering, change.role, change.seat)
    )
    keys = {change.gathering for change in ordered}
    gatherings = {g.pk: g for g in circle.gatherings.select_for_update().filter(pk__in=keys).order_by("pk")}
    roles: dict[int, HostingRole] = circle.roles.in_bulk()
    people = {member.pk: member for member in circle.memberships.present()}
    standing = {
        (turn.gathering_id, turn.role_id, turn.seat): turn
        for turn in Turn.objects.filter(gathering__in=gatherings).select_related(
            "holder", "beside", "gathering"
        )
    }
    outcome = Outcome()
    for change in ordered:
        if (
            change.gathering not in gatherings
            or change.role not in roles
            or not ({change.to, change.beside} <= {None, *people})
        ):
            raise ValueError("a gathering, a role or somebody of another circle")
        turn = standing.get((change.gathering, change.role, change.seat))
        there = (turn.holder_id, turn.beside_id) if turn else (None, None)
        if there[0] == change.to and change.beside in {there[1], change.was_beside}:
            continue  # somebody had the same thought
        if there[0] != change.was or (change.was == change.to and there[1] != change.was_beside):
            outcome.clashes[change] = _clash(turn)
            continue
        try:
            if change.to is not None:
                rota.assign(
                    gatherings[change.gathering],
                    role=roles[change.role],
                    holder=people[change.to],
                    seat=change.seat,
                    beside=people.get(change.beside or 0),
                    by=by,
                    how=How.PROPOSED if change.proposed else How.SET,
                    now=now,
                )
                outcome.filled += 1
            elif turn:
                rota.release(turn, by=by, now=now)
                outcome.opened += 1
        except Refused as refused:
            outcome.clashes[change] = str(refused)
    return outcome


def _clash(turn: Turn | None) -> str:
    if turn is None:
        return _("Somebody opened this seat meanwhile.")
    return _("%(name)s was given this seat meanwhile.") % {"name": turn.holder}
