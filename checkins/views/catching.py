"""The catcher's board: what was heard, line after line, live or from notes, or taken from what members brought."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from checkins import catching
from checkins.access import brought_to, catching_for, phrase_of
from checkins.forms import CatchingForm, TakingForm, lines_of
from checkins.models import CheckIn, Round
from circles.access import members_of
from circles.http import MemberRequest, even_closed
from circles.refusals import Refused


@require_http_methods(["GET", "HEAD", "POST"])
def catch(request: MemberRequest, slug: str, number: int) -> HttpResponse:
    """Show what has been caught; keep what the catcher heard."""
    round_, membership = catching_for(request.user, slug, number)
    form = CatchingForm(request.POST or None, people=members_of(membership.circle))
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            catching.catch(
                round_,
                lines=form.lines,
                by=membership,
                speaker=given["speaker"],
                nonce=given["nonce"],
                now=now(),
            )
        except Refused as refused:
            form.add_error("heard", str(refused))
        else:
            return redirect("catch", slug, number)
    return _board(request, round_, form)


@require_http_methods(["GET", "HEAD", "POST"])
def take(request: MemberRequest, slug: str, number: int) -> HttpResponse:
    """Keep phrases taken from what a member brought, as they stand there; looked at, it is the board."""
    if request.method != "POST":
        return redirect("catch", slug, number)
    round_, membership = catching_for(request.user, slug, number)
    form = TakingForm(request.POST, checkins=brought_to(round_))
    if form.is_valid():
        given = form.cleaned_data
        lines = lines_of(given["taken"])
        try:
            catching.catch(
                round_, lines=lines, by=membership, checkin=given["checkin"], nonce=given["nonce"], now=now()
            )
            messages.success(
                request, _("Caught from what %(name)s brought.") % {"name": given["checkin"].membership}
            )
            return redirect("catch", slug, number)
        except Refused as refused:
            form.add_error("taken", str(refused))
    return _board(request, round_, CatchingForm(people=members_of(membership.circle)), taking=form)


@even_closed
@require_POST
def undo(request: MemberRequest, slug: str, number: int, pk: int) -> HttpResponse:
    """Take away a phrase that was caught by mistake."""
    round_, membership = catching_for(request.user, slug, number)
    try:
        catching.undo(phrase_of(round_.gathering, pk), by=membership)
    except Refused as refused:
        messages.error(request, str(refused))
    return redirect("catch", slug, number)


def _board(
    request: MemberRequest, round_: Round, form: CatchingForm, *, taking: TakingForm | None = None
) -> HttpResponse:
    phrases = list(round_.phrases.select_related("speaker")) if round_.pk else []
    caught_from = {phrase.checkin_id for phrase in phrases}
    context: dict[str, Any] = {
        "circle": round_.gathering.circle,
        "gathering": round_.gathering,
        "round": round_,
        "form": form,
        "phrases": phrases,
        "brought": [
            (
                checkin,
                checkin.pk in caught_from,
                _taking_from(checkin, taking, caught=checkin.pk in caught_from),
            )
            for checkin in brought_to(round_)
        ],
        "harvest": getattr(round_.gathering, "harvest", None),
    }
    return render(request, "checkins/catch.html", context)


def _taking_from(checkin: CheckIn, refused: TakingForm | None, *, caught: bool) -> TakingForm:
    """Return the form that takes words from a check-in; the one just refused, as it was filled."""
    if refused and refused.data.get("checkin") == str(checkin.pk):
        return refused
    return TakingForm(initial={"checkin": checkin.pk, "taken": "" if caught else checkin.words})
