"""The round's page: its question, and the words each may bring."""

from allauth.core.ratelimit import consume, respond_429
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from checkins.access import checkin_of, round_for
from checkins.forms import OpeningForm, WordsForm
from checkins.models import RoundKind
from checkins.phrases.keeping import taken_in_short
from checkins.tonight import centre, rounds
from checkins.views.tonight import page_of
from circles.http import MemberRequest, even_closed
from circles.refusals import Refused
from gatherings.access import gathering_for, may_open


@taken_in_short
@require_http_methods(["GET", "HEAD", "POST"])
def check_in(request: MemberRequest, slug: str, number: int) -> HttpResponse:
    """Show the evening with its question and its ring; keep what a member brings to it."""
    form = WordsForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        round_, membership = round_for(request.user, slug, number)
        if not consume(request, action="check_in", user=request.user):
            too_often: HttpResponse = respond_429(request)
            return too_often
        try:
            rounds.bring(round_, membership=membership, now=now(), **form.cleaned_data)
        except Refused as refused:
            form.add_error("words", str(refused))
        else:
            messages.success(request, _("Thank you. Your words are with who catches the poem."))
            return redirect("check_in", slug, number)
    page = page_of(request, slug, number)
    context = {
        "circle": page.gathering.circle,
        "gathering": page.gathering,
        "page": page,
        "centre": page.evening.centre,
        "form": form,
        "opening": OpeningForm(initial={"question": page.evening.check_in.question}),
        "closing": OpeningForm(
            initial={"question": getattr(page.evening.check_out, "question", ""), "kind": RoundKind.CHECK_OUT}
        ),
    }
    return render(request, "checkins/check_in.html", context)


@require_POST
def open_round(request: MemberRequest, slug: str, number: int) -> HttpResponse:
    """Open the round with its question, keep the question alone, or end it."""
    gathering, membership = gathering_for(request.user, slug, number)
    if not may_open(membership, gathering):
        raise PermissionDenied
    form = OpeningForm(request.POST)
    try:
        if not form.is_valid():
            messages.error(request, _("The question is too long: 300 characters at most."))
        elif form.cleaned_data["close"]:
            rounds.close_round(rounds.round_of(gathering, kind=form.cleaned_data["kind"]), now=now())
        elif form.cleaned_data["keep"]:
            centre.ask(
                gathering,
                kind=form.cleaned_data["kind"],
                question=form.cleaned_data["question"],
                by=membership,
                now=now(),
            )
        else:
            question, kind = form.cleaned_data["question"], form.cleaned_data["kind"]
            centre.open_round(gathering, kind=kind, question=question, by=membership, now=now())
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
