"""The only way to a gathering and what hangs on it."""

from django.http import Http404

from circles.access import Visitor, membership_for
from circles.models import Membership, Standing
from gatherings.models import Duty, Gathering, Turn


def gathering_for(
    person: Visitor, slug: str, number: int, *, at_least: Standing = Standing.MEMBER
) -> tuple[Gathering, Membership]:
    """Return the gathering and the person's membership in its circle.

    Raises Http404 unless they belong to the circle and it has that gathering, PermissionDenied when their
    standing is less than `at_least`.
    """
    membership = membership_for(person, slug, at_least=at_least)
    gathering = Gathering.objects.filter(circle_id=membership.circle_id, number=number).first()
    if gathering is None:
        raise Http404
    gathering.circle = membership.circle
    return gathering, membership


def holds(membership: Membership, gathering: Gathering, duty: Duty) -> bool:
    """Whether the member holds a turn with that duty at that gathering."""
    return Turn.objects.filter(gathering=gathering, holder=membership, role__duty=duty).exists()


def may_open(membership: Membership, gathering: Gathering) -> bool:
    """Whether the member may open and close the circle: any host or steward, or who holds a role that opens."""
    return membership.is_host or holds(membership, gathering, Duty.OPENS)


def may_catch(membership: Membership, gathering: Gathering) -> bool:
    """Whether the member may catch and stitch: any host or steward, or who holds a role that catches."""
    return membership.is_host or holds(membership, gathering, Duty.CATCHES)
