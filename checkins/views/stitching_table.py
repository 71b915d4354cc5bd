"""The stitching table: the poem as it will read, its lines moved about, each step saved as it is made."""

from typing import Any

from allauth.core.ratelimit import consume, respond_429
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.views.decorators.http import require_http_methods
from django_htmx.http import HttpResponseClientRedirect

from checkins import stitching
from checkins.access import catching_for
from checkins.forms import OrderForm, StitchingForm, TableStepForm, moved
from checkins.models import Draft, Harvest, Phrase, SeamKind, poem_of
from checkins.pages import table as table_page
from checkins.poem import drafts, harvesting, reading_back, versions
from checkins.poem.steps import Placed
from checkins.refusals import MeanwhileChanged
from circles.http import MemberRequest
from circles.models import Membership
from circles.refusals import Refused

_ORDERS = {each.value for each in stitching.Arrangement}


@require_http_methods(["GET", "HEAD", "POST"])
def table(request: MemberRequest, slug: str, number: int) -> HttpResponse:
    """Show the draft, begun or still to begin; save what the catcher changed, and do what was pressed."""
    round_, membership = catching_for(request.user, slug, number)
    gathering = round_.gathering
    if "step" in request.POST and not consume(request, action="table_step", user=request.user):
        too_often: HttpResponse = respond_429(request)
        return too_often
    try:
        if request.method == "POST":
            harvest = harvesting.begin(gathering, catcher=membership, now=now())
        else:
            harvest = poem_of(gathering) or harvesting.as_it_stands(gathering)
    except Refused as refused:
        messages.error(request, str(refused))
        return _leave_for(request, reverse("catch", args=[slug, number]))
    if harvest.is_given:
        return _leave_for(request, harvest.get_absolute_url())
    phrases = versions.phrases_of(gathering)
    if request.method != "POST":
        looked_at = OrderForm(request.GET)
        if looked_at.is_valid():
            return _another_order(request, harvest, phrases, looked_at)
        return _page(request, harvest, phrases)
    if "step" in request.POST:
        return _step(request, harvest, phrases, by=membership)
    return _form(request, harvest, phrases, by=membership)


def _step(request: MemberRequest, harvest: Harvest, phrases: list[Phrase], *, by: Membership) -> HttpResponse:
    """Do one step on the draft that stands; show what became of it."""
    form = TableStepForm(request.POST)
    beside, notice = None, ""
    try:
        if not form.is_valid():
            notice = " ".join(str(error) for errors in form.errors.values() for error in errors)
        else:
            beside = _done(harvest, form, by=by)
    except Refused as refused:
        notice = str(refused)
    if not request.htmx:
        if notice:
            messages.error(request, notice)
        return redirect("stitching", harvest.gathering.circle.slug, harvest.gathering.number)
    harvest = harvesting.as_it_stands(harvest.gathering)
    return _page(request, harvest, phrases, beside=beside, notice=notice)


def _done(harvest: Harvest, form: TableStepForm, *, by: Membership) -> Draft | None:
    given = form.cleaned_data
    step, made_on, at = given["step"], given["draft"], now()
    if step == "undo":
        return drafts.undo(harvest, made_on=made_on, by=by, now=at)
    if step == "redo":
        return drafts.redo(harvest, made_on=made_on, by=by, now=at)
    if step == "name":
        title, thanks = given["title"], given["thanks"]
        return drafts.name(harvest, title=title, thanks=thanks, made_on=made_on, by=by, now=at)
    return drafts.take(harvest, form.made, made_on=made_on, by=by, now=at)


def _form(request: MemberRequest, harvest: Harvest, phrases: list[Phrase], *, by: Membership) -> HttpResponse:
    """Save the whole table, and do what its button says."""
    form = StitchingForm(harvest, phrases, request.POST)
    if not form.is_valid():
        return _page(request, harvest, phrases, form=form)
    move, placed = form.cleaned_data["move"], form.cleaned_data["placed"]
    if placed is None:
        placed = table_page.standing(harvest, phrases)
    before = placed
    if move.verb in _ORDERS:
        placed = _in_order(harvest, phrases, placed, move.verb, seed=move.place)
    else:
        placed = moved(placed, move, phrases)
    try:
        return _saved(request, harvest, form, placed, by=by)
    except MeanwhileChanged as refused:
        return _clash(request, harvest, phrases, form, before, str(refused), by=by)
    except Refused as refused:
        form.add_error(None, str(refused))
        return _page(request, harvest, phrases, form=form, placed=placed)


def _saved(
    request: MemberRequest, harvest: Harvest, form: StitchingForm, placed: list[Placed], *, by: Membership
) -> HttpResponse:
    given, move, at = form.cleaned_data, form.cleaned_data["move"].verb, now()
    gathering = harvest.gathering
    here = reverse("stitching", args=[gathering.circle.slug, gathering.number])
    harvest = harvesting.arrange(
        harvest,
        placed=placed,
        title=given["title"],
        thanks=given["thanks"],
        version=given["version"],
        by=by,
        now=at,
    )
    if move == "give":  # cannot be taken back: asked once more, on a page of its own
        return _leave_for(request, reverse("give_poem", args=[gathering.circle.slug, gathering.number]))
    if move == "read":
        reading_back.read_back(harvest, by=by, now=at)
        return redirect("read_back", gathering.circle.slug, gathering.number)
    if move in {"undo", "redo"}:
        go = drafts.undo if move == "undo" else drafts.redo
        go(harvest, made_on=harvest.draft_id, by=by, now=at)
    if move.startswith("look:"):
        return redirect(f"{here}?order={move.removeprefix('look:')}")
    return redirect(here)


def _clash(
    request: MemberRequest,
    harvest: Harvest,
    phrases: list[Phrase],
    form: StitchingForm,
    placed: list[Placed],
    sentence: str,
    *,
    by: Membership,
) -> HttpResponse:
    """Keep beside what could not be saved, and show both; saved once more, knowingly, it stands."""
    given = form.cleaned_data
    drafts.keep_beside(
        harvest,
        placed=placed,
        title=given["title"],
        thanks=given["thanks"],
        made_on=given["draft"],
        by=by,
        now=now(),
    )
    harvest = harvesting.as_it_stands(harvest.gathering)
    form.data = {**request.POST.dict(), "version": harvest.version, "draft": harvest.draft_id}
    form.add_error(None, sentence)
    theirs = table_page.table(harvest, phrases).stanzas
    return _page(request, harvest, phrases, form=form, placed=placed, theirs=theirs)


def _leave_for(request: MemberRequest, path: str) -> HttpResponse:
    """Lead to another page; the table's script, which would look for the table there, loads it whole."""
    return HttpResponseClientRedirect(path) if request.htmx else redirect(path)


def _another_order(
    request: MemberRequest, harvest: Harvest, phrases: list[Phrase], looked_at: OrderForm
) -> HttpResponse:
    """Show another order of the same lines beside the poem as it stands; nothing is saved."""
    order, seed = looked_at.cleaned_data["order"], looked_at.cleaned_data["seed"] or harvest.version
    table = table_page.table(harvest, phrases)
    placed = _in_order(harvest, phrases, [row.place for row in table.rows], order, seed=seed)
    context = {
        "circle": harvest.gathering.circle,
        "gathering": harvest.gathering,
        "harvest": harvest,
        "table": table,
        "order": order,
        "seed": seed,
        "again": seed + 1,
        "goes": any(row.place.kind != stitching.Kind.SAID for row in table.rows),
        "stanzas": table_page.read(placed, phrases)[1],
    }
    return render(request, "checkins/stitching_order.html", context)


def _in_order(
    harvest: Harvest, phrases: list[Phrase], placed: list[Placed], order: str, *, seed: int
) -> list[Placed]:
    """Return the lines of a poem in another order; what was left out of it stays out, unless all was."""
    in_it = {place.phrase for place in placed}
    kept = [phrase for phrase in phrases if phrase.pk in in_it] or phrases
    return harvesting.proposed(harvest.gathering, kept, stitching.Arrangement(order), seed=seed)


def _page(
    request: MemberRequest,
    harvest: Harvest,
    phrases: list[Phrase],
    *,
    form: StitchingForm | None = None,
    placed: list[Placed] | None = None,
    theirs: list[stitching.Stanza] | None = None,
    beside: Draft | None = None,
    notice: str = "",
) -> HttpResponse:
    """Show the draft as saved, or as it would begin; or as it was posted, where it could not be saved."""
    table = table_page.table(harvest, phrases, placed)
    if form is None:
        begins = {"title": harvest.title, "thanks": harvest.thanks, "version": harvest.version}
        form = StitchingForm(harvest, phrases, initial=begins | {"draft": harvest.draft_id})
    known = {phrase.pk for phrase in phrases}
    context: dict[str, Any] = {
        "circle": harvest.gathering.circle,
        "gathering": harvest.gathering,
        "harvest": harvest,
        "form": form,
        "table": table,
        "seams": SeamKind.choices,
        "theirs": theirs,
        "beside": beside,
        "yours": table_page.read(versions.placed_in(beside, known), phrases)[1] if beside else None,
        "notice": notice,
        "scripted": request.htmx,
    }
    return render(request, "checkins/stitching.html", context)
