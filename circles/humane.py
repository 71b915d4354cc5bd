"""The hours in which a letter may arrive: from eight in the morning until eight in the evening, where one lives."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

MORNING, EVENING = time(8), time(20)


def next_morning(zone: ZoneInfo, now: datetime) -> datetime:
    """Return `now` (aware) where it is between 8:00 and 20:00 in `zone`, else the next 8:00 there, aware."""
    here = now.astimezone(zone)
    if MORNING <= here.time() < EVENING:
        return now
    day = here.date() if here.time() < MORNING else here.date() + timedelta(days=1)
    return datetime.combine(day, MORNING, zone).astimezone(UTC)
