"""Deleting a circle that has closed, for good."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from circles import resting
from circles.access import membership_for
from circles.forms.circle import DeleteForm
from circles.http import MemberRequest, even_closed
from circles.models import Standing
from circles.refusals import Refused
from circles.signing_in.proof import fresh_proof


@even_closed
@require_http_methods(["GET", "HEAD", "POST"])
def circle_delete(request: MemberRequest, slug: str) -> HttpResponse:
    """Ask a steward of a closed circle, freshly proved (R43), for its name, and delete it.

    A stranger learns nothing: who may not delete is answered before any proof is asked.
    """
    membership_for(request.user, slug, at_least=Standing.STEWARD)
    return _proved(request, slug)


@fresh_proof
def _proved(request: MemberRequest, slug: str) -> HttpResponse:
    steward = membership_for(request.user, slug, at_least=Standing.STEWARD)
    circle = steward.circle
    form = DeleteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            resting.delete(circle, name=form.cleaned_data["name"], by=steward)
        except Refused as refused:
            form.add_error("name", str(refused))
        else:
            messages.success(
                request, _("%(circle)s is deleted. Nothing of it is left here.") % {"circle": circle}
            )
            return redirect("home")
    return render(request, "circles/delete.html", {"circle": circle, "membership": steward, "form": form})
