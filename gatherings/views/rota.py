"""Who holds what at the gatherings to come."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.timezone import now
from django.views.decorators.http import require_safe

from circles.access import membership_for
from circles.http import MemberRequest
from gatherings.access import roles_of, rota_of
from gatherings.gathering_page import GatheringPage

SHOWN = 6  # beyond half a year a rota is a wish


@require_safe
def rota(request: MemberRequest, slug: str) -> HttpResponse:
    """Show gatherings by roles, the member's own turns marked, open seats with a button; with ?year all of them."""
    membership = membership_for(request.user, slug)
    circle, time = membership.circle, now()
    roles = roles_of(circle)
    coming = list(rota_of(circle, now=time))
    shown = coming if "year" in request.GET else coming[:SHOWN]
    rows = [GatheringPage(gathering, membership, roles, time) for gathering in shown]
    return render(
        request,
        "gatherings/rota.html",
        {
            "circle": circle,
            "membership": membership,
            "roles": roles,
            "rows": rows,
            "more": len(coming) - len(rows),
        },
    )
