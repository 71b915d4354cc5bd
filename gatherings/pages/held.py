"""Who has held what: months by roles with their holders, and people by roles as a heat map. No scores, no ranks."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from circles.models import Circle, Membership
from gatherings.drawings import heat
from gatherings.models import Gathering, HostingRole, Status, Turn

A_YEAR = timedelta(days=366)


@dataclass(frozen=True)
class Evening:
    """One gathering: each role in its order, and who held it."""

    gathering: Gathering
    holders: list[tuple[HostingRole, list[Turn]]]


@dataclass(frozen=True)
class HeldPage:
    """What was held in the year past."""

    roles: list[HostingRole]
    evenings: list[Evening]  # the latest first
    map: heat.Heat
    rows: list[tuple[Membership, list[int]]]  # the table behind the map


def held_page(circle: Circle, *, now: datetime) -> HeldPage:
    """Return what was held in the year before `now` (aware): three queries, whatever there is."""
    turns = Turn.objects.filter(
        gathering__circle=circle,
        gathering__ends_at__lte=now,
        gathering__starts_at__gt=now - A_YEAR,
        gathering__status=Status.PLANNED,
        gathering__lab__isnull=True,
        role__only_at__isnull=True,
    )
    held = list(
        turns.select_related("gathering", "holder", "beside").order_by("-gathering__starts_at", "seat")
    )
    known = {turn.role_id for turn in held}
    roles = [
        role
        for role in circle.roles.every_evening().order_by("position", "pk")
        if not role.resting or role.pk in known
    ]
    people = list(circle.memberships.present().order_by("joined_at", "pk"))
    times = Counter((turn.holder_id, turn.role_id) for turn in held)
    rows = [(person, [times[person.pk, role.pk] for role in roles]) for person in people]
    return HeldPage(
        roles,
        _evenings(held, roles),
        heat.heat(
            [person.name for person in people], [role.name for role in roles], [row for _, row in rows]
        ),
        rows,
    )


def _evenings(held: Sequence[Turn], roles: Sequence[HostingRole]) -> list[Evening]:
    evenings: dict[int, Evening] = {}
    at = {role.pk: place for place, role in enumerate(roles)}
    for turn in held:
        evening = evenings.setdefault(
            turn.gathering_id, Evening(turn.gathering, [(role, []) for role in roles])
        )
        evening.holders[at[turn.role_id]][1].append(turn)
    return list(evenings.values())
