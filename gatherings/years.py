"""The way to a circle's years: what is to come and what has been, with what a list of them shows."""

from datetime import date, datetime

from django.db.models import Prefetch, Q, QuerySet
from django.http import Http404

from circles.access import Visitor, membership_for
from circles.models import Circle, Membership
from gatherings.models import Duty, Gathering, GatheringQuerySet, Turn


def around(membership: Membership, *, now: datetime) -> list[Gathering]:
    """Return a circle's gatherings from the beginning of last year on, the earliest first: three queries.

    Each with the member's own answer as `mine`, and as `held` the turns that are theirs or open the circle.
    """
    circle = membership.circle
    last_year = now.astimezone(circle.zone).year - 1
    shown = circle.gatherings.filter(Q(day__gte=date(last_year, 1, 1)) | Q(ends_at__gt=now))
    turns = _turns().filter(Q(holder=membership) | Q(role__duty=Duty.OPENS))
    mine = Prefetch("rsvps", membership.rsvps.all(), to_attr="mine")
    return list(_in_order(shown).prefetch_related(mine, Prefetch("turns", turns, to_attr="held")))


def year_for(person: Visitor, slug: str, year: int) -> tuple[list[Gathering], Membership]:
    """Return a circle's gatherings of one year, the earliest first, and the person's membership: three queries.

    Each with the turns that open the circle as `held`. Raises Http404 for a stranger, and for a year without any.
    """
    membership = membership_for(person, slug)
    if not date.min.year <= year <= date.max.year:
        raise Http404
    opening = Prefetch("turns", _turns().filter(role__duty=Duty.OPENS), to_attr="held")
    found = list(_in_order(membership.circle.gatherings.filter(day__year=year)).prefetch_related(opening))
    if not found:
        raise Http404
    return found, membership


def past_years(circle: Circle, *, now: datetime) -> list[int]:
    """Return the years in which a circle's gatherings were, the latest first: one query."""
    past = circle.gatherings.filter(ends_at__lte=now).order_by("-day__year")
    return list(past.values_list("day__year", flat=True).distinct())


def _in_order(gatherings: GatheringQuerySet) -> GatheringQuerySet:
    """With their poems and whether the circle was closed, from the floor above: a list links to them, and says so."""
    return gatherings.select_related("harvest", "centre").order_by("starts_at", "pk")


def _turns() -> QuerySet[Turn]:
    return Turn.objects.select_related("role", "holder").order_by("role__position", "role_id", "seat")
