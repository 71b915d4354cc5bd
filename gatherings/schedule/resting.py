"""A circle rests, wakes or closes, and what is to come is called off or on again with it.

1. What is called off for the rest alone is marked (`rests`), keeps its UID and says so in every calendar. Called off
   or put on again by hand, it is no longer marked.
2. Only what has not begun changes. What was, and what a host called off for a reason of its own, stays as it is.
3. Everybody is told in one letter (`change_letters`), but who let it rest, wake or close.
4. Waking, a gathering comes back unless another stands at its hour, or the rhythm gives its date no more.
"""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Q
from django.utils import translation
from django.utils.translation import gettext_lazy

from circles.models import Circle, Membership
from gatherings.answering import seats
from gatherings.feeds.subscriptions import circle_changed
from gatherings.letters import change_letters, lab_letters
from gatherings.letters.change_letters import Change
from gatherings.letters.known import Known
from gatherings.models import Gathering, GatheringQuerySet, Status


def to_rest(circle: Circle, *, since: date, now: datetime) -> GatheringQuerySet:
    """Return what would be called off if the circle rested from `since` on (a day on its calendar)."""
    return circle.gatherings.planned().filter(day__gte=since, starts_at__gt=now).order_by("starts_at", "pk")


def to_wake(circle: Circle, *, now: datetime) -> list[Gathering]:
    """Return what would be on again if the circle woke at `now` (aware) (rule 4)."""
    resting = list(circle.gatherings.filter(rests=True, starts_at__gt=now).order_by("starts_at", "pk"))
    if not resting:
        return []
    others = set(circle.gatherings.planned().filter(starts_at__gt=now).values_list("starts_at", flat=True))
    slots = _rhythm_days(circle, until=max(each.slot or each.day for each in resting))
    return [
        each for each in resting if each.starts_at not in others and (not each.slot or each.slot in slots)
    ]


def call_off_from(circle: Circle, *, since: date, why: str, by: Membership, now: datetime) -> None:
    """Call off what is to come from `since` on, and put on again what was called off for an earlier day.

    Called inside a transaction that has locked the circle.
    """
    reason = why or _in_the_circles_words(circle, gettext_lazy("The circle rests."))
    _put_on(circle, (each for each in to_wake(circle, now=now) if each.day < since), by=by, now=now)
    resting = Q(status=Status.PLANNED) | Q(rests=True) & ~Q(reason=reason)
    coming = circle.gatherings.select_for_update().filter(resting, day__gte=since, starts_at__gt=now)
    _call_off(circle, coming.order_by("starts_at", "pk"), reason=reason, by=by, now=now)


def call_off_all(circle: Circle, *, by: Membership, now: datetime) -> None:
    """Call off all that is to come: the circle has closed. The transaction has locked the circle."""
    coming = circle.gatherings.select_for_update().filter(
        Q(status=Status.PLANNED) | Q(rests=True), starts_at__gt=now
    )
    _call_off(
        circle,
        coming.order_by("starts_at", "pk"),
        reason=_in_the_circles_words(circle, gettext_lazy("The circle has closed.")),
        by=by,
        now=now,
    )


def put_on_again(circle: Circle, *, by: Membership, now: datetime) -> None:
    """Put on again what was called off for the rest alone. The transaction has locked the circle."""
    _put_on(circle, to_wake(circle, now=now), by=by, now=now)


def _call_off(
    circle: Circle, gatherings: Iterable[Gathering], *, reason: str, by: Membership, now: datetime
) -> None:
    changes = []
    for gathering in gatherings:
        known = _known(gathering, circle)
        gathering.sequence += gathering.status == Status.PLANNED
        gathering.status, gathering.reason, gathering.rests = Status.CALLED_OFF, reason, True
        _save(gathering, now=now)
        changes.append(Change(known, gathering))
    circle_changed(circle)
    change_letters.tell(changes, by=by, everybody=True, now=now)


def _put_on(circle: Circle, gatherings: Iterable[Gathering], *, by: Membership, now: datetime) -> None:
    changes = []
    put_on = list(gatherings)
    for gathering in put_on:
        known = _known(gathering, circle)
        gathering.sequence += 1
        gathering.status, gathering.reason, gathering.rests = Status.PLANNED, "", False
        _save(gathering, now=now)
        changes.append(Change(known, gathering))
    circle_changed(circle)
    change_letters.tell(changes, by=by, everybody=True, now=now)
    seats.move_up_in(put_on, now=now)


def _known(gathering: Gathering, circle: Circle) -> Known:
    gathering.circle = circle
    return Known.of(gathering)


def _save(gathering: Gathering, *, now: datetime) -> None:
    gathering.changed_at = max(now, gathering.changed_at)  # its clock never runs back (R21)
    gathering.save(update_fields=["status", "reason", "rests", "sequence", "changed_at"])
    lab_letters.tell_of_change(gathering, on_again=not gathering.is_called_off, now=now)


def _rhythm_days(circle: Circle, *, until: date) -> set[date]:
    """Return the days the circle's rhythms give, each while it was in force, up to `until`."""
    days: set[date] = set()
    for row in circle.rhythms.all():
        row.circle = circle
        end = min(row.ended or until + timedelta(days=1), until + timedelta(days=1))
        days |= {each.day for each in row.as_core().occurrences(row.first, end)}
    return days


def _in_the_circles_words(circle: Circle, reason: Any) -> str:
    """Return a reason nobody of the circle gave (a lazy sentence), as calendars show it: in the circle's language."""
    with translation.override(circle.language):
        return str(reason)
