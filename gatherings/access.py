"""The only way to a gathering and what hangs on it."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Exists, Prefetch, QuerySet
from django.http import Http404

from circles.access import Visitor, membership_for
from circles.models import Circle, Membership, Standing
from gatherings.models import (
    Away,
    Duty,
    FeedLink,
    Gathering,
    GatheringQuerySet,
    HostingRole,
    Rsvp,
    Turn,
)


def gathering_for(
    person: Visitor, slug: str, number: int, *, at_least: Standing = Standing.MEMBER
) -> tuple[Gathering, Membership]:
    """Return the gathering and the person's membership in its circle.

    Raises Http404 unless they belong to the circle and it has that gathering, PermissionDenied when their
    standing is less than `at_least`.
    """
    membership = membership_for(person, slug, at_least=at_least)
    gathering = membership.circle.gatherings.filter(number=number).first()
    if gathering is None:
        raise Http404
    return gathering, membership


def gathering_page_for(person: Visitor, slug: str, number: int) -> tuple[Gathering, Membership]:
    """Return the same with all a gathering's page shows, answers and turns in order: four queries, for 3 and for 60.

    The gathering says in `has_calendar` whether the member has our dates in a calendar of theirs.
    """
    membership = membership_for(person, slug)
    rsvps = Rsvp.objects.select_related("membership").order_by("answered_at", "pk")
    links = FeedLink.objects.filter(membership=membership, revoked_at__isnull=True)
    found = membership.circle.gatherings.filter(number=number).annotate(has_calendar=Exists(links))
    gathering = found.prefetch_related(Prefetch("rsvps", rsvps), Prefetch("turns", _turns())).first()
    if gathering is None:
        raise Http404
    return gathering, membership


def coming_of(membership: Membership, *, now: datetime) -> GatheringQuerySet:
    """Return the circle's gatherings to come, with the member's own answers and turns as `mine` and `my_turns`."""
    return membership.circle.gatherings.to_come(now).prefetch_related(
        Prefetch("rsvps", membership.rsvps.all(), to_attr="mine"),
        Prefetch("turns", _turns().filter(holder=membership), to_attr="my_turns"),
    )


def coming_in(circles: Iterable[int], *, now: datetime) -> GatheringQuerySet:
    """Return the planned gatherings to come of several circles, by primary key, with their circles."""
    coming = Gathering.objects.planned().to_come(now)
    return coming.filter(circle__in=list(circles)).select_related("circle")


def rota_of(circle: Circle, *, now: datetime) -> GatheringQuerySet:
    """Return the circle's planned gatherings to come, each with who holds what."""
    return circle.gatherings.planned().to_come(now).prefetch_related(Prefetch("turns", _turns()))


def roles_of(circle: Circle) -> list[HostingRole]:
    """Return the roles the circle hands out, in its order."""
    return list(circle.roles.filter(resting=False))


def role_of(membership: Membership, pk: int) -> HostingRole:
    """Return a role of the membership's circle; raises Http404 for any other."""
    role = membership.circle.roles.filter(pk=pk).first()
    if role is None:
        raise Http404
    return role


def turn_of(membership: Membership, gathering: Gathering, pk: int) -> Turn:
    """Return the member's own turn at a gathering; raises Http404 for anybody else's."""
    turn = gathering.turns.filter(pk=pk, holder=membership).first()
    if turn is None:
        raise Http404
    return turn


def away_of(membership: Membership, pk: int) -> Away:
    """Return one of the member's own times away; raises Http404 for anybody else's."""
    away = membership.aways.filter(pk=pk).first()
    if away is None:
        raise Http404
    return away


def link_of(membership: Membership, pk: int) -> FeedLink:
    """Return one of the member's own calendar links, in use or ended; raises Http404 for anybody else's (R67)."""
    link = membership.feed_links.filter(pk=pk).first()
    if link is None:
        raise Http404
    link.membership = membership
    return link


def duties_of(membership: Membership, gathering: Gathering) -> set[Duty]:
    """Return what the roles a member holds at that gathering let them do."""
    duties = Turn.objects.filter(gathering=gathering, holder=membership).values_list("role__duty", flat=True)
    return {Duty(duty) for duty in duties}


def may_open(membership: Membership, gathering: Gathering) -> bool:
    """Whether the member may open and close the circle: any host or steward, or who holds a role that opens."""
    return membership.is_host or Duty.OPENS in duties_of(membership, gathering)


def may_catch(membership: Membership, gathering: Gathering) -> bool:
    """Whether the member may catch and stitch: any host or steward, or who holds a role that catches."""
    return membership.is_host or Duty.CATCHES in duties_of(membership, gathering)


def _turns() -> QuerySet[Turn]:
    turns = Turn.objects.select_related("role", "holder", "beside")
    return turns.order_by("role__position", "role_id", "seat")
