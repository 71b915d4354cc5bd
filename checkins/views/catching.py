"""The catcher's board: what was heard, line after line, live or from notes, or taken from what members brought."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.views.decorators.http import require_http_methods, require_POST

from checkins import harvesting, rounds
from checkins.access import catching_for, phrase_of
from checkins.forms import CatchingForm, TakingForm, lines_of
from checkins.models import Harvest, Round
from circles.access import members_of
from circles.http import MemberRequest
from circles.refusals import Refused
from gatherings.models import Gathering


@require_http_methods(["GET", "HEAD", "POST"])
def catch(request: MemberRequest, slug: str, number: int) -> HttpResponse:
    """Show what has been caught; keep what the catcher heard."""
    gathering, membership = catching_for(request.user, slug, number)
    round_ = rounds.round_of(gathering)
    form = CatchingForm(request.POST or None, people=members_of(gathering.circle))
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            rounds.catch(
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
    return _board(request, gathering, round_, form)


@require_POST
def take(request: MemberRequest, slug: str, number: int) -> HttpResponse:
    """Keep phrases taken from what a member brought, as they stand there."""
    gathering, membership = catching_for(request.user, slug, number)
    round_ = rounds.round_of(gathering)
    form = TakingForm(request.POST, checkins=round_.checkins.all())
    if form.is_valid():
        given = form.cleaned_data
        lines = lines_of(given["taken"])
        try:
            rounds.catch(
                round_, lines=lines, by=membership, checkin=given["checkin"], nonce=given["nonce"], now=now()
            )
            return redirect("catch", slug, number)
        except Refused as refused:
            form.add_error("taken", str(refused))
    return _board(request, gathering, round_, CatchingForm(people=members_of(gathering.circle)), taking=form)


@require_POST
def undo(request: MemberRequest, slug: str, number: int, pk: int) -> HttpResponse:
    """Take away a phrase that was caught by mistake."""
    gathering, membership = catching_for(request.user, slug, number)
    try:
        rounds.undo(phrase_of(gathering, pk), by=membership)
    except Refused as refused:
        messages.error(request, str(refused))
    return redirect("catch", slug, number)


def _board(
    request: MemberRequest,
    gathering: Gathering,
    round_: Round,
    form: CatchingForm,
    *,
    taking: TakingForm | None = None,
) -> HttpResponse:
    phrases = list(round_.phrases.select_related("speaker"))
    context: dict[str, Any] = {
        "circle": gathering.circle,
        "gathering": gathering,
        "round": round_,
        "form": form,
        "phrases": phrases,
        "brought": _brought(round_, taking),
        "harvest": Harvest.objects.filter(gathering=gathering).first(),
        "loose": bool(phrases) and len(phrases) != len(harvesting.stitched_keys(gathering)),
    }
    return render(request, "checkins/catch.html", context)


def _brought(round_: Round, taking: TakingForm | None) -> list[tuple[Any, TakingForm]]:
    """Return each check-in with the form that takes words from it; the one just refused as it was filled."""
    checkins = list(round_.checkins.select_related("membership"))
    refused = taking and taking.data.get("checkin")
    return [
        (
            checkin,
            taking
            if taking and str(checkin.pk) == refused
            else TakingForm(
                checkins=round_.checkins.all(), initial={"checkin": checkin, "taken": checkin.words}
            ),
        )
        for checkin in checkins
    ]
