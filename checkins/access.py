"""The only way to a round and a poem."""

from django.core.exceptions import PermissionDenied
from django.http import Http404

from checkins.models import Harvest
from circles.access import Visitor
from circles.models import Membership
from gatherings.access import gathering_for, may_catch
from gatherings.models import Gathering


def catching_for(person: Visitor, slug: str, number: int) -> tuple[Gathering, Membership]:
    """Return the gathering and membership of somebody who may catch there.

    Raises Http404 for a stranger, PermissionDenied for a member who may not catch.
    """
    gathering, membership = gathering_for(person, slug, number)
    if not may_catch(membership, gathering):
        raise PermissionDenied
    return gathering, membership


def poem_for(person: Visitor, slug: str, number: int) -> tuple[Harvest, Membership]:
    """Return a gathering's poem, once given to the circle, or while being made to who may catch.

    Raises Http404 where there is none that the person may read.
    """
    gathering, membership = gathering_for(person, slug, number)
    harvest = Harvest.objects.filter(gathering=gathering).select_related("catcher").first()
    if harvest is None or not (harvest.is_given or may_catch(membership, gathering)):
        raise Http404
    harvest.gathering = gathering
    return harvest, membership
