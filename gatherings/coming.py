"""What is to come in several circles at once, and which of its seats are open: the front of the hosts' table."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q, Sum

from circles.models import Circle
from gatherings.models import Gathering, HostingRole


@dataclass(frozen=True)
class Coming:
    """One circle, its next gathering, and how many of that evening's seats nobody holds yet."""

    circle: Circle
    next: Gathering | None
    open_seats: int


def coming_in(circles: Iterable[int], *, now: datetime) -> list[Coming]:
    """Return what is to come at `now` (aware) in circles given by primary key, by their name: three queries."""
    keys = list(circles)
    seats = dict(
        HostingRole.objects.filter(circle__in=keys, resting=False)
        .order_by()
        .values_list("circle")
        .annotate(seats=Sum("seats"))
    )
    handed_out = Count("turns", filter=Q(turns__role__resting=False))
    nexts = Gathering.objects.next_of_each(keys, now=now).annotate(taken=handed_out)
    by_circle = {found.circle_id: (found, found.taken) for found in nexts}  # type: ignore[attr-defined]
    shown = []
    for circle in Circle.objects.filter(pk__in=keys).order_by("name", "pk"):
        coming, taken = by_circle.get(circle.pk, (None, 0))
        free = seats.get(circle.pk, 0) - taken if coming else 0
        shown.append(Coming(circle, coming, max(0, free)))
    return shown
