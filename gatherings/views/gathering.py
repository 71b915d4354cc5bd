"""A gathering's own page: answering, taking a role up, giving it back. Each works without a script."""

from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import patch_vary_headers
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from circles.http import MemberRequest
from circles.refusals import Refused
from gatherings.access import gathering_for, gathering_page_for, role_of, roles_of, turn_of
from gatherings.answering import rsvps
from gatherings.evening.practice_field import practice_field
from gatherings.forms import AnswerForm, BackForm
from gatherings.forms.answering import UndoForm, WasForm
from gatherings.forms.gatherings import GaveBackForm
from gatherings.hosting import rota
from gatherings.models import Gathering
from gatherings.pages.after import after_page
from gatherings.pages.flow import flow_beside, late_words
from gatherings.pages.gathering import GatheringPage
from gatherings.pages.tell import at_once


@require_safe
def gathering(request: MemberRequest, slug: str, number: int) -> HttpResponse:
    """Show a gathering."""
    back = GaveBackForm(request.GET)
    gave_back = back.is_valid() and bool(back.cleaned_data["gave_back"])
    return _page(request, slug, number, was=WasForm(request.GET).before(), gave_back=gave_back)


@require_POST
def answer(request: MemberRequest, slug: str, number: int) -> HttpResponse:
    """Save whether the member comes, and redraw the circle."""
    found, membership = gathering_for(request.user, slug, number)
    undo, form = UndoForm(request.POST), AnswerForm(request.POST)
    was = ""
    try:
        if undo.is_valid():
            rsvps.go_back(found, membership=membership, to=undo.chosen(), now=now())
        elif form.is_valid():
            rsvps.answer(found, membership=membership, now=now(), **form.cleaned_data)
            was = WasForm(request.POST).before()
        else:
            messages.error(request, _("Choose one of the three answers."))
            return _page(request, slug, number, status=400)
    except Refused as refused:
        messages.error(request, str(refused))
        return _page(request, slug, number, status=409)
    return _done(request, found, was=was)


@require_POST
def take_turn(request: MemberRequest, slug: str, number: int, role_pk: int) -> HttpResponse:
    """Let the member take an open seat of a role; whoever comes second reads who was first."""
    found, membership = gathering_for(request.user, slug, number)
    role = role_of(membership, role_pk)
    back = BackForm(request.POST)
    try:
        rota.take(found, role=role, membership=membership, now=now())
    except Refused as refused:
        messages.error(request, str(refused))
        return _page(request, slug, number, status=409)
    if back.is_valid() and back.cleaned_data["back"]:
        return redirect("rota", slug)
    return _done(request, found)


@require_POST
def give_back_turn(request: MemberRequest, slug: str, number: int, pk: int) -> HttpResponse:
    """Open the member's own seat again, for somebody else to take."""
    found, membership = gathering_for(request.user, slug, number)
    turn = turn_of(membership, found, pk)
    try:
        rota.release(turn, by=membership, now=now())
    except Refused as refused:
        messages.error(request, str(refused))
        return _page(request, slug, number, status=409)
    return _done(request, found, gave_back=True)


def _done(
    request: MemberRequest, found: Gathering, *, was: str = "", gave_back: bool = False
) -> HttpResponse:
    """Answer what was done: the page's part for htmx, else the page by way of a redirect.

    What was said before, `was`, travels with it, to be undone; and whether a role was given back, to ask the others.
    """
    if request.htmx:
        return _page(request, found.circle.slug, found.number, was=was, gave_back=gave_back)
    told = {"was": was} if was else {"gave_back": "yes"} if gave_back else {}
    return redirect(f"{found.get_absolute_url()}?{urlencode(told)}" if told else found)


def _page(
    request: MemberRequest,
    slug: str,
    number: int,
    *,
    was: str = "",
    gave_back: bool = False,
    status: int = 200,
) -> HttpResponse:
    """Return the page, or for htmx the part of it that changes, which htmx takes with 200 only."""
    found, membership = gathering_page_for(request.user, slug, number)
    time = now()
    if found.is_over(time) or found.is_closed:  # what was held there; nothing is handed out any more
        roles = list(
            {turn.role_id: turn.role for turn in found.turns.all() if not turn.role.resting}.values()
        )
    else:
        roles = roles_of(membership.circle, wished_by=membership, at=found)
    page = GatheringPage(found, membership, roles, time)
    flow = flow_beside(found, membership, list(found.turns.all()), now=page.now)
    part = request.method == "POST" and request.htmx
    answered = render(
        request,
        "gatherings/gathering.html#now" if part else "gatherings/gathering.html",
        {
            "page": page,
            "gathering": found,
            "circle": membership.circle,
            "membership": membership,
            "flow": flow,
            "late": late_words(flow, is_open=found.is_open),
            "after": after_page(page),
            "part": part,
            "undo": was if was != page.said else "",
            "at_once": at_once(page, gave_back=gave_back),
            "field": None if part else practice_field(membership, found, now=time),
        },
        status=200 if part else status,
    )
    patch_vary_headers(answered, ["HX-Request"])
    return answered
