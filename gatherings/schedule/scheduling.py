"""Single gatherings: added, moved, called off, put on again, told in another zone.

1. The circle's row is locked first, then the gathering's. Numbers and calendar UIDs are given once, never again.
2. Moving one leaves its `slot`, so that the rhythm does not make it twice.
3. A change of time, place or status raises the gathering's SEQUENCE (R80); whatever a calendar shows raises the
   circle's version.
"""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import Max

from circles.models import Circle, Membership
from gatherings import rhythm
from gatherings.answering import seats
from gatherings.feeds.subscriptions import circle_changed
from gatherings.letters import change_letters, lab_letters
from gatherings.letters.change_letters import Change
from gatherings.letters.known import Known
from gatherings.models import Gathering, Status
from gatherings.refusals import HasBegun, IsCalledOff, IsOver, SameHour
from gatherings.schedule.reach import derive_ahead


@transaction.atomic
def add(
    circle: Circle, *, day: date, starts: time, lasts: timedelta, by: Membership, now: datetime
) -> Gathering:
    """Add a gathering by hand and return it; `starts` is local time in the circle's zone.

    Asked for twice, it is the one that stands (R5). Raises InThePast or TooFarAhead, and SameHour where another
    begins then.
    """
    hosts_only(circle, by)
    circle = lock(circle)
    gathering = new_gathering(circle, highest_number(circle) + 1, day, starts, lasts, now=now)
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
    gathering = lock_to_change(gathering, by=by, now=now)
    if gathering.is_called_off:
        raise IsCalledOff
    if (gathering.day, gathering.starts, gathering.lasts) == (day, starts, lasts):
        return gathering
    gathering.day, gathering.starts, gathering.lasts, gathering.reason = day, starts, lasts, reason
    derive_ahead(gathering, now=now)
    if _same_hour(gathering):
        raise SameHour
    return changed(gathering, by=by, now=now, sequence=True)


@transaction.atomic
def call_off(gathering: Gathering, *, reason: str, by: Membership, now: datetime) -> Gathering:
    """Call a gathering off, with a word why, and return it. It stays, and says so. Raises IsOver or HasBegun."""
    gathering = lock_to_change(gathering, by=by, now=now)
    if gathering.is_called_off and gathering.reason == reason:
        return gathering
    sequence = not gathering.is_called_off
    gathering.status, gathering.reason, gathering.rests = Status.CALLED_OFF, reason, False
    return changed(gathering, by=by, now=now, sequence=sequence)


@transaction.atomic
def restore(gathering: Gathering, *, by: Membership, now: datetime) -> Gathering:
    """Let a gathering be after all, and return it; one that is on stays so. Raises IsOver or HasBegun."""
    gathering = lock_to_change(gathering, by=by, now=now)
    if not gathering.is_called_off:
        return gathering
    gathering.status, gathering.reason, gathering.rests = Status.PLANNED, "", False
    changed(gathering, by=by, now=now, sequence=True, on_again=True)
    seats.move_up_in([gathering], now=now)
    return gathering


@transaction.atomic
def keep_local_hours(circle: Circle, *, now: datetime) -> int:
    """Tell what is to come in the circle's new zone: local hours stay, instants move (R87). Returns how many."""
    circle = lock(circle)
    coming = circle.gatherings.select_for_update().filter(starts_at__gt=now).exclude(timezone=circle.timezone)
    changes = []
    for gathering in coming.order_by("pk"):
        gathering.circle = circle
        known = Known.of(gathering)
        gathering.timezone = circle.timezone
        save_change(gathering, now=now, sequence=True)
        changes.append(Change(known, gathering))
    change_letters.tell(changes, by=None, now=now)
    return len(changes)


@transaction.atomic
def keep_wall_hours(circle: Circle, *, now: datetime) -> int:
    """Keep what is to come at its hour on the wall where the rules of its zone have changed (R88). Returns how many.

    Only instants move. What people were told stands, so SEQUENCE stays; calendars are given the new rules.
    """
    if not _off_the_wall(circle.gatherings.filter(starts_at__gt=now)):
        return 0
    circle = lock(circle)
    moved = _off_the_wall(circle.gatherings.select_for_update().filter(starts_at__gt=now).order_by("pk"))
    for gathering, starts_at in moved:
        circle.gatherings.filter(pk=gathering.pk).update(
            starts_at=starts_at,
            ends_at=starts_at + gathering.lasts,
            changed_at=max(now, gathering.changed_at),
        )
    circle_changed(circle)
    return len(moved)


def _off_the_wall(gatherings: Iterable[Gathering]) -> list[tuple[Gathering, datetime]]:
    """Return those whose instant is not that of their hour on the wall any more, with the instant that is.

    By the rules as they are now, not as when this process first read them.
    """
    zones: dict[str, ZoneInfo] = {}
    found = []
    for each in gatherings:
        zone = zones.setdefault(each.timezone, ZoneInfo.no_cache(each.timezone))
        starts_at = rhythm.instant(each.day, each.starts, zone)
        if starts_at != each.starts_at:
            found.append((each, starts_at))
    return found


def hosts_only(circle: Circle, by: Membership) -> None:
    """Raise ValueError unless `by` is a host of the circle."""
    if by.circle_id != circle.pk or not by.is_host:
        raise ValueError("only a host of the circle schedules its gatherings")


def lock(circle: Circle) -> Circle:
    """Lock the circle's row and return it as it stands."""
    return Circle.objects.select_for_update(no_key=True).get(pk=circle.pk)


def lock_to_change(gathering: Gathering, *, by: Membership, now: datetime, begun: bool = False) -> Gathering:
    """Lock the circle and the gathering and return it as it stands; refuse one that is over, or has begun."""
    hosts_only(gathering.circle, by)
    circle = lock(gathering.circle)
    gathering = circle.gatherings.select_for_update().get(pk=gathering.pk)
    gathering.circle = circle
    if gathering.is_over(now):
        raise IsOver
    if gathering.has_begun(now) and not begun:
        raise HasBegun
    return gathering


def new_gathering(
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


def changed(
    gathering: Gathering, *, by: Membership, now: datetime, sequence: bool, on_again: bool = False
) -> Gathering:
    """Save a change, let the calendars know, and write who is to be told of it, but for `by`, who made it."""
    known = Known.of(gathering.circle.gatherings.get(pk=gathering.pk))
    save_change(gathering, now=now, sequence=sequence, on_again=on_again)
    if sequence:
        change_letters.tell([Change(known, gathering)], by=by, now=now)
    return gathering


def save_change(gathering: Gathering, *, now: datetime, sequence: bool, on_again: bool = False) -> None:
    """Save a change and let the calendars know; the clock of `changed_at` never runs back (R21).

    Of several changes made in one act the members are told in one letter, by whoever makes them.
    """
    gathering.sequence += sequence
    gathering.changed_at = max(now, gathering.changed_at)
    gathering.save()
    circle_changed(gathering.circle)
    if sequence:
        lab_letters.tell_of_change(gathering, on_again=on_again, now=now)


def _same_hour(gathering: Gathering) -> Gathering | None:
    """Return another gathering of the circle that begins at the same moment."""
    others = gathering.circle.gatherings.planned().exclude(pk=gathering.pk)
    return others.filter(starts_at=gathering.starts_at).first()


def highest_number(circle: Circle) -> int:
    """Return the highest number ever given (rule 1)."""
    carried = circle.gatherings.aggregate(highest=Max("number"))["highest"] or 0
    return max(carried, circle.rhythms.aggregate(highest=Max("numbered_to"))["highest"] or 0)
