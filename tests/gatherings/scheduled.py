"""A circle with its rhythm, and how the tests read its dates."""

from datetime import UTC, date, datetime, time, timedelta

from circles.models import Circle, Membership
from gatherings.schedule import rhythms
from tests.making import make_circle, make_steward

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
LAST_WEDNESDAYS = [
    date(2026, 11, 25), date(2026, 12, 30), date(2027, 1, 27), date(2027, 2, 24), date(2027, 3, 31),
    date(2027, 4, 28), date(2027, 5, 26), date(2027, 6, 30), date(2027, 7, 28), date(2027, 8, 25),
    date(2027, 9, 29), date(2027, 10, 27), date(2027, 11, 24),
]  # fmt: skip

# What the page of the rhythm posts for them.
SENTENCE = {
    "ordinal": "-1",
    "day": "w2",
    "every": "1",
    "unit": "month",
    "starts": "18:00",
    "ends": "20:00",
    "first": "2026-11-22",
}


def found(now: datetime = NOW, **fields) -> tuple[Circle, Membership]:
    """Make a circle that gathers in Paris on last Wednesdays, 18:00 for two hours, and its steward."""
    steward = make_steward(make_circle(timezone="Europe/Paris"))
    set_rhythm(steward.circle, steward, now=now, **fields)
    return steward.circle, steward


def set_rhythm(circle: Circle, by: Membership, *, now: datetime = NOW, **fields):
    given = {"rule": "FREQ=MONTHLY;BYDAY=-1WE", "first": date(2026, 11, 1), "starts": time(18)}
    return rhythms.set_rhythm(circle, **given | {"lasts": timedelta(hours=2)} | fields, by=by, now=now)


def days(circle: Circle) -> list[date]:
    return [gathering.day for gathering in circle.gatherings.order_by("day")]


def version(circle: Circle) -> int:
    return Circle.objects.get(pk=circle.pk).calendar_version
