"""When the circle meets: its rhythm kept a year ahead, and single gatherings added, moved, called off, prepared.

1. The circle's row is locked first, then the gathering's. Numbers and calendar UIDs are given once, never again.
2. A gathering the rhythm has made is never made twice: its `slot` stays, wherever it is moved.
3. Another rhythm reaches only what nobody has touched: a date both share takes the new hour, a date only the
   old one had goes. Whatever has an answer, a turn or a word stands as it is until a person moves it. So does
   the past, and so does a gathering less than a day away.
4. A change of time, place or status raises the gathering's SEQUENCE (R80); whatever a calendar shows raises the
   circle's version.
"""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta

from django.db import transaction
from django.db.models import Max, Q

from circles.models import Circle, Membership
from gatherings import lab_letters, rhythm
from gatherings.models import Gathering, Rhythm, Status
from gatherings.reach import derive_ahead
from gatherings.refusals import HasBegun, IsCalledOff, IsOver, SameHour
from gatherings.subscriptions import circle_changed

A_YEAR = timedelta(weeks=53, days=1)  # so that the same weekday of the same month next year is in it
_TOO_NEAR = timedelta(days=1)


@dataclass(frozen=True)
class Change:
    """What another rhythm would do to the gatherings that the one before it made."""

    rehoured: list[Gathering] = field(default_factory=list)  # same date, another hour; nobody has answered
    dropped: list[Gathering] = field(default_factory=list)  # no longer a date; nobody has answered
    standing: list[Gathering] = field(default_factory=list)  # off the new rhythm, but touched: they stay


@transaction.atomic
def set_rhythm(
    circle: Circle,
    *,
    rule: str,
    first: date,
    starts: time,
    lasts: timedelta,
    by: Membership,
    now: datetime,
) -> Rhythm:
    """Let the circle gather by `rule` (RFC 5545) from `first` on, and make a year of gatherings from `now` (aware).

    `starts` is local time in the circle's zone. Raises rhythm.RhythmRefused where the rule cannot be kept.
    """
    _of(circle, by)
    circle = _lock(circle)
    core = rhythm.Rhythm(rule=rule, first=first, starts=starts, lasts=lasts, timezone=circle.zone)
    same = circle.rhythms.filter(rule=rule, first=first, starts=starts, lasts=lasts, ended__isnull=True)
    if kept := same.first():
        return kept
    for before in circle.rhythms.filter(Q(ended__isnull=True) | Q(ended__gt=first)):
        before.ended = max(first, before.first)
        before.save(update_fields=["ended"])
    highest = _highest_number(circle)
    change = foresee(circle, core, now=now)
    for gathering in change.rehoured:
        gathering.starts, gathering.lasts = starts, lasts
        _changed(gathering, now=now, sequence=True)
    Gathering.objects.filter(pk__in=[gathering.pk for gathering in change.dropped]).delete()
    new = Rhythm.objects.create(
        circle=circle, rule=rule, first=first, starts=starts, lasts=lasts, numbered_to=highest
    )
    keep_a_year_ahead(circle, now=now)
    circle_changed(circle)
    return new


def foresee(circle: Circle, core: rhythm.Rhythm, *, now: datetime) -> Change:
    """Return what setting `core` as the circle's rhythm at `now` (aware) would change (rule 3)."""
    change = Change()
    coming = circle.gatherings.filter(slot__gte=core.first, starts_at__gt=now).order_by("starts_at")
    gatherings = list(coming)
    if not gatherings:
        return change
    last = max(gathering.slot or core.first for gathering in gatherings)
    days = {occurrence.day for occurrence in core.occurrences(core.first, last + timedelta(days=1))}
    free = set(coming.untouched().filter(starts_at__gt=now + _TOO_NEAR).values_list("pk", flat=True))
    for gathering in gatherings:
        gathering.circle = circle
        same_hour = (gathering.starts, gathering.lasts) == (core.starts, core.lasts)
        if gathering.day in days and same_hour:
            continue
        if gathering.pk not in free:
            if not gathering.is_called_off:
                change.standing.append(gathering)
        elif gathering.slot in days:
            change.rehoured.append(gathering)
        else:
            change.dropped.append(gathering)
    return change


@transaction.atomic
def keep_a_year_ahead(circle: Circle, *, now: datetime) -> int:
    """Make what is missing of the year after `now` (aware) and return how many; none for a resting or closed circle."""
    circle = _lock(circle)
    if circle.resting_since or circle.is_closed:
        return 0
    today = now.astimezone(UTC).date()
    until = today + A_YEAR
    made = set(circle.gatherings.exclude(slot=None).values_list("slot", flat=True))
    number = _highest_number(circle)
    new: list[Gathering] = []
    for row in circle.rhythms.filter(Q(ended__isnull=True) | Q(ended__gte=today)):
        row.circle = circle
        for occurrence in row.as_core().occurrences(
            today - timedelta(days=1), min(row.ended or until, until)
        ):
            if occurrence.day in made or occurrence.ends_at <= now:
                continue
            made.add(occurrence.day)
            number += 1
            gathering = _new(circle, number, occurrence.day, row.starts, row.lasts, now=now)
            gathering.slot = occurrence.day
            gathering.derive()
            new.append(gathering)
        row.kept_until = until
        row.save(update_fields=["kept_until"])
    Gathering.objects.bulk_create(new, ignore_conflicts=True)
    if new:
        circle_changed(circle)
    return len(new)


@transaction.atomic
def add(
    circle: Circle, *, day: date, starts: time, lasts: timedelta, by: Membership, now: datetime
) -> Gathering:
    """Add a gathering by hand and return it; `starts` is local time in the circle's zone.

    Asked for twice, it is the one that stands (R5). Raises InThePast or TooFarAhead, and SameHour where another
    begins then.
    """
    _of(circle, by)
    circle = _lock(circle)
    gathering = _new(circle, _highest_number(circle) + 1, day, starts, lasts, now=now)
    derive_ahead(gathering, now=now)
    there = _same_hour(gathering)
    if there and there.lasts == lasts:
        return there
    if there:
        raise SameHour
    gathering.save()
    circle_changed(circle)
    return gathering


@transaction.atomic
def move(
    gathering: Gathering,
    *,
    day: date,
    starts: time,
    lasts: timedelta,
    reason: str,
    by: Membership,
    now: datetime,
) -> Gathering:
    """Move a gathering to another local day, hour or length, with a word why, and return it.

    Its slot, number, UID, answers and turns stay. Raises IsOver, HasBegun, IsCalledOff, InThePast, TooFarAhead or
    SameHour.
    """
    gathering = _lock_to_change(gathering, by=by, now=now)
    if gathering.is_called_off:
        raise IsCalledOff
    if (gathering.day, gathering.starts, gathering.lasts) == (day, starts, lasts):
        return gathering
    gathering.day, gathering.starts, gathering.lasts, gathering.reason = day, starts, lasts, reason
    derive_ahead(gathering, now=now)
    if _same_hour(gathering):
        raise SameHour
    return _changed(gathering, now=now, sequence=True)


@transaction.atomic
def call_off(gathering: Gathering, *, reason: str, by: Membership, now: datetime) -> Gathering:
    """Call a gathering off, with a word why, and return it. It stays, and says so. Raises IsOver or HasBegun."""
    gathering = _lock_to_change(gathering, by=by, now=now)
    if gathering.is_called_off and gathering.reason == reason:
        return gathering
    sequence = not gathering.is_called_off
    gathering.status, gathering.reason, gathering.rests = Status.CALLED_OFF, reason, False
    return _changed(gathering, now=now, sequence=sequence)


@transaction.atomic
def restore(gathering: Gathering, *, by: Membership, now: datetime) -> Gathering:
    """Let a gathering be after all, and return it; one that is on stays so. Raises IsOver or HasBegun."""
    gathering = _lock_to_change(gathering, by=by, now=now)
    if not gathering.is_called_off:
        return gathering
    gathering.status, gathering.reason, gathering.rests = Status.PLANNED, "", False
    return _changed(gathering, now=now, sequence=True, on_again=True)


@transaction.atomic
def prepare(
    gathering: Gathering,
    *,
    theme: str,
    question: str,
    place: str,
    call_link: str,
    by: Membership,
    now: datetime,
) -> Gathering:
    """Say what a gathering is about and where it is, and return it. Raises IsOver or IsCalledOff."""
    gathering = _lock_to_change(gathering, by=by, now=now, begun=True)
    if gathering.is_called_off:
        raise IsCalledOff
    before = (gathering.theme, gathering.question, gathering.place, gathering.call_link)
    if before == (theme, question, place, call_link):
        return gathering
    where = gathering.where
    gathering.theme, gathering.question = theme, question
    gathering.place, gathering.call_link = place, call_link
    return _changed(gathering, now=now, sequence=gathering.where != where)


@transaction.atomic
def keep_local_hours(circle: Circle, *, now: datetime) -> int:
    """Tell what is to come in the circle's new zone: local hours stay, instants move (R87). Returns how many."""
    circle = _lock(circle)
    coming = circle.gatherings.select_for_update().filter(starts_at__gt=now).exclude(timezone=circle.timezone)
    gatherings = list(coming.order_by("pk"))
    for gathering in gatherings:
        gathering.timezone = circle.timezone
        _changed(gathering, now=now, sequence=True)
    return len(gatherings)


def _of(circle: Circle, by: Membership) -> None:
    """Raise ValueError unless `by` is a host of the circle."""
    if by.circle_id != circle.pk or not by.is_host:
        raise ValueError("only a host of the circle schedules its gatherings")


def _lock(circle: Circle) -> Circle:
    return Circle.objects.select_for_update().get(pk=circle.pk)


def _lock_to_change(gathering: Gathering, *, by: Membership, now: datetime, begun: bool = False) -> Gathering:
    """Lock the circle and the gathering and return it as it stands; refuse one that is over, or has begun."""
    _of(gathering.circle, by)
    circle = _lock(gathering.circle)
    gathering = circle.gatherings.select_for_update().get(pk=gathering.pk)
    gathering.circle = circle
    if gathering.is_over(now):
        raise IsOver
    if gathering.has_begun(now) and not begun:
        raise HasBegun
    return gathering


def _new(
    circle: Circle, number: int, day: date, starts: time, lasts: timedelta, *, now: datetime
) -> Gathering:
    """Return a gathering told in the circle's zone, not saved yet and its instants not derived."""
    return Gathering(
        circle=circle,
        number=number,
        day=day,
        starts=starts,
        lasts=lasts,
        timezone=circle.timezone,
        changed_at=now,
        created_at=now,
    )


def _changed(gathering: Gathering, *, now: datetime, sequence: bool, on_again: bool = False) -> Gathering:
    """Save a change and let the calendars know; the clock of `changed_at` never runs back (R21)."""
    gathering.sequence += sequence
    gathering.changed_at = max(now, gathering.changed_at)
    gathering.save()
    circle_changed(gathering.circle)
    if sequence:
        lab_letters.tell_of_change(gathering, on_again=on_again, now=now)
    return gathering


def _same_hour(gathering: Gathering) -> Gathering | None:
    """Return another gathering of the circle that begins at the same moment."""
    others = gathering.circle.gatherings.planned().exclude(pk=gathering.pk)
    return others.filter(starts_at=gathering.starts_at).first()


def _highest_number(circle: Circle) -> int:
    """Return the highest number ever given (rule 1)."""
    carried = circle.gatherings.aggregate(highest=Max("number"))["highest"] or 0
    return max(carried, circle.rhythms.aggregate(highest=Max("numbered_to"))["highest"] or 0)
