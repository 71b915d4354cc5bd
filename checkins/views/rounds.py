"""The round's page: its question, and the words each may bring."""

from datetime import datetime

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from checkins import rounds
from checkins.access import checkin_of, round_for
from checkins.forms import OpeningForm, WordsForm
from checkins.models import Round
from circles.counting import in_words
from circles.http import MemberRequest, even_closed
from circles.models import Membership
from circles.refusals import Refused
from gatherings.access import duties_of, gathering_for, may_open
from gatherings.models import Duty


@require_http_methods(["GET", "HEAD", "POST"])
def check_in(request: MemberRequest, slug: str, number: int) -> HttpResponse:
    """Show the round with its question; keep what a member brings to it."""
    round_, membership = round_for(request.user, slug, number)
    form = WordsForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            rounds.bring(round_, membership=membership, now=now(), **form.cleaned_data)
        except Refused as refused:
            form.add_error("words", str(refused))
        else:
            messages.success(request, _("Thank you. Your words are with who catches the poem."))
            return redirect("check_in", slug, number)
    return _page(request, round_, membership, form)


def _page(request: MemberRequest, round_: Round, membership: Membership, form: WordsForm) -> HttpResponse:
    gathering = round_.gathering
    duties = duties_of(membership, gathering)
    brought = list(round_.checkins.select_related("membership")) if round_.pk else []
    return render(
        request,
        "checkins/check_in.html",
        {
            "circle": gathering.circle,
            "gathering": gathering,
            "round": round_,
            "form": form,
            "opening": OpeningForm(initial={"question": round_.question}),
            "mine": [checkin for checkin in brought if checkin.membership_id == membership.pk],
            "spoken": _brought_words(len({checkin.membership_id for checkin in brought})),
            "given": getattr(getattr(gathering, "harvest", None), "is_given", False),
            "takes_words": rounds.takes_words(round_, now=now()),
            "is_day": rounds.is_the_day(round_, now=now()),
            "late": _late_words(round_, now=now()),
            "may_open": membership.is_host or Duty.OPENS in duties,
            "may_catch": membership.is_host or Duty.CATCHES in duties,
        },
    )


def _late_words(round_: Round, *, now: datetime) -> str:
    """Return what somebody who comes late reads while the circle sits: what is going on, and that nothing is asked."""
    gathering = round_.gathering
    if gathering.is_called_off or not gathering.has_begun(now) or gathering.is_over(now):
        return ""
    if round_.closed_at:
        return _("The check-in is over. Come in quietly, there is nothing to do.")
    if round_.opened_at:
        return _("We’re in the check-in. Nothing to do; you’ll be asked at the end.")
    return _("We have begun; the check-in is still to come. There is nothing to do.")


def _brought_words(count: int) -> str:
    """Return how many have brought words, in a sentence; empty while nobody has."""
    said = ngettext("%(count)s of us has brought words.", "%(count)s of us have brought words.", count)
    return (said % {"count": in_words(count)}).capitalize() if count else ""


@require_POST
def open_round(request: MemberRequest, slug: str, number: int) -> HttpResponse:
    """Open the round with its question, or close it."""
    gathering, membership = gathering_for(request.user, slug, number)
    if not may_open(membership, gathering):
        raise PermissionDenied
    round_ = rounds.round_of(gathering)
    form = OpeningForm(request.POST)
    try:
        if "close" in request.POST:
            rounds.close_round(round_, now=now())
        elif form.is_valid():
            rounds.open_round(round_, question=form.cleaned_data["question"], now=now())
        else:
            messages.error(request, _("The question is too long: 300 characters at most."))
    except Refused as refused:
        messages.error(request, str(refused))
    return redirect("check_in", slug, number)


@require_http_methods(["GET", "HEAD", "POST"])
def correct(request: MemberRequest, slug: str, number: int, pk: int) -> HttpResponse:
    """Let the speaker say it otherwise."""
    checkin, membership = checkin_of(request.user, slug, number, pk)
    form = WordsForm(request.POST or None, initial={"words": checkin.words})
    if request.method == "POST" and form.is_valid():
        try:
            rounds.correct(checkin, words=form.cleaned_data["words"], by=membership, now=now())
        except Refused as refused:
            form.add_error("words", str(refused))
        else:
            messages.success(request, _("Changed. What was caught from it before stays as it was caught."))
            return redirect("check_in", slug, number)
    context = {
        "circle": membership.circle,
        "gathering": checkin.round.gathering,
        "form": form,
        "checkin": checkin,
    }
    return render(request, "checkins/correct.html", context)


@even_closed
@require_POST
def take_back(request: MemberRequest, slug: str, number: int, pk: int) -> HttpResponse:
    """Let the speaker take their words back, and what was caught from them."""
    checkin, membership = checkin_of(request.user, slug, number, pk)
    rounds.take_back(checkin, by=membership, now=now())
    messages.success(request, _("Your words are gone, here and in the poem."))
    return redirect("check_in", slug, number)
