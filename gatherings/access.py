"""The only way to a gathering and what hangs on it."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.core.exceptions import PermissionDenied
from django.db.models import Exists, F, FilteredRelation, OuterRef, Prefetch, Q, QuerySet, Subquery, Value
from django.db.models.expressions import Combinable
from django.http import Http404

from circles.access import Visitor, members_of, membership_for, memberships_of
from circles.models import Circle, Membership, Standing
from gatherings.group_access import group_token, phone_asks
from gatherings.models import (
    Away,
    Duty,
    FeedLink,
    Gathering,
    GatheringQuerySet,
    Guest,
    HostingRole,
    Lab,
    LabGuest,
    LabQuerySet,
    Rsvp,
    Said,
    Status,
    Turn,
    TurnRequest,
)

A_FORTNIGHT = timedelta(days=14)


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


def gathering_page_for(
    person: Visitor, slug: str, number: int, *, at_least: Standing = Standing.MEMBER
) -> tuple[Gathering, Membership]:
    """Return the same with all a gathering's page shows, answers and turns in order: four queries, for 3 and for 60.

    The gathering says in `has_calendar` whether the member has our dates in a calendar of theirs, in `has_guests`
    whether there are guests to look for, in `group_token` what its group link carries.
    """
    membership = membership_for(person, slug, at_least=at_least)
    rsvps = Rsvp.objects.select_related("membership", "said_by").order_by("answered_at", "pk")
    rsvps = rsvps.annotate(face_changed_at=F("membership__face__changed_at"))
    links = FeedLink.objects.showing(membership)
    guests = Guest.objects.filter(gathering=OuterRef("pk"))
    found = membership.circle.gatherings.filter(number=number)
    found = found.annotate(has_calendar=Exists(links), has_guests=Exists(guests), group_token=group_token())
    # Its poem and tonight, from the floor above: the page leads to them.
    found = found.select_related("lab", "harvest", "centre")
    gathering = found.prefetch_related(Prefetch("rsvps", rsvps), Prefetch("turns", _turns())).first()
    if gathering is None:
        raise Http404
    return gathering, membership


def hosts_page_for(person: Visitor, slug: str, number: int) -> tuple[Gathering, Membership, list[Membership]]:
    """Return the same for its hosts, with everybody in the circle, in the order they joined: one query more.

    Each says in `phone_asks` whether a phone waits for a nod to answer as them.
    Raises Http404 for a stranger, PermissionDenied for a member.
    """
    gathering, membership = gathering_page_for(person, slug, number, at_least=Standing.HOST)
    people = members_of(membership.circle).with_faces().annotate(phone_asks=phone_asks())
    return gathering, membership, list(people)


def guest_of_gathering(membership: Membership, gathering: Gathering, pk: int) -> Guest:
    """Return a guest of a gathering whom the member may take off: their own, or any for a host.

    Raises Http404 for any other, PermissionDenied for another's guest whom a host has nodded in.
    """
    guest = gathering.guests.filter(pk=pk).first()
    if guest is None:
        raise Http404
    if not (membership.is_host or guest.brought_by_id == membership.pk):
        if guest.nodded_at:
            raise PermissionDenied
        raise Http404
    guest.gathering = gathering
    return guest


def coming_in(circles: Iterable[int], *, now: datetime) -> GatheringQuerySet:
    """Return the planned gatherings to come of several circles, by primary key, with their circles."""
    coming = Gathering.objects.planned().to_come(now)
    return coming.filter(circle__in=list(circles)).select_related("circle")


def past_in(circles: Iterable[int], *, now: datetime) -> GatheringQuerySet:
    """Return the planned gatherings of several circles, by primary key, that are over, the latest first."""
    past = Gathering.objects.planned().past(now)
    return past.filter(circle__in=list(circles)).select_related("circle")


def rota_of(circle: Circle, *, now: datetime) -> GatheringQuerySet:
    """Return the circle's planned gatherings to come, each with who holds what; roles go round at no lab.

    Once tonight's circle is closed, nothing is handed out at it any more.
    """
    coming = circle.gatherings.planned().evenings().not_closed().to_come(now).select_related("lab")
    return coming.prefetch_related(Prefetch("turns", _turns()))


def roles_of(
    circle: Circle, *, wished_by: Membership | None = None, at: Gathering | None = None
) -> list[HostingRole]:
    """Return the roles the circle hands out every evening, in its order, and those of the gathering it is `at` alone.

    Each tells in `my_wish` what `wished_by` said of it; with a gathering, in `my_request` which request to hold it
    there they have not answered: no query more.
    """
    mine = FilteredRelation("wishes", condition=Q(wishes__membership=wished_by))
    asked = FilteredRelation(
        "requests", condition=Q(requests__asked=wished_by, requests__gathering=at, requests__said=Said.OPEN)
    )
    roles = (circle.roles.at(at) if at else circle.roles.every_evening()).handed_out()
    roles = roles.annotate(mine=mine, my_wish=F("mine__wish"))
    return list(roles.annotate(of_me=asked, my_request=F("of_me__pk")) if at else roles)


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


def turns_of_note(members: Iterable[int], coming: Iterable[int], *, now: datetime) -> QuerySet[Turn]:
    """Return what these members hold at the gatherings `coming` (all by primary key), and what they have to hand over.

    That is what they held in the fortnight before `now` (aware) and told nobody of yet. One query.
    """
    lately = Q(gathering__ends_at__lte=now, gathering__ends_at__gt=now - A_FORTNIGHT)
    on = Q(gathering__status=Status.PLANNED, gathering__circle__closed_on__isnull=True)
    to_hand_over = lately & on & Q(handover__isnull=True)
    mine = Turn.objects.filter(Q(gathering__in=list(coming)) | to_hand_over, holder__in=list(members))
    return mine.select_related("role", "gathering").order_by(
        "-gathering__starts_at", "role__position", "seat"
    )


def request_of(gathering: Gathering, pk: int, *, asked: Membership | None = None) -> TurnRequest:
    """Return a request to hold a role at the gathering, of the member asked if one is given; raises Http404 else."""
    found = gathering.requests.select_related("role", "asked__circle", "asked__person", "asked_by", "beside")
    request: TurnRequest | None = found.filter(pk=pk, **({"asked": asked} if asked else {})).first()
    if request is None:
        raise Http404
    request.gathering = gathering
    return request


def turn_at(gathering: Gathering, pk: int) -> Turn:
    """Return a turn at the gathering, whoever holds it; raises Http404 for any other."""
    turn = gathering.turns.filter(pk=pk).first()
    if turn is None:
        raise Http404
    turn.gathering = gathering
    return turn


def name_of(member: Membership) -> Membership:
    """Return the member if they are only a name, so that a host speaks for them; raises Http404 for anybody else."""
    if not member.is_only_a_name:
        raise Http404
    return member


def away_of(membership: Membership, pk: int) -> Away:
    """Return one of the member's own times away; raises Http404 for anybody else's."""
    away = membership.aways.filter(pk=pk).first()
    if away is None:
        raise Http404
    return away


def aways_from(day: date) -> QuerySet[Away]:
    """Return the times away that are not over before `day`, the next first."""
    return Away.objects.filter(last__gte=day).order_by("first", "pk")


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


def catches_there(membership: Membership) -> Combinable:
    """Return the same for a query of gatherings, to annotate each with it."""
    if membership.is_host:
        return Value(value=True)
    holds = Turn.objects.filter(gathering=OuterRef("pk"), holder=membership, role__duty=Duty.CATCHES)
    return Exists(holds)


def lab_for(
    person: Visitor, slug: str, number: int, *, at_least: Standing = Standing.HOST
) -> tuple[Lab, Membership]:
    """Return a circle's lab by its gathering's number, with how many come and wait, and the person's membership.

    Raises Http404 for a stranger or where there is no such lab, PermissionDenied when their standing is less.
    """
    membership = membership_for(person, slug, at_least=at_least)
    mine = Lab.objects.with_taken().filter(gathering__circle=membership.circle, gathering__number=number)
    lab = mine.first()
    if lab is None:
        raise Http404
    return lab, membership


def labs_of(circle: Circle) -> LabQuerySet:
    """Return the labs of a circle, the latest first, with how many come and wait."""
    labs = Lab.objects.with_taken().filter(gathering__circle=circle)
    return labs.order_by("-gathering__starts_at", "-pk")


def open_labs(*, now: datetime) -> LabQuerySet:
    """Return the labs anybody may find: published and to come."""
    return Lab.objects.with_taken().open_to_come(now)


def public_lab(person: Visitor, slug: str) -> tuple[Lab, Membership | None]:
    """Return a lab anybody may read, and the visitor's membership in its circle if they have one.

    Raises Http404 unless it is published, or the visitor is of its circle and looks at it beforehand; and once the
    circle has closed.
    """
    lab = Lab.objects.with_taken().filter(slug=slug, gathering__circle__closed_on__isnull=True).first()
    if lab is None:
        raise Http404
    membership = memberships_of(person).filter(circle=lab.gathering.circle_id).first()
    if lab.published_at is None and membership is None:
        raise Http404
    return lab, membership


def lab_behind(circle: Circle) -> Subquery:
    """Return the slug of the published lab a circle grew out of, to annotate what is loaded anyway with."""
    labs = Lab.objects.filter(growths__circle=circle, published_at__isnull=False)
    return Subquery(labs.filter(gathering__circle__closed_on__isnull=True).values("slug")[:1])


def guest_of(lab: Lab, pk: int) -> LabGuest:
    """Return a guest of the lab; raises Http404 for any other."""
    guest = lab.guests.filter(pk=pk).first()
    if guest is None:
        raise Http404
    guest.lab = lab
    return guest


def _turns() -> QuerySet[Turn]:
    turns = Turn.objects.select_related("role", "holder", "beside", "handover")
    return turns.order_by("role__position", "role_id", "seat")
