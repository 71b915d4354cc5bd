"""The people of a circle as one member sees them: when they are away, what they hold gladly, what they held.

1. Everybody is loaded by the same few queries, for 3 people and for 60.
2. What time it is somewhere is told only of who said where they live, and only where the clock differs from the
   circle's.
3. A gathering that was called off was held by nobody.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from zoneinfo import ZoneInfo

from django.db.models import OuterRef, QuerySet, Subquery
from django.utils.formats import time_format
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from circles.access import members_of
from circles.arriving.asking import how_many
from circles.arriving.invitations_page import how_many_open
from circles.models import Circle, Membership
from gatherings.access import aways_from
from gatherings.models import Away, HostingRole, RoleWish, Status, Turn, Wish
from gatherings.moments import zone_words


@dataclass
class PersonHere:
    """One member of a circle, at `now` (aware)."""

    membership: Membership
    circle: Circle
    now: datetime
    aways: list[Away] = field(default_factory=list)  # those not over, the next first
    gladly: list[HostingRole] = field(default_factory=list)
    rather_not: list[HostingRole] = field(default_factory=list)
    last: Turn | None = None  # what they held last

    @cached_property
    def time_there(self) -> str:
        """Where they live and what time it is there: "Lisbon time, 1:14 on Thursday" (rule 2)."""
        person = self.membership.person
        if person is None or person.timezone == "UTC":
            return ""
        there, here = self.now.astimezone(ZoneInfo(person.timezone)), self.now.astimezone(self.circle.zone)
        if there.replace(tzinfo=None) == here.replace(tzinfo=None):
            return ""
        words = {"zone": zone_words(person.timezone), "hour": time_format(there.time(), "H:i")}
        if there.date() < here.date():
            return _("%(zone)s, %(hour)s there, still yesterday") % words
        if there.date() > here.date():
            return _("%(zone)s, %(hour)s there, tomorrow already") % words
        return _("%(zone)s, %(hour)s there") % words


def people_of(circle: Circle, *, now: datetime) -> list[PersonHere]:
    """Return who is in the circle, in the order they joined: four queries.

    Each membership tells, as `asking`, how many ask to join, and as `invited` how many are invited and not here yet.
    """
    held = _held(now=now).filter(holder=OuterRef("pk")).order_by("-gathering__starts_at", "role__position")
    members = list(
        members_of(circle)
        .with_faces()
        .select_related("person")
        .annotate(
            last_turn=Subquery(held.values("pk")[:1]), asking=how_many(circle), invited=how_many_open(circle)
        )
    )
    people = {member.pk: PersonHere(member, circle, now) for member in members}
    for away in _aways(circle, now=now):
        people[away.membership_id].aways.append(away)
    for wish in _wishes(circle):
        _add_wish(people[wish.membership_id], wish)
    lasts = [getattr(member, "last_turn", None) for member in members]
    for turn in Turn.objects.filter(pk__in=filter(None, lasts)).select_related("role", "gathering"):
        turn.gathering.circle = circle
        people[turn.holder_id].last = turn
    return list(people.values())


@dataclass
class PersonInFull(PersonHere):
    """One member's own page."""

    held: list[Turn] = field(default_factory=list)  # the latest first
    to_hold: list[Turn] = field(default_factory=list)  # the next first

    @property
    def held_by_role(self) -> list[tuple[HostingRole, list[Turn]]]:
        """What they held, role by role, each with its turns, the latest first."""
        by_role: dict[HostingRole, list[Turn]] = defaultdict(list)
        for turn in self.held:
            by_role[turn.role].append(turn)
        return sorted(by_role.items(), key=lambda pair: (pair[0].position, pair[0].pk))


def person_in_full(member: Membership, circle: Circle, *, now: datetime) -> PersonInFull:
    """Return one member of the circle with all they held and are to hold: three queries."""
    person = PersonInFull(member, circle, now)
    person.aways = list(_aways(circle, now=now).filter(membership=member))
    for wish in _wishes(circle).filter(membership=member):
        _add_wish(person, wish)
    turns = member.turns.filter(gathering__status=Status.PLANNED).select_related("role", "gathering")
    for turn in turns.order_by("gathering__starts_at", "role__position"):
        turn.gathering.circle = circle
        if turn.gathering.is_over(now):
            person.held.insert(0, turn)
        else:
            person.to_hold.append(turn)
    person.last = person.held[0] if person.held else None
    return person


def _held(*, now: datetime) -> QuerySet[Turn]:
    return Turn.objects.filter(gathering__ends_at__lte=now, gathering__status=Status.PLANNED)


def _aways(circle: Circle, *, now: datetime) -> QuerySet[Away]:
    coming = aways_from(localdate(now, circle.zone))
    return coming.filter(membership__circle=circle, membership__left_at=None)


def _wishes(circle: Circle) -> QuerySet[RoleWish]:
    standing = RoleWish.objects.filter(
        membership__circle=circle, membership__left_at=None, role__resting=False, role__only_at__isnull=True
    )
    return standing.select_related("role").order_by("role__position", "role_id")


def _add_wish(person: PersonHere, wish: RoleWish) -> None:
    (person.gladly if wish.wish == Wish.GLADLY else person.rather_not).append(wish.role)
