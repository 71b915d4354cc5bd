"""What the front of the hosts' table shows: each of one's circles, what is to come, and what is open."""

from dataclasses import dataclass

from django.db.models import Count, Sum
from django.http import HttpRequest
from django.urls import reverse
from django.utils.timezone import now

from circles.models import Circle
from circles.scoped_admin import held_by
from gatherings.models import Gathering, HostingRole


@dataclass(frozen=True)
class Coming:
    """One circle, its next gathering, and how many of that evening's seats nobody holds yet."""

    circle: Circle
    next: Gathering | None
    open_seats: int

    @property
    def rota_url(self) -> str:
        """The address of the screen where turns are handed out."""
        return reverse("admin:gatherings_rota", args=[self.circle.slug])


def coming_for(request: HttpRequest) -> list[Coming]:
    """Return the circles the person holds, by name: three queries."""
    held = held_by(request)
    circles = Circle.objects.in_bulk(held)
    seats = dict(
        HostingRole.objects.filter(circle__in=held, resting=False)
        .values_list("circle")
        .annotate(seats=Sum("seats"))
        .order_by()
    )
    nexts = Gathering.objects.next_of_each(held, now=now()).annotate(taken=Count("turns"))
    by_circle = {gathering.circle_id: gathering for gathering in nexts}
    shown = []
    for pk, circle in sorted(circles.items(), key=lambda item: item[1].name):
        coming = by_circle.get(pk)
        taken = getattr(coming, "taken", 0)
        shown.append(Coming(circle, coming, max(0, seats.get(pk, 0) - taken) if coming else 0))
    return shown
