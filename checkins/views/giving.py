"""Giving a poem, which cannot be taken back: asked once, kindly; and whether to read it back first."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from checkins.access import poem_to_look_after
from checkins.forms import GivingForm
from checkins.letters import harvest_letters
from checkins.poem import harvesting
from circles.http import MemberRequest
from circles.refusals import Refused


@require_http_methods(["GET", "HEAD", "POST"])
def give_poem(request: MemberRequest, slug: str, number: int) -> HttpResponse:
    """Tell whoever catches what happens, and to read it back first; give it where they say so."""
    harvest, membership = poem_to_look_after(request.user, slug, number)
    if harvest.is_given:
        return redirect(harvest)
    form = GivingForm(request.POST or None, initial={"version": harvest.version})
    if request.method == "POST" and form.is_valid():
        try:
            harvesting.give(harvest, by=membership, version=form.cleaned_data["version"], now=now())
        except Refused as refused:
            messages.error(request, str(refused))
            return redirect("stitching", slug, number)
        messages.success(request, _("The poem is with the circle."))
        return redirect(harvest)
    context = {
        "circle": membership.circle,
        "gathering": harvest.gathering,
        "harvest": harvest,
        "form": form,
        "letter": harvest_letters.are_sent(membership.circle),
    }
    return render(request, "checkins/give.html", context)
