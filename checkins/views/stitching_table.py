"""The stitching table: the poem as it will read, and each phrase with its seam, to be moved about."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from django_htmx.http import HttpResponseClientRedirect

from checkins import harvesting, stitching
from checkins.access import catching_for
from checkins.forms import Move, StitchingForm, moved
from checkins.harvesting import Placed
from checkins.models import Harvest, Phrase, SeamKind, Stitch
from checkins.refusals import MeanwhileChanged
from circles.http import MemberRequest
from circles.models import Membership
from circles.refusals import Refused


@require_http_methods(["GET", "HEAD", "POST"])
def table(request: MemberRequest, slug: str, number: int) -> HttpResponse:
    """Show the draft, begun or still to begin; save what the catcher changed, and do what was pressed."""
    round_, membership = catching_for(request.user, slug, number)
    gathering = round_.gathering
    try:
        if request.method == "POST":
            harvest = harvesting.begin(gathering, catcher=membership, now=now())
        else:
            harvest = harvesting.as_it_stands(gathering)
    except Refused as refused:
        messages.error(request, str(refused))
        return _leave_for(request, reverse("catch", args=[slug, number]))
    if harvest.is_given:
        return _leave_for(request, harvest.get_absolute_url())
    phrases = harvesting.phrases_of(gathering)
    if request.method != "POST":
        return _page(request, harvest, phrases, StitchingForm(harvest, phrases, initial=_begins(harvest)))
    form = StitchingForm(harvest, phrases, request.POST)
    if not form.is_valid():
        return _page(request, harvest, phrases, form)
    move: Move = form.cleaned_data["move"]
    placed: list[Placed] = form.cleaned_data["placed"]
    if move.verb in {each.value for each in stitching.Arrangement}:
        order = stitching.Arrangement(move.verb)
        standing = {each.phrase for each in placed}
        kept = [phrase for phrase in phrases if phrase.pk in standing]  # what was left out stays out
        placed = harvesting.proposed(gathering, kept or phrases, order, seed=harvest.version)
    else:
        placed = moved(placed, move)
    try:
        return _save(request, harvest, form, placed, move, by=membership)
    except Refused as refused:
        form.add_error(None, str(refused))
        return _page(
            request, harvest, phrases, form, placed=placed, clash=isinstance(refused, MeanwhileChanged)
        )


def _save(
    request: MemberRequest,
    harvest: Harvest,
    form: StitchingForm,
    placed: list[Placed],
    move: Move,
    *,
    by: Membership,
) -> HttpResponse:
    given = form.cleaned_data
    harvest = harvesting.arrange(
        harvest, placed=placed, title=given["title"], thanks=given["thanks"], version=given["version"], by=by
    )
    if move.verb == "give" and not harvest.is_read:
        return _leave_for(
            request, reverse("give_poem", args=[harvest.gathering.circle.slug, harvest.gathering.number])
        )
    if move.verb == "give":
        harvest = harvesting.give(harvest, by=by, version=harvest.version, now=now())
        messages.success(request, _("The poem is with the circle."))
        return _leave_for(request, harvest.get_absolute_url())
    return redirect("stitching", harvest.gathering.circle.slug, harvest.gathering.number)


def _leave_for(request: MemberRequest, path: str) -> HttpResponse:
    """Lead to another page; htmx, which would look for the table there, loads it whole."""
    return HttpResponseClientRedirect(path) if request.htmx else redirect(path)


def _stitches(harvest: Harvest) -> list[Stitch]:
    return list(harvest.stitches.select_related("phrase"))


def _begins(harvest: Harvest) -> dict[str, Any]:
    return {"title": harvest.title, "thanks": harvest.thanks, "version": harvest.version}


def _page(
    request: MemberRequest,
    harvest: Harvest,
    phrases: list[Phrase],
    form: StitchingForm,
    *,
    placed: list[Placed] | None = None,
    clash: bool = False,
) -> HttpResponse:
    """Show the draft as saved, or as it would begin; or as it was posted, where it could not be saved."""
    known = {phrase.pk: phrase for phrase in phrases}
    if harvest.pk is None:
        placed = harvesting.proposed(harvest.gathering, phrases, stitching.Arrangement.AS_SPOKEN)
    if placed is None:
        stitches = _stitches(harvest)
    else:
        stitches = [
            Stitch(seam=each.seam, kind=each.kind, phrase=known.get(each.phrase or 0), added=each.added)
            for each in placed
        ]
    standing = {stitch.phrase_id for stitch in stitches}
    context = {
        "circle": harvest.gathering.circle,
        "gathering": harvest.gathering,
        "harvest": harvest,
        "form": form,
        "stitches": stitches,
        "seams": SeamKind.choices,
        "left_out": [phrase for phrase in phrases if phrase.pk not in standing],
        "stanzas": stitching.stanzas(harvesting.as_core(stitches)),
        "clash": clash,
        "theirs": stitching.stanzas(harvesting.as_core(_stitches(harvest))) if clash else None,
    }
    return render(request, "checkins/stitching.html", context)
