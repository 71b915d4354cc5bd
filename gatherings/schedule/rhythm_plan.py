"""What another rhythm does with the gatherings of the one before, told before it is done. Nothing is written here.

1. It reaches what is to come from a chosen date on; what comes before it stays with the rhythm before. Gatherings
   take new dates as `new_dates` says.
2. What nobody has touched takes its new date, or goes where there is none. What has an answer, a turn or a word is
   moved or called off, or left as it is: a person says so for each.
3. What is called off, set by hand, less than a day away, or so far away that no rhythm of ours can have dated it (an
   archive may hold it) stays as it is, and its date is given to no other. The new date that one called off would have
   taken is a gathering like any other, so it is told beforehand: whoever called off their December may mean it still.
"""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from circles.models import Circle
from gatherings import rhythm
from gatherings.models import Gathering
from gatherings.rhythm.new_dates import Old, first_day, new_dates
from gatherings.schedule.reach import TEN_YEARS

A_YEAR = timedelta(weeks=53, days=1)  # so that the same weekday of the same month next year is in it
TOO_NEAR = timedelta(days=1)


class Choice(StrEnum):
    """What a person says becomes of a touched gathering."""

    FOLLOW = "follow"  # it takes its new date and hour
    OFF = "off"
    LEAVE = "leave"


@dataclass(frozen=True)
class Step:
    """What another rhythm does with one gathering: `to` is its new date, if it has one."""

    gathering: Gathering
    touched: bool
    to: date | None
    core: rhythm.Rhythm
    near: bool = False

    @property
    def stays(self) -> bool:
        """Whether it is already as the new rhythm would have it, or too near to be anything else."""
        hours = (self.gathering.starts, self.gathering.lasts) == (self.core.starts, self.core.lasts)
        return self.near or (self.gathering.day == self.to and hours)

    @property
    def choices(self) -> tuple[Choice, ...]:
        """What a person may say of it; the first is what becomes of it if nobody says otherwise."""
        if self.stays or not self.touched:
            return ()
        if self.to is None:
            return (Choice.OFF, Choice.LEAVE)
        if (
            self.to == self.gathering.slot and self.gathering.day != self.to
        ):  # somebody has moved it from there
            return (Choice.LEAVE, Choice.FOLLOW, Choice.OFF)
        return (Choice.FOLLOW, Choice.OFF, Choice.LEAVE)

    def chosen(self, choices: Mapping[int, Choice]) -> Choice | None:
        """Return what becomes of it when that is said, by the gatherings' numbers; None where nothing can be said."""
        return choices.get(self.gathering.number, self.choices[0]) if self.choices else None


@dataclass(frozen=True)
class Plan:
    """What another rhythm does with the gatherings of the one before, in order."""

    steps: tuple[Step, ...] = ()
    again: tuple[
        tuple[Gathering, date], ...
    ] = ()  # what is called off, and the new date planned where it was

    @property
    def touched(self) -> list[Step]:
        """Those that somebody has touched: each is told of by itself."""
        return [step for step in self.steps if step.touched]

    @property
    def following(self) -> list[Step]:
        """Those that nobody has touched, and that take another date or hour."""
        return [step for step in self.steps if not step.touched and step.to and not step.stays]

    @property
    def going(self) -> list[Step]:
        """Those that nobody has touched, and for which there is no date."""
        return [step for step in self.steps if not (step.touched or step.to or step.near)]

    @property
    def fingerprint(self) -> str:
        """What it does, in a few letters: the page that shows it carries them."""
        told = "\n".join(
            f"{step.gathering.number} {step.gathering.day} {step.gathering.starts} {step.touched} {step.to} {step.near}"
            for step in self.steps
        )
        return hashlib.sha256(told.encode()).hexdigest()[:20]

    def disturbs(self, choices: Mapping[int, Choice]) -> bool:
        """Whether a gathering that somebody has touched is moved or called off."""
        return any(step.chosen(choices) in {Choice.FOLLOW, Choice.OFF} for step in self.touched)


def to_come(circle: Circle, *, now: datetime) -> list[Gathering]:
    """Return the gatherings that another rhythm could reach at `now` (aware), called off or not, in order."""
    coming = circle.gatherings.exclude(slot=None).filter(starts_at__gt=now + TOO_NEAR)
    return list(coming.order_by("slot"))


def first_at(since: date, coming: Iterable[Gathering], *, rule: str, zone: ZoneInfo, now: datetime) -> date:
    """Return the first day of `rule` where it takes over at the gathering dated `since`: the day nearest to it.

    `coming` are the gatherings `to_come`; the day is later than the date of the one before, and more than a day away.
    """
    soon = (now + TOO_NEAR).astimezone(zone).date()
    after = max((_slot(each) for each in coming if _slot(each) < since), default=soon)
    return first_day(rule, at=max(since, soon), after=max(after, soon))


def foresee(circle: Circle, core: rhythm.Rhythm, *, since: date, now: datetime) -> Plan:
    """Return what setting `core` as the circle's rhythm from `since` on would do at `now` (aware)."""
    everything = list(circle.gatherings.order_by("slot", "pk"))
    furthest = now.astimezone(UTC).date() + TEN_YEARS
    made = sorted((each for each in everything if each.slot and each.slot <= furthest), key=_slot)
    ahead = [each for each in made if _slot(each) >= since and each.starts_at > now]
    if not ahead:
        return Plan()
    coming = [each for each in ahead if not each.is_called_off]
    off = [each for each in ahead if each.is_called_off]
    free = set(circle.gatherings.untouched().filter(slot__gte=since).values_list("pk", flat=True))
    olds = [
        Old(key=each.pk, slot=_slot(each), stands=each.day, touched=each.pk not in free)
        for each in coming
        if each.starts_at > now + TOO_NEAR
    ]
    movable = {old.key for old in olds}
    slots = [_slot(each) for each in made]
    step = slots[-1] - slots[-2] if len(slots) > 1 else A_YEAR
    before = slots[-1] + step
    until = max(now.astimezone(UTC).date() + A_YEAR, before)
    taken = _taken([each for each in everything if each.pk not in movable])
    days = [
        each.day
        for each in core.occurrences(core.first, until)
        if each.starts_at > now + TOO_NEAR and not {each.day, each.starts_at} & taken
    ]
    after = max((slot for slot in slots if slot < since), default=since - step)
    to = new_dates(olds, days, slots=slots, after=after, before=before)
    left = sorted(set(days) - set(to.values()))
    rested = [Old(key=each.pk, slot=_slot(each), stands=_slot(each), touched=True) for each in off]
    again = new_dates(rested, left, slots=slots, after=after, before=before)
    for each in ahead:
        each.circle = circle
    return Plan(
        steps=tuple(
            Step(each, each.pk not in free, to.get(each.pk), core, near=each.pk not in movable)
            for each in coming
        ),
        again=tuple((each, again[each.pk]) for each in off if each.pk in again),
    )


def _slot(gathering: Gathering) -> date:
    return gathering.slot or gathering.day


def _taken(staying: Iterable[Gathering]) -> set[date | datetime]:
    """Return the dates that none can take, for another stays there; of those set by hand, the beginnings."""
    taken: set[date | datetime] = set()
    for each in staying:
        if each.slot:
            taken.add(each.slot)
        if not each.is_called_off:
            taken.add(each.day if each.slot else each.starts_at)
    return taken
