"""A letter about a poem, written to each of some members to leave by the clock: once, whoever writes it again."""

from collections.abc import Callable, Iterable
from datetime import datetime
from zoneinfo import ZoneInfo

from checkins.models import Harvest
from circles import letters
from circles.letters import ByTheClock
from circles.models import Membership
from gatherings.models import Gathering


def write(
    harvest: Harvest,
    members: Iterable[Membership],
    *,
    kind: str,
    due: Callable[[ZoneInfo], datetime],
    now: datetime,
) -> None:
    """Write these members (with their persons) at `now` (aware) a letter about a poem (with gathering and circle).

    `due` tells when it leaves for somebody living in a zone.
    """
    gathering = harvest.gathering
    letters.write_by_the_clock(
        [
            ByTheClock(
                kind=kind,
                key=f"{kind}:{harvest.uid}:{member.pk}",
                circle=gathering.circle_id,
                membership=member.pk,
                due=due(zone_of(member, gathering)),
                params={"gathering": gathering.pk, "harvest": harvest.pk},
            )
            for member in members
        ],
        now=now,
    )


def zone_of(member: Membership, gathering: Gathering) -> ZoneInfo:
    """Return where a member (with their person) lives; of who is only a name, where the circle does."""
    return ZoneInfo(member.person.timezone) if member.person else gathering.circle.zone
