"""What is to come: in several circles at once, with how many of its seats are open; of one evening, who holds what."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Count, F, FilteredRelation, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Coalesce

from circles.models import Circle, Membership
from gatherings.models import Gathering, GatheringQuerySet, HostingRole, Said, Turn


@dataclass(frozen=True)
class Coming:
    """One circle, its next gathering, and how many of that evening's seats nobody holds yet."""

    circle: Circle
    next: Gathering | None
    open_seats: int


@dataclass(frozen=True)
class RoleInShort:
    """One role at an evening, as a short list shows it: by name, who holds it, and whether a seat is open."""

    role: HostingRole
    my_request: int | None  # the request to hold it that the member who looks has not answered
    holders: list[str] = field(default_factory=list)

    @property
    def is_open(self) -> bool:
        """Whether somebody can still take it up."""
        return not self.role.resting and len(self.holders) < self.role.seats


def roles_in_short(gathering: Gathering, me: Membership) -> list[RoleInShort]:
    """Return what is held or open at a gathering, in the circle's order: one query. Load `lab` with the gathering.

    The monthly roles do not go round at a lab; what is held there all the same is shown, and so at any other.
    """
    there = FilteredRelation("turns", condition=Q(turns__gathering=gathering))
    asked = FilteredRelation(
        "requests", condition=Q(requests__gathering=gathering, requests__asked=me, requests__said=Said.OPEN)
    )
    held = Q(there__isnull=False)
    roles = HostingRole.objects.at(gathering).filter(circle=gathering.circle_id)
    roles = roles.annotate(
        there=there, of_me=asked, holder=F("there__holder__name"), my_request=F("of_me__pk")
    )
    roles = roles.filter(held if hasattr(gathering, "lab") else held | Q(resting=False))
    found: dict[int, RoleInShort] = {}
    for row in roles.order_by("position", "pk", F("there__seat")):
        place = found.setdefault(row.pk, RoleInShort(row, getattr(row, "my_request", None)))
        if holder := getattr(row, "holder", ""):
            place.holders.append(holder)
    return list(found.values())


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
