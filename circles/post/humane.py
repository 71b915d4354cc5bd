"""The hours in which a letter may arrive: from eight in the morning until eight in the evening, where one lives."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

MORNING, EVENING = time(8), time(20)


def next_morning(zone: ZoneInfo, now: datetime, *, opens: time = MORNING) -> datetime:
    """Return `now` (aware) where it is between `opens` and 20:00 in `zone`, else the next `opens` there, aware."""
    here = now.astimezone(zone)
    if opens <= here.time() < EVENING:
        return now
    day = here.date() if here.time() < opens else here.date() + timedelta(days=1)
    return datetime.combine(day, opens, zone).astimezone(UTC)
