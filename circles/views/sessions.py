"""Where I am signed in, and signing out there (R41)."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from circles.http import MemberRequest
from circles.signing_in import sessions


@require_safe
def places(request: MemberRequest) -> HttpResponse:
    """Show where I am signed in, this place first."""
    return render(request, "circles/sessions.html", {"places": sessions.places_of(request, request.user)})


@require_POST
def end(request: MemberRequest, pk: int) -> HttpResponse:
    """Sign me out at one place; a place where I am signed out already is no mistake."""
    if sessions.end(request.user, pk=pk):
        messages.success(request, _("Signed out there."))
    return redirect("sessions")


@require_POST
def end_others(request: MemberRequest) -> HttpResponse:
    """Sign me out everywhere but here."""
    ended = sessions.end_others(request, request.user)
    words = ngettext("Signed out at one other place.", "Signed out at %(count)s other places.", ended)
    messages.success(request, words % {"count": ended} if ended else _("You are signed in here only."))
    return redirect("sessions")
