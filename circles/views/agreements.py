"""What the circle promises itself: reading, agreeing, rewording, letting go, standing by it."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from circles import agreements as verbs
from circles.access import agreement_of, membership_for
from circles.forms import AffirmForm, AgreementForm, StartingForm
from circles.http import MemberRequest
from circles.models import Agreement, Standing
from circles.refusals import Refused


@require_http_methods(["GET", "HEAD", "POST"])
def agreements(request: MemberRequest, slug: str) -> HttpResponse:
    """Show what the circle agreed; while that is nothing, let a steward begin with suggestions."""
    membership = membership_for(request.user, slug)
    held = verbs.held(membership)
    form = None
    if membership.is_steward and not held:
        form = StartingForm(membership.circle, request.POST or None)
        if request.method == "POST" and form.is_valid():
            texts, day = form.cleaned_data["texts"], form.cleaned_data["agreed_on"]
            verbs.begin_with(membership.circle, texts=texts, agreed_on=day, by=membership, now=now())
            messages.success(request, _("Written down. Each can be put into your own words at any time."))
            return redirect("agreements", slug)
    if request.method == "POST" and form is None:
        return redirect("agreements", slug)
    context = {"circle": membership.circle, "membership": membership, "held": held, "form": form}
    return render(request, "circles/agreements.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: MemberRequest, slug: str) -> HttpResponse:
    """Write down what the circle agreed."""
    steward = membership_for(request.user, slug, at_least=Standing.STEWARD)
    form = AgreementForm(steward.circle, request.POST or None)
    if request.method == "POST" and form.is_valid():
        agreement = verbs.agree(steward.circle, by=steward, now=now(), **form.cleaned_data)
        messages.success(request, _("Written down."))
        return _back_to(agreement, slug)
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
            messages.success(request, _("The new wording stands. The one before is kept below it."))
            return _back_to(agreement, slug)
    context = {"circle": steward.circle, "form": form, "wording": now_says}
    return render(request, "circles/agreement_form.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def retire(request: MemberRequest, slug: str, pk: int) -> HttpResponse:
    """Ask whether the circle lets an agreement go, and let it go."""
    steward = membership_for(request.user, slug, at_least=Standing.STEWARD)
    posted = request.method == "POST"
    agreement = agreement_of(steward, pk, or_retired=posted)
    if posted:
        verbs.retire(agreement, now=now())
        messages.success(request, _("Let go. It stays in the circle’s past."))
        return redirect("agreements", slug)
    context = {"circle": steward.circle, "wording": agreement.wording}
    return render(request, "circles/agreement_retire.html", context)


@require_POST
def affirm(request: MemberRequest, slug: str, pk: int) -> HttpResponse:
    """Stand by the wording I have read, or no longer."""
    membership = membership_for(request.user, slug)
    agreement = agreement_of(membership, pk)
    form = AffirmForm(request.POST)
    read = {wording.pk: wording for wording in agreement.wordings.all()}
    wording = read.get(form.cleaned_data["wording"]) if form.is_valid() else None
    if wording is None:
        return _back_to(agreement, slug)
    try:
        if form.cleaned_data["stand"]:
            verbs.affirm(wording, membership=membership, now=now())
        else:
            verbs.step_back(wording, membership=membership)
    except Refused as refused:
        messages.error(request, str(refused))
    return _back_to(agreement, slug)


def _back_to(agreement: Agreement, slug: str) -> HttpResponseRedirect:
    return HttpResponseRedirect(f"{reverse('agreements', args=[slug])}#agreement-{agreement.pk}")
