"""A rule becomes dates and instants: when a circle gathers.

1. A rhythm is an RFC 5545 RRULE that names days (`recurrence.py` reads it); the hour stands beside it,
   as a local time in a zone.
2. Local time holds: noon stays noon on both sides of a clock change.
3. A local time that a clock change leaves out is read with the offset in force before the gap; one that
   comes twice is the first of the two (RFC 5545, 3.3.5).
4. A gathering lasts real hours: one of two hours is over two hours later by any watch, even when the
   clock on the wall is set forward or back meanwhile.
5. No gathering comes before the first day. The first day itself is one only where the rule says so.
6. What the rule leaves open (the weekday of "every week") is taken from the first day.
7. Refused, with a sentence and a stable code: a rule nobody can read; one that names hours, comes round
   more than once a day, or carries its own end (a circle rests or closes instead); one that gives no
   date within ten years of the first day, which is to say never; an hour or a length that is none.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from gatherings.rhythm.recurrence import Recurrence, Refusal, RhythmRefused

LAST_WEDNESDAY = "FREQ=MONTHLY;BYDAY=-1WE"
LONGEST = timedelta(days=14)

_TEN_YEARS = timedelta(days=3653)
_YEARS = range(1900, 3000)  # of a first day
_END = date(9999, 1, 1)  # leaves room for every zone and length before Python's calendar ends


@dataclass(frozen=True)
class Occurrence:
    """One date of a rhythm; both instants are aware, told in the rhythm's zone."""

    day: date
    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True, kw_only=True)
class Rhythm:
    """A rule with its first day, its local hour, its length and its zone.

    Raises `RhythmRefused` where they do not make a rhythm (rule 7).
    """

    rule: str = LAST_WEDNESDAY
    first: date
    starts: time
    lasts: timedelta
    timezone: ZoneInfo
    _recurrence: Recurrence = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        _check(self.first, self.starts, self.lasts)
        recurrence = Recurrence.read(self.rule).counted_from(self.first)
        if next(recurrence.days(self.first, self.first, self.first + _TEN_YEARS), None) is None:
            raise RhythmRefused(Refusal.NEVER, f"This rhythm gives no date in ten years from {self.first}.")
        object.__setattr__(self, "_recurrence", recurrence)

    def occurrences(self, after: date, before: date) -> Iterator[Occurrence]:
        """The dates with after <= day < before, in order; none before the first day (rule 5).

        Costs the months between `after` and `before`, however far they lie from the first day.
        """
        for day in self._recurrence.days(self.first, max(after, self.first), min(before, _END)):
            starts_at = instant(day, self.starts, self.timezone)
            yield Occurrence(
                day=day,
                starts_at=starts_at.astimezone(self.timezone),
                ends_at=(starts_at + self.lasts).astimezone(self.timezone),
            )


def instant(day: date, starts: time, timezone: ZoneInfo) -> datetime:
    """The instant, aware and in UTC, of a local time on a day (rules 2 and 3).

    In UTC because there a length can be added as it is (rule 4): Python adds wall-clock hours to a time
    that has a zone of its own.
    """
    return _as_local(day, starts, timezone).astimezone(UTC)


def oddity(day: date, starts: time, timezone: ZoneInfo) -> Literal["gap", "twice"] | None:
    """Whether a clock change leaves this local time out on that day, or makes it come twice."""
    first = _as_local(day, starts, timezone)
    second = first.replace(fold=1)
    if first.utcoffset() == second.utcoffset():
        return None
    return "twice" if first.astimezone(UTC) < second.astimezone(UTC) else "gap"


def _as_local(day: date, starts: time, timezone: ZoneInfo) -> datetime:
    # fold=0 says rule 3 in Python's words, for gaps and doubled hours alike (PEP 495).
    return datetime.combine(day, starts.replace(fold=0), tzinfo=timezone)


def _check(first: date, starts: time, lasts: timedelta) -> None:
    """Refuse what is no day, no local hour or no length."""
    if isinstance(first, datetime) or first.year not in _YEARS:
        raise RhythmRefused(
            Refusal.FIRST, f"The first day must be a date from {_YEARS.start} to {_YEARS.stop - 1}."
        )
    if starts.tzinfo is not None or starts.microsecond:
        raise RhythmRefused(
            Refusal.STARTS, "The hour must be plain local time, to the second; the zone stands beside it."
        )
    if not timedelta(0) < lasts <= LONGEST or lasts.microseconds:
        raise RhythmRefused(
            Refusal.LASTS,
            f"A gathering must last some time, in whole seconds, and at most {LONGEST.days} days.",
        )
