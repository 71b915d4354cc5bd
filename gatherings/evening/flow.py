"""The flow of a gathering: a short list of its parts, written by the evening's hosts and role-holders.

1. Any host or steward writes it, and so does whoever holds a role that evening or sits beside somebody who does.
2. It is saved whole, on top of the one its writer saw; if somebody saved meanwhile, nothing is overwritten and both are
   shown.
3. It begins in one press with the last evening's that had one, without the names of people, or with a starting flow
   whose heart takes what the other parts leave. Begun twice is begun once (R5).
4. A part is held by a role, and so by whoever holds that role that evening; or by a name somebody wrote.
"""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import astuple, dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import translation

from circles.models import Circle, Membership
from gatherings.evening.starting_flow import STARTING_FLOW
from gatherings.evenings import flow_before, flow_of, has_a_part
from gatherings.hosting.starting_roles import STARTING_ROLES
from gatherings.locking import locked_on
from gatherings.models import FlowPart, Gathering, HostingRole, Moment
from gatherings.refusals import FlowChanged

MOST_PARTS = 30
_LEAST_HEART = 10  # minutes, in an evening too short for the rest


@dataclass(frozen=True)
class Part:
    """One part as it is to be: held by a role (its primary key), or by a name."""

    name: str
    moment: str = Moment.OTHER
    minutes: int | None = None
    role: int | None = None
    who: str = ""


def as_it_stands(parts: Iterable[FlowPart]) -> list[Part]:
    """Return stored parts as they are to be."""
    return [Part(part.name, part.moment, part.minutes, part.role_id, part.who) for part in parts]


def fingerprint(parts: Iterable[Part]) -> str:
    """Return what tells a flow from any other, for the page its writer saw (rule 2)."""
    return hashlib.sha256(repr([astuple(part) for part in parts]).encode()).hexdigest()[:16]


@transaction.atomic
def write(
    gathering: Gathering, parts: Sequence[Part], *, seen: str, by: Membership, now: datetime
) -> list[FlowPart]:
    """Let the flow be exactly `parts`, on top of the one whose fingerprint was `seen`, and return it (rule 2).

    Raises IsOver, IsCalledOff; FlowChanged where somebody else saved meanwhile. ValueError for somebody without a part
    in it, and for a role of another circle.
    """
    gathering = _lock(gathering, by=by, now=now)
    standing = as_it_stands(flow_of(gathering))
    if standing != list(parts):
        if fingerprint(standing) != seen:
            raise FlowChanged
        _lay(gathering, parts)
    return flow_of(gathering)


@transaction.atomic
def begin(gathering: Gathering, *, from_last: bool, by: Membership, now: datetime) -> list[FlowPart]:
    """Begin the flow with last time's or with a starting flow, and return it; one that stands stays (rule 3).

    Without a last time that had one, it is the starting flow. Raises what `write` raises, but for FlowChanged.
    """
    gathering = _lock(gathering, by=by, now=now)
    if not flow_of(gathering):
        last = flow_before(gathering) if from_last else []
        _lay(gathering, _from_last(last, gathering.circle) if last else _starting(gathering))
    return flow_of(gathering)


def _lay(gathering: Gathering, parts: Sequence[Part]) -> None:
    roles = set(gathering.circle.roles.at(gathering).values_list("pk", flat=True))
    if not {part.role for part in parts if part.role} <= roles:
        raise ValueError("a role of another circle, or of another evening")
    gathering.flow.all().delete()
    FlowPart.objects.bulk_create(
        FlowPart(
            gathering=gathering,
            position=position,
            name=part.name,
            moment=part.moment,
            minutes=part.minutes,
            role_id=part.role,
            who=part.who,
        )
        for position, part in enumerate(parts, start=1)
    )


def _from_last(last: list[FlowPart], circle: Circle) -> list[Part]:
    """Return last time's parts, without anybody's name, a role that rests by now or one of that evening only."""
    names = {name.casefold() for name in circle.memberships.values_list("name", flat=True)}
    return [
        Part(
            name=part.name,
            moment=part.moment,
            minutes=part.minutes,
            role=part.role_id if part.role and not (part.role.resting or part.role.only_at_id) else None,
            who="" if part.who.casefold() in names else part.who,
        )
        for part in last
    ]


def _starting(gathering: Gathering) -> list[Part]:
    """Return the starting flow in the circle's language, held by the roles the circle has."""
    with translation.override(gathering.circle.language):
        roles = _known_roles(gathering.circle.roles.every_evening().handed_out())
        others = sum(part.minutes or 0 for part in STARTING_FLOW)
        rest = max(gathering.lasts // timedelta(minutes=1) - others, _LEAST_HEART)
        return [
            Part(
                name=str(part.name),
                moment=part.moment,
                minutes=part.minutes or min(rest, 240),
                role=next((roles[key] for key in part.holds if key in roles), None),
            )
            for part in STARTING_FLOW
        ]


def _known_roles(roles: Iterable[HostingRole]) -> dict[str, int]:
    """Return the circle's roles by the keys of the starting roles they still carry the name of; call in its language.

    Whatever the circle calls it, the role that opens is the host.
    """
    known = list(roles)
    by_name = {role.name.casefold(): role.pk for role in known}
    found = {
        role.key: by_name[str(role.name).casefold()]
        for role in STARTING_ROLES
        if str(role.name).casefold() in by_name
    }
    opens = next((role.pk for role in known if role.duty == "opens"), None)
    return ({"host": opens} if opens else {}) | found


def _lock(gathering: Gathering, *, by: Membership, now: datetime) -> Gathering:
    """Lock the gathering and return it as it stands; refuse one that is over or called off (rule 1)."""
    gathering = locked_on(gathering, now=now)
    if by.circle_id != gathering.circle_id or not has_a_part(by, gathering):
        raise ValueError("only hosts and role-holders of the evening write its flow")
    return gathering
