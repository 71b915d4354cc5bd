"""The days an RFC 5545 rule names, and the sentence it makes.

1. A rule is read strictly: every part known, in reach, once, and beside a frequency that it belongs to
   (RFC 5545, 3.3.10).
2. It names days and nothing else: no hours, no end of its own.
3. What it leaves open is taken from the first day: "every week" is every week on that weekday.
4. Months, weeks and days are counted from the one the first day stands in.
5. python-dateutil expands it, one month or one year at a time: left alone it searches for a day that
   never comes through all of eight thousand years.
6. The rules people choose from a sentence ("the last Wednesday of every second month") are patterns, and
   a pattern and its rule say the same.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from enum import StrEnum
from typing import Literal, Self

from dateutil.rrule import FR, MO, MONTHLY, SA, SU, TH, TU, WE, YEARLY, rrule


class Refusal(StrEnum):
    """Why a rhythm is refused; stable, so that a form can say it in the reader's language."""

    UNREADABLE = "unreadable"
    TOO_OFTEN = "too-often"
    HOUR = "hour"
    END = "end"
    NEVER = "never"
    FIRST = "first"
    STARTS = "starts"
    LASTS = "lasts"


class RhythmRefused(ValueError):
    """A rhythm that cannot be kept. `code` is a `Refusal`; the text is a sentence in English."""

    def __init__(self, code: Refusal, sentence: str) -> None:
        super().__init__(sentence)
        self.code = code


# Its place in the month or year, if it has one; then 0 for Monday to 6 for Sunday.
Weekday = tuple[int | None, int]

_DAYS = (MO, TU, WE, TH, FR, SA, SU)
_NAMES = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_TOO_OFTEN = ("HOURLY", "MINUTELY", "SECONDLY")
_HOURS = ("BYHOUR", "BYMINUTE", "BYSECOND")
_ENDS = ("UNTIL", "COUNT")
# The parts that each frequency takes. RFC 5545 has BYSETPOS beside days and weeks too, where it says
# nothing that a weekday does not say better.
_PARTS = {
    "DAILY": {"BYDAY", "BYMONTHDAY", "BYMONTH"},
    "WEEKLY": {"BYDAY", "BYMONTH"},
    "MONTHLY": {"BYDAY", "BYMONTHDAY", "BYMONTH", "BYSETPOS"},
    "YEARLY": {"BYDAY", "BYMONTHDAY", "BYMONTH", "BYYEARDAY", "BYWEEKNO", "BYSETPOS"},
}


@dataclass(frozen=True, kw_only=True)
class Recurrence:
    """A rule, read."""

    frequency: str
    interval: int = 1
    week_starts: int = 0
    weekdays: tuple[Weekday, ...] = ()
    months: tuple[int, ...] = ()
    monthdays: tuple[int, ...] = ()
    yeardays: tuple[int, ...] = ()
    weeks: tuple[int, ...] = ()
    positions: tuple[int, ...] = ()

    @classmethod
    def read(cls, rule: str) -> Self:
        """Read the text of an RRULE; raise `RhythmRefused` where it breaks rule 1 or 2."""
        parts = _split(rule)
        return cls(
            frequency=parts["FREQ"],
            interval=_numbers(parts.get("INTERVAL", "1"), range(1, 100_000))[0],
            week_starts=_NAMES.index(parts.get("WKST", "MO")),
            weekdays=_weekdays(parts.get("BYDAY", "")),
            months=_numbers(parts.get("BYMONTH", ""), range(1, 13)),
            monthdays=_numbers(parts.get("BYMONTHDAY", ""), range(-31, 32)),
            yeardays=_numbers(parts.get("BYYEARDAY", ""), range(-366, 367)),
            weeks=_numbers(parts.get("BYWEEKNO", ""), range(-53, 54)),
            positions=_numbers(parts.get("BYSETPOS", ""), range(-366, 367)),
        )

    def __post_init__(self) -> None:
        places = {place for place, _ in self.weekdays}
        if places - {None}:
            most = 5 if self.frequency == "MONTHLY" or self.months else 53
            if (
                self.frequency not in ("MONTHLY", "YEARLY")
                or self.weeks
                or any(place is None or abs(place) > most for place in places)
            ):
                raise _unreadable("a weekday stands at a place that it cannot have")
        named = (self.weekdays, self.months, self.monthdays, self.yeardays, self.weeks)
        if self.positions and not any(named):
            raise _unreadable("BYSETPOS chooses among days that are not named")

    def counted_from(self, first: date) -> Self:
        """The same rule with nothing left open (rule 3)."""
        if self.weekdays or self.monthdays or self.yeardays:
            return self
        if self.frequency == "WEEKLY" or self.weeks:
            return replace(self, weekdays=((None, first.weekday()),))
        if self.frequency == "MONTHLY":
            return replace(self, monthdays=(first.day,))
        if self.frequency == "YEARLY":
            return replace(self, monthdays=(first.day,), months=self.months or (first.month,))
        return replace(self, weekdays=tuple((None, weekday) for weekday in range(7)))

    def days(self, first: date, after: date, before: date) -> Iterator[date]:
        """The days with after <= day < before, in order, counted from `first`, which is not after `after`.

        Nothing may be left open: ask `counted_from` first.
        """
        origin = first.year * 12 + (0 if self.frequency == "YEARLY" else first.month - 1)
        step = {"YEARLY": 12 * self.interval, "MONTHLY": self.interval}.get(self.frequency, 1)
        start = origin + (after.year * 12 + after.month - 1 - origin) // step * step
        for month in range(start, before.year * 12 + before.month, step):
            for moment in self._expand(date(month // 12, month % 12 + 1, 1)):
                day = moment.date()
                if after <= day < before and self._counts(first, day):
                    yield day

    def _expand(self, start: date) -> rrule:
        """The days of one month, or of one year for a yearly rule (rule 5)."""
        return rrule(
            YEARLY if self.frequency == "YEARLY" else MONTHLY,
            dtstart=datetime.combine(start, time.min),
            interval=120_000,  # in months or years: past dateutil's last year, so it stops after this one
            wkst=self.week_starts,
            byweekday=[_DAYS[day](place) if place else _DAYS[day] for place, day in self.weekdays] or None,
            bymonth=self.months or None,
            bymonthday=self.monthdays or None,
            byyearday=self.yeardays or None,
            byweekno=self.weeks or None,
            bysetpos=self.positions or None,
        )

    def _counts(self, first: date, day: date) -> bool:
        """Whether a day, found by the month, lies whole intervals of days or weeks after the first."""
        if self.frequency == "DAILY":
            return (day - first).days % self.interval == 0
        if self.frequency == "WEEKLY":
            return (self._week(day) - self._week(first)) % self.interval == 0
        return True

    def _week(self, day: date) -> int:
        return (day.toordinal() - 1 - self.week_starts) // 7  # day 1 of year 1 was a Monday


@dataclass(frozen=True, kw_only=True)
class Pattern:
    """A rule as a sentence has it: every so many months or weeks, on a weekday or a day of the month.

    `ordinal` is 1 to 4, or -1 for the last; `weekday` 0 for Monday to 6 for Sunday; `monthday` 1 to 31.
    """

    every: int = 1
    unit: Literal["month", "week"] = "month"
    ordinal: int | None = None
    weekday: int | None = None
    monthday: int | None = None

    def rule(self) -> str:
        """The RRULE that says the same."""
        interval = f";INTERVAL={self.every}" if self.every != 1 else ""
        match self.unit, self.ordinal, self.weekday, self.monthday:
            case "month", int(ordinal), int(weekday), None:
                return f"FREQ=MONTHLY{interval};BYDAY={ordinal}{_NAMES[weekday]}"
            case "month", None, None, int(monthday):
                return f"FREQ=MONTHLY{interval};BYMONTHDAY={monthday}"
            case "week", None, int(weekday), None:
                return f"FREQ=WEEKLY{interval};BYDAY={_NAMES[weekday]}"
        raise ValueError("A month has a weekday at its place or a day by its number; a week has a weekday.")


def describe(rule: str) -> Pattern | None:
    """The pattern of a rule, or None where it has another shape; raise `RhythmRefused` for no rule at all."""
    read = Recurrence.read(rule)
    match read:
        case Recurrence(frequency="MONTHLY", weekdays=((1 | 2 | 3 | 4 | -1 as ordinal, weekday),)):
            pattern = Pattern(every=read.interval, ordinal=ordinal, weekday=weekday)
        case Recurrence(frequency="MONTHLY", monthdays=(monthday,)) if monthday > 0:
            pattern = Pattern(every=read.interval, monthday=monthday)
        case Recurrence(frequency="WEEKLY", weekdays=((None, weekday),)):
            pattern = Pattern(every=read.interval, unit="week", weekday=weekday)
        case _:
            return None
    return pattern if Recurrence.read(pattern.rule()) == read else None  # nothing else may be said


def _split(rule: str) -> dict[str, str]:
    """The parts of a rule by name, each known and each once, FREQ among them."""
    parts: dict[str, str] = {}
    for piece in rule.upper().split(";"):
        name, _, value = piece.partition("=")
        if not value or name in parts:
            raise _unreadable(f"“{piece}” says nothing, or says it again")
        parts[name] = value
    if not parts.keys().isdisjoint(_ENDS):
        raise RhythmRefused(Refusal.END, "A rhythm has no end of its own: a circle rests or closes instead.")
    if parts.get("FREQ") in _TOO_OFTEN:
        raise RhythmRefused(Refusal.TOO_OFTEN, "A circle gathers once a day at most.")
    if not parts.keys().isdisjoint(_HOURS):
        raise RhythmRefused(Refusal.HOUR, "The rule names days only: the hour stands beside it.")
    frequency = parts.get("FREQ", "")
    if frequency not in _PARTS:
        raise _unreadable("FREQ must be DAILY, WEEKLY, MONTHLY or YEARLY")
    if strangers := parts.keys() - _PARTS[frequency] - {"FREQ", "INTERVAL", "WKST"}:
        raise _unreadable(f"{min(strangers)} does not belong beside FREQ={frequency}")
    if parts.get("WKST", "MO") not in _NAMES or "," in parts.get("INTERVAL", ""):
        raise _unreadable("INTERVAL and WKST say one thing each")
    return parts


def _numbers(text: str, allowed: range) -> tuple[int, ...]:
    """The numbers of one part, all in reach; zero is never one."""
    items = text.split(",") if text else []
    for item in items:
        if not re.fullmatch(r"[+-]?[0-9]{1,5}", item) or int(item) == 0 or int(item) not in allowed:
            raise _unreadable(f"“{item}” is not a number it can have")
    return tuple(int(item) for item in items)


def _weekdays(text: str) -> tuple[Weekday, ...]:
    """The weekdays of one part, with their places."""
    found = []
    for item in text.split(",") if text else []:
        match = re.fullmatch(r"([+-]?[0-9]{1,2})?([A-Z]{2})", item)
        if not match or match[2] not in _NAMES or (match[1] and not int(match[1])):
            raise _unreadable(f"“{item}” is not a weekday")
        found.append((int(match[1]) if match[1] else None, _NAMES.index(match[2])))
    return tuple(found)


def _unreadable(why: str) -> RhythmRefused:
    return RhythmRefused(Refusal.UNREADABLE, f"This rule cannot be read: {why}.")
