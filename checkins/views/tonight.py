"""Tonight as its hosts and members hold it: the Centre's page for who opens the circle, flames, and the bell."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from checkins.forms import Do, FlameForm, StepForm, TonightForm
from checkins.models import Round, Scene
from checkins.pages.centre import CentrePage, place_words
from checkins.pages.tonight import TonightPage
from checkins.refusals import NotOpenNow
from checkins.tonight import bell, centre, flames, moving, pairing, seating
from checkins.tonight.seating import Seat
from checkins.tonight_access import Evening, brought_for, evening_for, evening_to_open, sitter
from circles.http import MemberRequest, absolute
from circles.models import Membership
from circles.refusals import Refused


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def tonight(request: MemberRequest, slug: str, number: int) -> HttpResponse:
    """Show who may open the circle how to lay the Centre in the middle; do what they say of it."""
    evening = evening_to_open(request.user, slug, number, now=now())
    form, step = TonightForm(request.POST or None), StepForm(request.POST or None)
    if step.is_valid():
        try:
            _move(evening, step)
        except Refused as refused:
            messages.error(request, str(refused))
        return redirect("tonight", slug, number)
    if request.method == "POST":
        if not form.is_valid():
            messages.error(request, _("The question is too long: 300 characters at most."))
            return redirect("tonight", slug, number)
        try:
            _do(Do(form.cleaned_data["do"]), evening, question=form.cleaned_data["question"])
        except Refused as refused:
            messages.error(request, str(refused))
        closes = form.cleaned_data["do"] == Do.CLOSE
        if closes:
            messages.success(request, _("The circle is closed. Thank you for holding it."))
        return redirect("check_in" if closes else "tonight", slug, number)
    found = evening.centre
    context = {
        "circle": evening.gathering.circle,
        "gathering": evening.gathering,
        "evening": evening,
        "others": _others(evening),
        "centre": found,
        "page": CentrePage(found) if found else None,
        "place": place_words(found) if found else "",
        "not_now": centre.why_not_now(evening.gathering, now=now()),
        "code": pairing.shown(found, now=now()) if found else "",
        "site": absolute(reverse("centre_pair")).partition("://")[2].rstrip("/"),
        "asking": TonightForm(initial={"question": evening.check_out.question if evening.check_out else ""}),
    }
    return render(request, "checkins/tonight.html", context)


def _others(evening: Evening) -> list[Membership]:
    """Return who has no seat in the round that goes on, and may have come all the same; none over the poem."""
    if evening.centre is None or not evening.present.opened_at or evening.centre.scene == Scene.READ_BACK:
        return []
    return seating.others(evening.gathering, _seats(evening))


def _move(evening: Evening, step: StepForm) -> None:
    """Move the Centre from the step a host saw. Raises Refused."""
    if evening.centre is None:
        raise NotOpenNow
    moving.move(evening.centre, seen=step.seen, on=step.goes_on, now=now())


def _do(what: Do, evening: Evening, *, question: str) -> None:
    """Do what a host says of tonight. Raises Refused."""
    gathering, by = evening.gathering, evening.membership
    match what:
        case Do.BEGIN:
            centre.begin(gathering, by=by, now=now())
        case Do.CODE:
            pairing.new_code(centre.begin(gathering, by=by, now=now()), now=now())
        case Do.PHONES | Do.NO_PHONES:
            begun = centre.begin(gathering, by=by, now=now())
            centre.let_phones_join(begun, on=what == Do.PHONES, now=now())
        case Do.ASK:
            centre.ask_last(gathering, question=question, by=by, now=now())
        case Do.CLOSE:
            centre.close(gathering, by=by, now=now())


@require_POST
def flame(request: MemberRequest, slug: str, number: int) -> HttpResponse:
    """Light a member's own flame, let them pass for now, or undo a slip; and anybody's, by who may open the circle."""
    evening, form = evening_for(request.user, slug, number, now=now()), FlameForm(request.POST)
    if form.is_valid():
        who = sitter(evening.gathering, form.seat or f"m{evening.membership.pk}")
        if who != evening.membership and not evening.may_open:
            raise PermissionDenied
        try:
            flames.set_to(_round_now(evening), who, state=form.state, now=now())
        except Refused as refused:
            messages.error(request, str(refused))
    return redirect("check_in", slug, number)


def _round_now(evening: Evening) -> Round:
    """Return the round that is shown tonight; raises NotOpenNow where none was opened, or the circle is closed."""
    if evening.centre is None or not evening.present.opened_at:
        raise NotOpenNow
    return evening.present


@require_POST
def ring_bell(request: MemberRequest, slug: str, number: int) -> HttpResponse:
    """Ring the bell: the guardian's, and any host's."""
    evening = evening_for(request.user, slug, number, now=now())
    if not evening.may_ring:
        raise PermissionDenied
    if evening.centre is None or bell.ring(evening.gathering, now=now()) is None:
        messages.error(request, str(NotOpenNow()))
    return redirect("check_in", slug, number)


@require_safe
def tonight_ring(request: MemberRequest, slug: str, number: int) -> HttpResponse:
    """Return the ring of the evening with its flames, for the gathering's own page; nothing while it is not open."""
    time = now()
    evening = evening_for(request.user, slug, number, now=time)
    if evening.centre is None or not evening.present.opened_at:
        return HttpResponse(status=204)
    page = TonightPage(evening, _seats(evening), [], time)
    return render(request, "checkins/tonight_ring.html", {"page": page})


def page_of(request: MemberRequest, slug: str, number: int) -> TonightPage:
    """Return the evening as the member sees it now: six queries, for 3 and for 60."""
    time = now()
    evening = evening_for(request.user, slug, number, now=time)
    return TonightPage(evening, _seats(evening), brought_for(evening), time)


def _seats(evening: Evening) -> list[Seat]:
    """Return the seats of the evening with their flames in the round that is shown."""
    return seating.seats(evening.gathering, round_=evening.present, centre=evening.centre)
