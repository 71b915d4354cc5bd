"""What the circle promises itself: reading, agreeing, rewording, letting go, standing by it."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from circles.access import agreement_of, agreement_with_story, membership_for
from circles.forms import AffirmForm, AgreementForm, StartingForm
from circles.http import MemberRequest
from circles.models import Agreement, Membership, Standing
from circles.promises import agreements as verbs
from circles.promises import agreements_page
from circles.refusals import Refused


@require_http_methods(["GET", "HEAD", "POST"])
def agreements(request: MemberRequest, slug: str) -> HttpResponse:
    """Show what the circle agreed and what is proposed; while that is nothing, let a steward begin with suggestions."""
    membership = membership_for(request.user, slug)
    circle = membership.circle
    page = agreements_page.promises(membership, today=localdate(timezone=circle.zone))
    form = None
    if membership.is_steward and page.is_bare and not circle.is_closed:
        form = StartingForm(circle, request.POST or None)
        if request.method == "POST" and form.is_valid():
            texts, day = form.cleaned_data["texts"], form.cleaned_data["agreed_on"]
            verbs.begin_with(circle, texts=texts, agreed_on=day, by=membership, now=now())
            messages.success(request, _("Written down. Each can be put into your own words at any time."))
            return redirect("agreements", slug)
    if request.method == "POST" and form is None:
        return redirect("agreements", slug)
    context = {"circle": circle, "membership": membership, "page": page, "form": form}
    return render(request, "circles/agreements.html", context)


@require_safe
def read_aloud(request: MemberRequest, slug: str) -> HttpResponse:
    """Show all that is held, large and alone on the page, to be read when the circle opens."""
    membership = membership_for(request.user, slug)
    held = list(membership.circle.agreements.standing_now().in_short())
    return render(request, "circles/agreements_aloud.html", {"circle": membership.circle, "held": held})


@require_safe
def agreement(request: MemberRequest, slug: str, pk: int) -> HttpResponse:
    """Show one agreement with its story: every wording, who stood by it, what was said when it was looked at."""
    membership = membership_for(request.user, slug)
    return _story_page(request, membership, pk)


def _story_page(request: MemberRequest, membership: Membership, pk: int, **more: Any) -> HttpResponse:
    agreement = agreement_with_story(membership, pk)
    today = localdate(timezone=membership.circle.zone)
    context = {
        "circle": membership.circle,
        "membership": membership,
        "agreement": agreement,
        "story": agreements_page.story(agreement, membership, today=today),
    }
    return render(request, "circles/agreement.html", context | more)


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: MemberRequest, slug: str) -> HttpResponse:
    """Write down what the circle agreed."""
    steward = membership_for(request.user, slug, at_least=Standing.STEWARD)
    form = AgreementForm(steward.circle, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = verbs.agree(steward.circle, by=steward, now=now(), **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("Written down."))
            return HttpResponseRedirect(_in_list(made))
    return render(request, "circles/agreement_form.html", {"circle": steward.circle, "form": form})


@require_http_methods(["GET", "HEAD", "POST"])
def reword(request: MemberRequest, slug: str, pk: int) -> HttpResponse:
    """Write down a new wording, or hold the agreement another way."""
    steward = membership_for(request.user, slug, at_least=Standing.STEWARD)
    agreement = agreement_of(steward, pk)
    now_says = agreement.wording
    initial = {"text": now_says.text, "weight": now_says.weight} if now_says else {}
    form = AgreementForm(steward.circle, request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            verbs.reword(agreement, by=steward, now=now(), **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("The new wording stands. The one before is kept in its story."))
            return HttpResponseRedirect(_in_list(agreement))
    context = {
        "circle": steward.circle,
        "form": form,
        "agreement": agreement,
        "wording": now_says,
        "is_proposed": agreement.proposals.open_now().exists(),
    }
    return render(request, "circles/agreement_form.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def retire(request: MemberRequest, slug: str, pk: int) -> HttpResponse:
    """Ask whether the circle lets an agreement go, and let it go."""
    steward = membership_for(request.user, slug, at_least=Standing.STEWARD)
    posted = request.method == "POST"
    agreement = agreement_of(steward, pk, or_retired=posted)
    if posted:
        try:
            verbs.retire(agreement, now=now())
        except Refused as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, _("Let go. It stays in the circle’s past."))
        return redirect("agreements", slug)
    context = {
        "circle": steward.circle,
        "agreement": agreement,
        "wording": agreement.wording,
        "is_proposed": agreement.proposals.open_now().exists(),
    }
    return render(request, "circles/agreement_retire.html", context)


@require_POST
def affirm(request: MemberRequest, slug: str, pk: int) -> HttpResponse:
    """Stand by the wording I have read, say that I would talk first, or take back what I said."""
    membership = membership_for(request.user, slug)
    agreement = agreement_of(membership, pk)
    form = AffirmForm(request.POST)
    if not form.is_valid():
        return _story_page(request, membership, pk, form=form)
    given = form.cleaned_data
    back = f"{agreement.get_absolute_url()}#said" if given["here"] == "agreement" else _in_list(agreement)
    read = {wording.pk: wording for wording in agreement.wordings.all()}
    wording = read.get(given["wording"])
    if wording is None:
        return HttpResponseRedirect(back)
    try:
        if given["stand"]:
            verbs.affirm(
                wording, membership=membership, stand=given["stand"], words=given["words"], now=now()
            )
        else:
            verbs.step_back(wording, membership=membership)
    except Refused as refused:
        messages.error(request, str(refused))
    return HttpResponseRedirect(back)


def _in_list(agreement: Agreement) -> str:
    """Return the address of an agreement's place in the list of all."""
    return f"{reverse('agreements', args=[agreement.circle.slug])}#agreement-{agreement.pk}"
