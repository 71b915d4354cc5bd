"""The way to what holding an evening needs: who has a part in it, its flow, who was there, the evening before."""

from django.core.exceptions import PermissionDenied
from django.db.models import F, Q

from circles.access import Visitor
from circles.models import Membership
from gatherings.access import gathering_for
from gatherings.models import Answer, FlowPart, Gathering, GatheringQuerySet, Presence, Turn


def has_a_part(membership: Membership, gathering: Gathering) -> bool:
    """Whether the member has a part in holding it: any host or steward, and who holds a role or sits beside there."""
    mine = Turn.objects.filter(Q(holder=membership) | Q(beside=membership), gathering=gathering)
    return membership.is_host or mine.exists()


def holding_for(person: Visitor, slug: str, number: int) -> tuple[Gathering, Membership]:
    """Return the gathering and the membership of somebody who has a part in holding it.

    Raises Http404 for a stranger, PermissionDenied for a member without a part in it.
    """
    gathering, membership = gathering_for(person, slug, number)
    if not has_a_part(membership, gathering):
        raise PermissionDenied
    return gathering, membership


def evening_before(gathering: Gathering) -> Gathering | None:
    """Return the last evening of the same circle before a gathering that was not called off; labs are no evenings."""
    return _evenings_before(gathering).last()


def presences_of(gathering: Gathering) -> list[Presence]:
    """Return who is known to have been at a gathering, or not, by their names, with their faces: one query."""
    presences = gathering.presences.select_related("membership").order_by("membership__name", "pk")
    return list(presences.annotate(face_changed_at=F("membership__face__changed_at")))


def likely_there(gathering: Gathering) -> list[int]:
    """Return who was there, by primary key: as a host said; else whom the check-in saw, and who said yes."""
    presences = list(gathering.presences.all())
    seen = [each.membership_id for each in presences if each.there]
    if any(each.set_by_id for each in presences):
        return seen
    return [*seen, *gathering.rsvps.filter(answer=Answer.YES).values_list("membership_id", flat=True)]


def flow_of(gathering: Gathering) -> list[FlowPart]:
    """Return the parts of a gathering in order, each with the role that holds it: one query."""
    return list(gathering.flow.select_related("role"))


def flow_before(gathering: Gathering) -> list[FlowPart]:
    """Return the parts of the last evening before a gathering that had any; labs are no evenings."""
    last = _evenings_before(gathering).filter(flow__isnull=False).last()
    return flow_of(last) if last else []


def _evenings_before(gathering: Gathering) -> GatheringQuerySet:
    evenings = gathering.circle.gatherings.planned().evenings()
    return evenings.filter(starts_at__lt=gathering.starts_at).order_by("starts_at", "pk")
