"""What a visitor reads of the circles that are listed: why they are, when they gather, the poems they have shared."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from checkins.models import Harvest
from circles.access import Visitor
from circles.arriving import asking
from circles.models import Circle, JoinRequest, Person
from gatherings.models import Gathering, Rhythm
from gatherings.wording import rhythm_words

_DATES, _POEMS = 6, 12


@dataclass(frozen=True)
class Visit:
    """A listed circle as somebody outside sees it: no people, no place, no call link, no agreements."""

    circle: Circle
    dates: list[Gathering]
    rhythm: str  # as a sentence has it; empty while it has none
    poems: list[Harvest]  # shared beyond the circle, the latest first
    asked: JoinRequest | None  # what the visitor has asked already


@dataclass
class Listed:
    """One circle in the list of the open ones."""

    circle: Circle
    next: Gathering | None = None


def visit(circle: Circle, visitor: Visitor, *, now: datetime) -> Visit:
    """Return what a visitor sees of a listed circle: three queries, and one for somebody signed in."""
    dates = list(circle.gatherings.planned().to_come(now)[:_DATES])
    for gathering in dates:
        gathering.circle = circle
    rule = Rhythm.objects.filter(circle=circle, ended__isnull=True).values_list("rule", flat=True).first()
    poems = Harvest.objects.given().filter(gathering__circle=circle, shared_at__isnull=False)
    return Visit(
        circle=circle,
        dates=dates,
        rhythm=rhythm_words(rule) if rule and not circle.is_resting else "",
        poems=list(poems.exclude(public_slug=None).select_related("gathering__circle")[:_POEMS]),
        asked=asking.waiting(circle, visitor) if isinstance(visitor, Person) else None,
    )


def listed(circles: Iterable[Circle], *, now: datetime) -> list[Listed]:
    """Return these circles, each with its next gathering: one query more."""
    found = {circle.pk: Listed(circle) for circle in circles}
    for gathering in Gathering.objects.next_of_each(found, now=now):
        gathering.circle, found[gathering.circle_id].next = found[gathering.circle_id].circle, gathering
    return list(found.values())
