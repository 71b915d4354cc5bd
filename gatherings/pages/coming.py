"""What is to come in several circles at once, and how many of its seats are open."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, F, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Coalesce

from circles.models import Circle
from gatherings.models import Gathering, GatheringQuerySet, HostingRole, Turn


@dataclass(frozen=True)
class Coming:
    """One circle, its next gathering, and how many of that evening's seats nobody holds yet."""

    circle: Circle
    next: Gathering | None
    open_seats: int


def with_open_seats(gatherings: GatheringQuerySet) -> GatheringQuerySet:
    """Return the gatherings with how many seats of roles nobody holds there yet, as `open_seats`: no query more."""
    here = Q(only_at__isnull=True) | Q(only_at=OuterRef("pk"))
    roles = HostingRole.objects.filter(here, circle=OuterRef("circle"), resting=False).order_by()
    held = Turn.objects.filter(gathering=OuterRef("pk"), role__resting=False).order_by()
    return gatherings.annotate(
        seats_there=Coalesce(Subquery(roles.values("circle").annotate(n=Sum("seats")).values("n")), 0),
        seats_held=Coalesce(Subquery(held.values("gathering").annotate(n=Count("pk")).values("n")), 0),
        open_seats=F("seats_there") - F("seats_held"),
    )


def coming_in(circles: Iterable[int], *, now: datetime) -> list[Coming]:
    """Return what is to come at `now` (aware) in circles given by primary key, by their name: two queries."""
    keys = list(circles)
    nexts = {each.circle_id: each for each in with_open_seats(Gathering.objects.next_of_each(keys, now=now))}
    return [
        Coming(circle, coming, max(0, coming.open_seats) if coming else 0)  # type: ignore[attr-defined]
        for circle in Circle.objects.filter(pk__in=keys).order_by("name", "pk")
        for coming in [nexts.get(circle.pk)]
    ]
