"""The only way to what was answered to a poem."""

from django.http import Http404

from checkins.models import Harvest, Response, ResponseQuerySet
from circles.access import Visitor, membership_for
from circles.models import Membership


def responses_to(harvest: Harvest, membership: Membership) -> ResponseQuerySet:
    """Return what was answered to a poem, as a member of its circle may read it, the first one first."""
    return Response.objects.filter(harvest=harvest).read_by(membership).select_related("membership")


def welcomed_responses_to(harvest: Harvest) -> ResponseQuerySet:
    """Return what readers answered to a shared poem and stands below it for everybody, the first one first."""
    return Response.objects.welcomed().filter(harvest=harvest)


def responses_that_wait(membership: Membership) -> list[Response]:
    """Return what readers answered to poems of a host's circle and nobody has said yes to, the first one first."""
    there = Response.objects.waiting().filter(harvest__gathering__circle=membership.circle)
    found = list(there.select_related("harvest__gathering"))
    for response in found:
        response.harvest.gathering.circle = membership.circle
    return found


def response_for(person: Visitor, slug: str, pk: int) -> tuple[Response, Membership]:
    """Return a response to a poem of the person's circle, and their membership.

    Raises Http404 for a stranger, or where there is none that they may read.
    """
    membership = membership_for(person, slug)
    there = Response.objects.filter(pk=pk, harvest__gathering__circle=membership.circle).read_by(membership)
    response = there.select_related("harvest__gathering").first()
    if response is None:
        raise Http404
    return response, membership
