"""When the letters about a gathering leave: so many days before or after it, as the circle has set.

1. Days are counted on the calendar of who reads, and the hour is the circle's, where they live: ten days before, the
   day before, two days after, at 8:00, unless the circle has set it otherwise. Where it has set no days for a kind,
   that letter is not sent.
2. What is too late for its hour goes at the next humane hour, not before the circle's; and where that would be too
   near the beginning, at the next humane hour at all.
3. So does what an absent mail server has held up, until it would come too late: then it leaves at once, be it night.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from circles.post.humane import next_morning
from gatherings.models import LetterTimes

ASKED: Final = "gathering_asked"
EVE: Final = "gathering_eve"
HARVEST: Final = "harvest"
CHANGED: Final = "gathering_changed"

TOO_NEAR = timedelta(hours=2)  # before it begins no letter is planned any more
USUAL_DAYS: Final = 10  # the most days ahead of a circle that has set nothing
MOST_DAYS: Final = 27


def times_of(circles: Iterable[int]) -> dict[int, LetterTimes]:
    """Return the times of each of these circles (by primary key), in one query; who set none has the usual ones."""
    keys = set(circles)
    times = {row.circle_id: row for row in LetterTimes.objects.filter(circle__in=keys)}
    return {key: times.get(key) or LetterTimes(circle_id=key) for key in keys}


def days_from(kind: str, times: LetterTimes) -> int | None:
    """Return how many days after the gathering such a letter goes (before it: less than none), None for never."""
    if kind == HARVEST:
        return times.harvest_days
    days = times.asked_days if kind == ASKED else times.eve_days
    return None if days is None else -days


def planned_at(starts_at: datetime, *, kind: str, zone: ZoneInfo, times: LetterTimes) -> datetime | None:
    """Return the hour such a letter is planned for, for somebody living in `zone`, aware; None for never (rule 1)."""
    days = days_from(kind, times)
    if days is None:
        return None
    day = starts_at.astimezone(zone).date() + timedelta(days=days)
    return datetime.combine(day, times.hour, zone)


def leaves_at(
    starts_at: datetime, *, kind: str, zone: ZoneInfo, times: LetterTimes, now: datetime
) -> datetime | None:
    """Return when such a letter leaves, `now` or later, aware; None for never and when it is too late (rule 2)."""
    planned = planned_at(starts_at, kind=kind, zone=zone, times=times)
    if planned is None or planned > now:
        return planned
    humane = next_morning(zone, now, opens=times.hour)
    if kind == HARVEST:
        return humane
    last = starts_at - TOO_NEAR
    return next((due for due in (humane, next_morning(zone, now)) if due <= last), None)


def waits_until(
    starts_at: datetime, *, kind: str, zone: ZoneInfo, times: LetterTimes, now: datetime
) -> datetime | None:
    """Return until when a letter about to leave at `now` has to wait, None where it leaves (rule 3)."""
    due = leaves_at(starts_at, kind=kind, zone=zone, times=times, now=now)
    return due if due and due > now else None
