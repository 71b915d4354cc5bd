"""When the member is away, in their own words."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate, now
from django.views.decorators.http import require_http_methods, require_POST

from circles.access import membership_for
from circles.http import MemberRequest
from gatherings.access import away_of
from gatherings.forms import AwayForm
from gatherings.hosting import away as verbs


@require_http_methods(["GET", "HEAD", "POST"])
def away(request: MemberRequest, slug: str) -> HttpResponse:
    """Say when one is away."""
    membership = membership_for(request.user, slug)
    form = AwayForm(request.POST or None)
    if form.is_valid():
        verbs.add(membership, **form.cleaned_data)
        return redirect("away", slug)
    coming = membership.aways.filter(last__gte=localdate(now(), membership.circle.zone))
    return render(
        request, "gatherings/away.html", {"circle": membership.circle, "form": form, "aways": coming}
    )


@require_POST
def away_remove(request: MemberRequest, slug: str, pk: int) -> HttpResponse:
    """Let a time away go."""
    membership = membership_for(request.user, slug)
    verbs.remove(away_of(membership, pk))
    return redirect("away", slug)
