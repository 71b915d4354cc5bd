"""What the pages of roles show: how to hold each, who has held it, what they passed on, and what I have not tried."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Prefetch, QuerySet

from circles.models import Circle, Membership
from gatherings.models import HostingRole, Status, Turn

SHOWN = 24  # turns on a role's page


@dataclass(frozen=True)
class RoleLine:
    """One role in the list of all."""

    role: HostingRole
    last: Turn | None  # held last
    next: Turn | None
    mine: int  # how often I have held it

    @property
    def is_new_to_me(self) -> bool:
        """Whether I have not tried it yet."""
        return not self.mine and not self.role.resting


@dataclass(frozen=True)
class RolePage:
    """One role."""

    role: HostingRole
    coming: list[Turn]
    held: list[Turn]  # the latest first, each perhaps with a handover
    me: Membership

    @property
    def alone(self) -> list[Turn]:
        """My turns to come with nobody beside me."""
        return [turn for turn in self.coming if turn.holder_id == self.me.pk and turn.beside_id is None]

    @property
    def could_sit_beside(self) -> list[Membership]:
        """Who has held it and could sit beside me, the latest first."""
        return [member for member in self.can_tell if member.pk != self.me.pk][:6]

    @property
    def can_tell(self) -> list[Membership]:
        """Who has held it and is still here, the latest first: they can be asked how it is."""
        here = {turn.holder_id: turn.holder for turn in self.held if turn.holder.left_at is None}
        return list(here.values())

    @property
    def passed_on(self) -> list[Turn]:
        """The turns whose holders wrote something to the next one."""
        return [turn for turn in self.held if handover_of(turn)]


def handover_of(turn: Turn) -> str:
    """Return what the holder of a turn, loaded with its handover, told the next one; empty if nothing."""
    handover = getattr(turn, "handover", None)
    return handover.words if handover else ""


def role_lines(circle: Circle, me: Membership, *, now: datetime) -> list[RoleLine]:
    """Return the roles of every evening in their order, resting ones last: two queries, whatever their past."""
    turns = _turns().exclude(gathering__status=Status.CALLED_OFF)
    roles = circle.roles.every_evening().order_by("resting", "position", "pk")
    return [
        _line(role, list(role.turns.all()), me, now)
        for role in roles.prefetch_related(Prefetch("turns", turns))
    ]


def role_page(role: HostingRole, me: Membership, *, now: datetime) -> RolePage:
    """Return a role's page as a member sees it at `now` (aware): one query."""
    turns = list(_turns().filter(role=role).exclude(gathering__status=Status.CALLED_OFF)[:400])
    coming = [turn for turn in turns if not turn.gathering.is_over(now)]
    held = [turn for turn in turns if turn.gathering.is_over(now)]
    return RolePage(role, coming, held[::-1][:SHOWN], me)


def not_tried(lines: Sequence[RoleLine]) -> list[HostingRole]:
    """Return the roles I have not held yet."""
    return [line.role for line in lines if line.is_new_to_me]


def _line(role: HostingRole, turns: list[Turn], me: Membership, now: datetime) -> RoleLine:
    over = [turn for turn in turns if turn.gathering.is_over(now)]
    coming = [turn for turn in turns if not turn.gathering.is_over(now)]
    mine = Counter(turn.holder_id for turn in over)[me.pk]
    return RoleLine(role, over[-1] if over else None, coming[0] if coming else None, mine)


def _turns() -> QuerySet[Turn]:
    turns = Turn.objects.select_related("gathering", "holder", "beside", "handover")
    return turns.order_by("gathering__starts_at", "seat", "pk")
