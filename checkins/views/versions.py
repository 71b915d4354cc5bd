"""Earlier versions of a poem under way: who made them, and when; one to read, and to take up again."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from checkins.access import catching_for, draft_of, drafts_of
from checkins.forms import OlderForm
from checkins.models import Draft, Harvest, poem_of
from checkins.pages import table as table_page
from checkins.poem import drafts, versions
from circles.http import MemberRequest
from circles.models import Membership
from circles.refusals import Refused

_ON_A_PAGE = 40


@require_safe
def all_versions(request: MemberRequest, slug: str, number: int) -> HttpResponse:
    """List the versions of a poem under way, the latest first; where none is begun, the table says so."""
    harvest, _membership = _under_way(request, slug, number)
    if harvest is None:
        messages.info(request, _("Nothing has been changed yet."))
        return redirect("stitching", slug, number)
    return _page(request, harvest, None)


@require_http_methods(["GET", "HEAD", "POST"])
def version(request: MemberRequest, slug: str, number: int, pk: int) -> HttpResponse:
    """Show one version among the others; take it up again where that was pressed."""
    harvest, membership = _under_way(request, slug, number)
    if harvest is None:
        raise Http404
    draft = draft_of(harvest, pk)
    if request.method != "POST":
        return _page(request, harvest, draft)
    try:
        drafts.take_up(harvest, draft, by=membership, now=now())
    except Refused as refused:
        messages.error(request, str(refused))
    return redirect("stitching", slug, number)


def _under_way(request: MemberRequest, slug: str, number: int) -> tuple[Harvest | None, Membership]:
    """Return a poem that is being stitched, None before it is begun, for who may; raises Http404 once it is given."""
    round_, membership = catching_for(request.user, slug, number)
    harvest = poem_of(round_.gathering)
    if harvest and harvest.is_given:
        raise Http404
    return harvest, membership


def _page(request: MemberRequest, harvest: Harvest, shown: Draft | None) -> HttpResponse:
    gathering, asked = harvest.gathering, OlderForm(request.GET)
    found = drafts_of(harvest)
    if asked.is_valid() and asked.cleaned_data["before"]:
        found = found.filter(pk__lt=asked.cleaned_data["before"])
    listed = list(found[: _ON_A_PAGE + 1])
    shown = shown or next((draft for draft in listed if draft.pk == harvest.draft_id), None)
    phrases = versions.phrases_of(gathering)
    placed = versions.placed_in(shown, {phrase.pk for phrase in phrases}) if shown else []
    context = {
        "circle": gathering.circle,
        "gathering": gathering,
        "harvest": harvest,
        "versions": listed[:_ON_A_PAGE],
        "older": listed[_ON_A_PAGE - 1].pk if len(listed) > _ON_A_PAGE else None,
        "shown": shown,
        "stanzas": table_page.read(placed, phrases)[1],
    }
    return render(request, "checkins/stitching_versions.html", context)
