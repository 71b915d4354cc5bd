"""A circle's rhythm: set, changed, and kept a year ahead.

1. The circle's row is locked first. A gathering the rhythm has made is never made twice: its `slot` stays, wherever
   it is moved.
2. Another rhythm reaches only what nobody has touched: a date both share takes the new hour, a date only the
   old one had goes. Whatever has an answer, a turn or a word stands as it is until a person moves it. So does
   the past, and so does a gathering less than a day away.
"""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta

from django.db import transaction
from django.db.models import Q

from circles.models import Circle, Membership
from gatherings import rhythm
from gatherings.models import Gathering, Rhythm
from gatherings.scheduling import changed, highest_number, hosts_only, lock, new_gathering
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
    hosts_only(circle, by)
    circle = lock(circle)
    core = rhythm.Rhythm(rule=rule, first=first, starts=starts, lasts=lasts, timezone=circle.zone)
    same = circle.rhythms.filter(rule=rule, first=first, starts=starts, lasts=lasts, ended__isnull=True)
    if kept := same.first():
        return kept
    for before in circle.rhythms.filter(Q(ended__isnull=True) | Q(ended__gt=first)):
        before.ended = max(first, before.first)
        before.save(update_fields=["ended"])
    highest = highest_number(circle)
    change = foresee(circle, core, now=now)
    for gathering in change.rehoured:
        gathering.starts, gathering.lasts = starts, lasts
        changed(gathering, now=now, sequence=True)
    Gathering.objects.filter(pk__in=[gathering.pk for gathering in change.dropped]).delete()
    new = Rhythm.objects.create(
        circle=circle, rule=rule, first=first, starts=starts, lasts=lasts, numbered_to=highest
    )
    keep_a_year_ahead(circle, now=now)
    circle_changed(circle)
    return new


def foresee(circle: Circle, core: rhythm.Rhythm, *, now: datetime) -> Change:
    """Return what setting `core` as the circle's rhythm at `now` (aware) would change (rule 2)."""
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
    circle = lock(circle)
    if circle.resting_since or circle.is_closed:
        return 0
    today = now.astimezone(UTC).date()
    until = today + A_YEAR
    made = set(circle.gatherings.exclude(slot=None).values_list("slot", flat=True))
    number = highest_number(circle)
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
            gathering = new_gathering(circle, number, occurrence.day, row.starts, row.lasts, now=now)
            gathering.slot = occurrence.day
            gathering.derive()
            new.append(gathering)
        row.kept_until = until
        row.save(update_fields=["kept_until"])
    Gathering.objects.bulk_create(new, ignore_conflicts=True)
    if new:
        circle_changed(circle)
    return len(new)
