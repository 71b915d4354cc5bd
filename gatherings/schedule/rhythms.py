"""A circle's rhythm: set, changed from a gathering on, and kept a year ahead.

1. The circle's row is locked first. A date is made into a gathering once: the gathering's `slot` stays, wherever it
   is moved by hand, until another rhythm gives it another date.
2. Another rhythm does what `rhythm_plan` foresees. Gatherings that take new dates keep number, UID, answers and
   turns: in silence where nobody has touched them, else with a word why, as when they are moved by hand.
3. What was shown is what is done: a plan that has become another meanwhile is refused, to be shown again.
"""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta

from django.db import transaction
from django.db.models import Q

from circles.models import Circle, Membership
from gatherings import rhythm
from gatherings.feeds.subscriptions import circle_changed
from gatherings.letters import change_letters
from gatherings.letters.change_letters import Change
from gatherings.letters.known import Known
from gatherings.models import Gathering, Rhythm, Status
from gatherings.refusals import ShownOtherwise, WordMissing
from gatherings.schedule.rhythm_plan import A_YEAR, Choice, Plan, foresee
from gatherings.schedule.scheduling import highest_number, hosts_only, lock, new_gathering, save_change


@transaction.atomic
def set_rhythm(
    circle: Circle,
    *,
    rule: str,
    first: date,
    starts: time,
    lasts: timedelta,
    since: date | None = None,
    choices: Mapping[int, Choice] | None = None,
    reason: str = "",
    as_shown: str | None = None,
    by: Membership,
    now: datetime,
) -> Rhythm:
    """Let the circle gather by `rule` (RFC 5545) from `first` on, and make a year of gatherings from `now` (aware).

    `starts` is local time in the circle's zone. Gatherings the old rhythm dated before `since` (or else `first`) stay
    with it. `choices` says by number what becomes of touched ones, `reason` why; `as_shown` is the fingerprint of the
    plan that was shown. Raises rhythm.RhythmRefused where the rule cannot be kept, WordMissing, ShownOtherwise.
    """
    hosts_only(circle, by)
    circle = lock(circle)
    core = rhythm.Rhythm(rule=rule, first=first, starts=starts, lasts=lasts, timezone=circle.zone)
    if kept := in_force(circle, rule=rule, first=first, starts=starts, lasts=lasts):
        return kept
    since, choices = since or first, choices or {}
    plan = foresee(circle, core, since=since, now=now)
    if as_shown is not None and plan.fingerprint != as_shown:
        raise ShownOtherwise
    if plan.disturbs(choices) and not reason:
        raise WordMissing
    highest = highest_number(circle)
    for before in circle.rhythms.filter(Q(ended__isnull=True) | Q(ended__gt=since)):
        before.ended = max(since, before.first)
        before.save(update_fields=["ended"])
    _carry_out(plan, choices, reason=reason, by=by, now=now)
    new = Rhythm.objects.create(
        circle=circle, rule=rule, first=first, starts=starts, lasts=lasts, numbered_to=highest
    )
    keep_a_year_ahead(circle, now=now)
    circle_changed(circle)
    return new


def in_force(circle: Circle, *, rule: str, first: date, starts: time, lasts: timedelta) -> Rhythm | None:
    """Return the circle's rhythm if it is just this one."""
    same = circle.rhythms.filter(rule=rule, first=first, starts=starts, lasts=lasts, ended__isnull=True)
    return same.first()


def _carry_out(
    plan: Plan, choices: Mapping[int, Choice], *, reason: str, by: Membership, now: datetime
) -> None:
    """Let each gathering become what the plan says, and what a person has chosen (rule 2); tell in one letter."""
    Gathering.objects.filter(pk__in=[step.gathering.pk for step in plan.going]).delete()
    steps = [step for step in plan.steps if step not in plan.going and not step.near]
    chosen = [(step, step.chosen(choices)) for step in steps]
    knew = [Known.of(step.gathering) for step in steps]
    for step, choice in chosen:
        if choice is Choice.OFF:
            step.gathering.status, step.gathering.reason = Status.CALLED_OFF, reason
            save_change(step.gathering, now=now, sequence=True)
    follow = [step for step, choice in chosen if choice in {None, Choice.FOLLOW} and step.to]
    # Cleared before they are given anew: two may not have the same for a moment.
    Gathering.objects.filter(pk__in=[step.gathering.pk for step in follow]).update(slot=None)
    for step in follow:
        gathering, stayed = step.gathering, step.stays
        gathering.slot = gathering.day = step.to or gathering.day
        gathering.starts, gathering.lasts = step.core.starts, step.core.lasts
        if stayed:
            gathering.save(update_fields=["slot"])
        elif step.touched:
            gathering.reason = reason
            save_change(gathering, now=now, sequence=True)
        else:
            gathering.sequence += 1
            gathering.changed_at = max(now, gathering.changed_at)
            gathering.save()
    changes = [Change(known, step.gathering) for known, step in zip(knew, steps, strict=True)]
    change_letters.tell(changes, by=by, now=now)


@transaction.atomic
def keep_a_year_ahead(circle: Circle, *, now: datetime) -> int:
    """Make what is missing of the year after `now` (aware) and return how many; none for a resting or closed circle."""
    circle = lock(circle)
    if circle.resting_since or circle.is_closed:
        return 0
    today = now.astimezone(UTC).date()
    until = today + A_YEAR
    made, hours = _taken(circle)
    number = highest_number(circle)
    new: list[Gathering] = []
    for row in circle.rhythms.filter(Q(ended__isnull=True) | Q(ended__gte=today)):
        row.circle = circle
        for occurrence in row.as_core().occurrences(
            today - timedelta(days=1), min(row.ended or until, until)
        ):
            if occurrence.day in made or occurrence.starts_at in hours or occurrence.ends_at <= now:
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


def _taken(circle: Circle) -> tuple[set[date], set[datetime]]:
    """Return the dates the rhythm has made, or that one of its gatherings stands on; the hours of those set by hand."""
    rows = circle.gatherings.values_list("slot", "day", "starts_at", "status")
    made = {slot for slot, *_rest in rows if slot}
    made |= {day for slot, day, _at, status in rows if slot and status == Status.PLANNED}
    return made, {at for slot, _day, at, status in rows if not slot and status == Status.PLANNED}
