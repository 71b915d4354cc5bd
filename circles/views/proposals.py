"""What is proposed to the circle: proposing, weighing, concerns, other words, taking it back."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from circles.access import agreement_of, membership_for, proposal_of
from circles.forms import ConcernForm, HeardForm, ProposalForm, WordsOfProposalForm
from circles.http import MemberRequest
from circles.models import Membership, Proposal
from circles.promises import agreements_page, proposals
from circles.refusals import NotTheirs, Refused


@require_http_methods(["GET", "HEAD", "POST"])
def propose(request: MemberRequest, slug: str, pk: int | None = None) -> HttpResponse:
    """Propose a wording, or other words for the agreement `pk`."""
    membership = membership_for(request.user, slug)
    agreement = None if pk is None else agreement_of(membership, pk)
    wording = agreement.wording if agreement else None
    initial = {"text": wording.text, "weight": wording.weight} if wording else {}
    form = ProposalForm(membership.circle, request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            proposal = proposals.propose(
                membership.circle, agreement=agreement, by=membership, now=now(), **form.cleaned_data
            )
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(
                request, _("It lies before the circle now. Everybody can read it and say what troubles them.")
            )
            return redirect(proposal)
    lies = agreement.proposals.open_now().first() if agreement else None
    if lies and agreement and request.method != "POST":
        return redirect("proposal", slug, lies.pk)
    context = {"circle": membership.circle, "form": form, "wording": wording, "agreement": agreement}
    return render(request, "circles/agreement_propose.html", context)


@require_safe
def proposal(request: MemberRequest, slug: str, pk: int) -> HttpResponse:
    """Show a proposal: its words, what they would change, until when, and the concerns so far."""
    membership = membership_for(request.user, slug)
    return _page(request, membership, proposal_of(membership, pk))


@require_POST
def concern(request: MemberRequest, slug: str, pk: int) -> HttpResponse:
    """Ask the circle to hear a concern before it goes on."""
    membership = membership_for(request.user, slug)
    proposal = proposal_of(membership, pk)
    form = ConcernForm(request.POST)
    if not form.is_valid():
        return _page(request, membership, proposal, form)
    try:
        proposals.raise_concern(proposal, membership=membership, now=now(), **form.cleaned_data)
    except Refused as refused:
        form.add_error(None, str(refused))
        return _page(request, membership, proposal_of(membership, pk), form)
    messages.success(request, _("The circle hears it. Nothing is adopted until you say that it was heard."))
    return redirect(proposal)


@require_POST
def heard(request: MemberRequest, slug: str, pk: int) -> HttpResponse:
    """Say that my concern was heard."""
    membership = membership_for(request.user, slug)
    proposal = proposal_of(membership, pk)
    form = HeardForm(request.POST)
    if form.is_valid():
        try:
            proposal = proposals.meet(
                proposal, membership=membership, read=form.cleaned_data["read"], now=now()
            )
        except Refused as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, _("Thank you. Your concern was heard."))
    return redirect(proposal)


@require_http_methods(["GET", "HEAD", "POST"])
def reword(request: MemberRequest, slug: str, pk: int) -> HttpResponse:
    """Put what I proposed into other words."""
    membership = membership_for(request.user, slug)
    proposal = proposal_of(membership, pk)
    if not proposal.is_open or proposal.proposed_by != membership:
        if request.method == "POST":
            messages.error(request, str(NotTheirs()))
        return redirect(proposal)
    initial = {name: getattr(proposal, name) for name in ("text", "weight", "why", "review_on")}
    form = WordsOfProposalForm(membership.circle, request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            proposal = proposals.reword(proposal, by=membership, now=now(), **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("These words lie before the circle now."))
            return redirect(proposal)
    context = {"circle": membership.circle, "form": form, "proposal": proposal}
    return render(request, "circles/agreement_proposal_reword.html", context)


@require_POST
def take_back(request: MemberRequest, slug: str, pk: int) -> HttpResponse:
    """Take back what I proposed."""
    membership = membership_for(request.user, slug)
    proposal = proposal_of(membership, pk)
    try:
        proposals.take_back(proposal, by=membership, now=now())
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("Taken back. The words stay here to be read."))
    return redirect(proposal)


def _page(
    request: MemberRequest, membership: Membership, proposal: Proposal, form: ConcernForm | None = None
) -> HttpResponse:
    weighed = agreements_page.weighed(proposal, membership)
    mine = weighed.mine
    context = {
        "circle": membership.circle,
        "membership": membership,
        "proposal": proposal,
        "weighed": weighed,
        "form": form or ConcernForm(initial={"words": mine.words} if mine else None),
        "is_over": proposal.concerns_until <= now(),
        "is_mine": proposal.proposed_by == membership,
        "may_take_back": proposals.may_take_back(proposal, membership),
    }
    return render(request, "circles/agreement_proposal.html", context)
