"""The poem, and all poems of a circle."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.timezone import now
from django.views.decorators.http import require_safe

from checkins import harvesting, stitching
from checkins.access import poem_for
from checkins.models import Harvest
from circles.access import membership_for
from circles.http import MemberRequest
from gatherings.access import may_catch
from gatherings.models import Gathering


@require_safe
def poem(request: MemberRequest, slug: str, number: int) -> HttpResponse:
    """Show a gathering's poem, with the reader's own words marked for them alone; or say that there is none yet."""
    gathering, harvest, membership = poem_for(request.user, slug, number)
    if harvest is None:
        context = {
            "circle": membership.circle,
            "gathering": gathering,
            "may_catch": may_catch(membership, gathering),
        }
        return render(request, "checkins/no_poem.html", context)
    stitches = list(harvest.stitches.select_related("phrase"))
    mine = {stitch.pk for stitch in stitches if stitch.phrase and stitch.phrase.speaker_id == membership.pk}
    context = {
        "circle": membership.circle,
        "gathering": gathering,
        "harvest": harvest,
        "stanzas": stitching.stanzas(harvesting.as_core(stitches)),
        "mine": mine,
        "may_catch": not harvest.is_given and may_catch(membership, gathering),
        "next": Gathering.objects.exclude(pk=gathering.pk)
        .next_of_each([membership.circle_id], now=now())
        .first(),
    }
    return render(request, "checkins/poem.html", context)


@require_safe
def poems(request: MemberRequest, slug: str) -> HttpResponse:
    """List the poems given to a circle, the latest first."""
    membership = membership_for(request.user, slug)
    given = (
        Harvest.objects.given()
        .filter(gathering__circle=membership.circle)
        .select_related("gathering", "catcher")
    )
    harvests = list(given)
    for harvest in harvests:
        harvest.gathering.circle = membership.circle
    return render(request, "checkins/poems.html", {"circle": membership.circle, "harvests": harvests})
