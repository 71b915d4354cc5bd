"""Which new date each gathering takes when a circle's rhythm changes.

1. A gathering takes a date of its own interval only: later than the date of the gathering before it in the old
   rhythm, earlier than that of the one after it.
2. No date is taken twice, and gatherings keep their order.
3. As many as can be of those that somebody has touched take a date, and of all ways to do so the one with the
   fewest days between old and new; then so do those that nobody has touched. So a date that both rhythms share
   keeps its gathering. Of two dates equally near the later is taken: nobody is hurried.
4. A date on which one that was moved by hand stands is that one's alone.
5. A rhythm that takes over at a gathering begins with the day of its rule that is nearest to it, and counts its
   months or weeks from there.
"""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from gatherings.rhythm.recurrence import Recurrence

_TEN_YEARS = timedelta(days=3653)

# What a way of taking dates is worth, the greater the better (rule 3): touched ones with a date, their days less;
# then the same of the others.
_Worth = tuple[int, int, int, int]
_NOTHING: _Worth = (0, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class Old[Key: Hashable]:
    """A gathering of the old rhythm: the date it gave, the day it stands on now, whether somebody has touched it."""

    key: Key
    slot: date
    stands: date
    touched: bool


def new_dates[Key: Hashable](
    olds: Sequence[Old[Key]], dates: Sequence[date], *, slots: Sequence[date], after: date, before: date
) -> dict[Key, date]:
    """Return the new date of each gathering that takes one.

    `slots` are all dates the old rhythm gave, of these gatherings and others, which part the intervals (rule 1);
    the first reaches back to `after`, the last ahead to `before`, both excluded.
    """
    olds = sorted(olds, key=lambda old: old.slot)
    dates = sorted(set(dates))
    bounds = _intervals(olds, slots, after, before)
    alone = {old.stands for old in olds if old.stands != old.slot}
    rows: list[list[_Worth]] = [[_NOTHING] * (len(dates) + 1)]
    for old, (begin, end) in zip(olds, bounds, strict=True):
        row = [_NOTHING]
        for index, day in enumerate(dates):
            best = max(rows[-1][index + 1], row[index])
            if begin < day < end and _may(old, day, alone):
                best = max(best, _with(rows[-1][index], old, day))
            row.append(best)
        rows.append(row)
    return _read(rows, olds, dates, bounds, alone)


def first_day(rule: str, *, at: date, after: date) -> date:
    """Return the day of `rule` nearest to `at` and later than `after` (rule 5); `at` itself where there is none."""
    every = replace(Recurrence.read(rule), interval=1)
    begin = after + timedelta(days=1)
    days = every.counted_from(at).days(begin, begin, min(at, date.max - _TEN_YEARS) + _TEN_YEARS)
    nearest = at
    for number, day in enumerate(days):
        if number and abs(day - at) > abs(nearest - at):
            break
        nearest = day
    return nearest


def _intervals[Key: Hashable](
    olds: Sequence[Old[Key]], slots: Sequence[date], after: date, before: date
) -> list[tuple[date, date]]:
    every = sorted({after, before, *slots, *(old.slot for old in olds)})
    place = {slot: index for index, slot in enumerate(every)}
    return [
        (every[max(place[old.slot] - 1, 0)], every[min(place[old.slot] + 1, len(every) - 1)]) for old in olds
    ]


def _may[Key: Hashable](old: Old[Key], day: date, alone: set[date]) -> bool:
    return day not in alone or day in (old.stands, old.slot)


def _with[Key: Hashable](worth: _Worth, old: Old[Key], day: date) -> _Worth:
    touched, far, others, others_far = worth
    distance = abs((day - old.slot).days)
    if old.touched:
        return touched + 1, far - distance, others, others_far
    return touched, far, others + 1, others_far - distance


def _read[Key: Hashable](
    rows: Sequence[Sequence[_Worth]],
    olds: Sequence[Old[Key]],
    dates: Sequence[date],
    bounds: Sequence[tuple[date, date]],
    alone: set[date],
) -> dict[Key, date]:
    """Return who takes which date in the best way, read from its end."""
    taken: dict[Key, date] = {}
    row, column = len(olds), len(dates)
    while row and column:
        old, day, (begin, end) = olds[row - 1], dates[column - 1], bounds[row - 1]
        may = begin < day < end and _may(old, day, alone)
        if may and rows[row][column] == _with(rows[row - 1][column - 1], old, day):
            taken[old.key] = day
            row, column = row - 1, column - 1
        elif rows[row][column] == rows[row][column - 1]:
            column -= 1
        else:
            row -= 1
    return taken
