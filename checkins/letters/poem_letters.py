"""A letter about a poem, written to each of some members to leave by the clock: once, whoever writes it again."""

from collections.abc import Callable, Iterable
from datetime import datetime
from zoneinfo import ZoneInfo

from checkins.models import Harvest
from circles import letters
from circles.letters import ByTheClock
from circles.models import Membership


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
                due=due(ZoneInfo(member.person.timezone) if member.person else gathering.circle.zone),
                params={"gathering": gathering.pk, "harvest": harvest.pk},
            )
            for member in members
        ],
        now=now,
    )
