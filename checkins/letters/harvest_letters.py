"""The letter with the poem: written when it is given, to everybody in the circle, there or not, once.

It leaves on the day the circle has set after the gathering, or at the next humane hour where the poem is given later
(`gatherings.letters.letter_hours`). What it holds is read from the poem when it leaves (`checkins.mail.poem`), so that
a line taken back meanwhile is in no letter. A poem that arrives in an archive was given elsewhere: nobody is written
to.
"""

from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo

from checkins.letters import poem_letters
from checkins.models import Harvest
from circles.models import Circle, Letter, LetterKind, LetterState, Membership
from circles.post.letter_choices import members_who_want
from gatherings.letters.letter_hours import HARVEST, leaves_at, times_of
from gatherings.models import LetterTimes


def write(harvest: Harvest, *, now: datetime) -> None:
    """Write everybody in the circle the letter with a poem given at `now` (aware), whose gathering is loaded.

    Where the circle sends none, it waits its usual time all the same: it may want it until then.
    """
    members = members_who_want(harvest.gathering.circle, LetterKind.HARVEST)
    poem_letters.write(harvest, members, kind=HARVEST, due=_due(harvest, given_at=now), now=now)


def hour_for(harvest: Harvest, *, given_at: datetime) -> Callable[[Membership], datetime]:
    """Return what tells of a member (with their person) when the letter with a poem given then leaves, aware.

    For them, whether or not they are sent one. One query; the gathering is loaded.
    """
    due = _due(harvest, given_at=given_at)
    return lambda member: due(poem_letters.zone_of(member, harvest.gathering))


def are_sent(circle: Circle) -> bool:
    """Tell whether a circle sends its poems by letter."""
    return times_of([circle.pk])[circle.pk].harvest_days is not None


def has_left(harvest: Harvest, member: Membership) -> bool:
    """Tell whether the letter with a poem is on its way to a member, or was: what happens now is not in it."""
    return Letter.objects.filter(key=_key(harvest, member)).exclude(state=LetterState.WAITING).exists()


def _due(harvest: Harvest, *, given_at: datetime) -> Callable[[ZoneInfo], datetime]:
    circle = harvest.gathering.circle_id
    times = times_of([circle])[circle]
    if times.harvest_days is None:
        times = LetterTimes()

    def due(zone: ZoneInfo) -> datetime:
        starts_at = harvest.gathering.starts_at
        return leaves_at(starts_at, kind=HARVEST, zone=zone, times=times, now=given_at) or given_at

    return due


def _key(harvest: Harvest, member: Membership) -> str:
    return f"{HARVEST}:{harvest.uid}:{member.pk}"
