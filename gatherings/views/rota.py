"""Who holds what at the gatherings to come; and, for hosts, who has held what."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.timezone import now
from django.views.decorators.http import require_safe

from circles.access import membership_for
from circles.http import MemberRequest
from circles.models import Standing
from gatherings.access import roles_of, rota_of
from gatherings.pages.gathering import GatheringPage
from gatherings.pages.held import held_page

SHOWN = 6  # beyond half a year a rota is a wish
WISHED = 3  # open seats somebody would hold gladly


@require_safe
def rota(request: MemberRequest, slug: str) -> HttpResponse:
    """Show gatherings by roles, the member's own turns marked, open seats with a button; with ?year all of them.

    What is open and they would hold gladly stands before all.
    """
    membership = membership_for(request.user, slug)
    circle, time = membership.circle, now()
    roles = roles_of(circle, wished_by=membership)
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
            "wished": []
            if circle.is_closed
            else [(row, place) for row in rows for place in row.wished][:WISHED],
            "more": len(coming) - len(rows),
        },
    )


@require_safe
def held(request: MemberRequest, slug: str) -> HttpResponse:
    """Show hosts who has held what in the year past."""
    membership = membership_for(request.user, slug, at_least=Standing.HOST)
    page = held_page(membership.circle, now=now())
    context = {"circle": membership.circle, "membership": membership, "page": page}
    return render(request, "gatherings/ledger.html", context)
