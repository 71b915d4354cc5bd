"""Inviting people, and the circle's own link."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from circles.access import invitation_of, membership_for
from circles.arriving import invitations, joining
from circles.arriving.arriving_letters import invitation_beforehand
from circles.arriving.invitations import Guest
from circles.arriving.invitations_page import sent
from circles.arriving.to_copy import to_copy
from circles.forms import JoinLinkForm, PasteForm, SendAgainForm
from circles.http import MemberRequest, absolute
from circles.models import Circle, Membership, Standing
from circles.refusals import Refused
from circles.words.counting import in_words

_WELCOME = gettext_lazy("You are welcome in %(circle)s: %(link)s")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def invite(request: MemberRequest, slug: str) -> HttpResponse:
    """Look a pasted list over, invite those on it, and show what became of each invitation."""
    steward = membership_for(request.user, slug, at_least=Standing.STEWARD)
    form = PasteForm(request.POST or None)
    guests: list[Guest] = []
    if request.method == "POST" and form.is_valid():
        entries = form.pasted.entries
        if form.is_to_be_sent:
            try:
                made = invitations.invite(
                    steward.circle, entries=entries, by=steward, claims=form.claimed, now=now()
                )
            except Refused as refused:
                form.add_error("people", str(refused))
            else:
                messages.success(request, _invited(len(made)))
                return redirect("invite", slug)
        else:
            guests = invitations.guests(steward.circle, entries)
    return _page(request, steward, form, guests)


def _page(request: MemberRequest, steward: Membership, form: PasteForm, guests: list[Guest]) -> HttpResponse:
    circle, new = steward.circle, [guest for guest in guests if guest.is_new]
    words = ngettext("Invite one person", "Invite %(count)s people", len(new)) % {"count": in_words(len(new))}
    link = absolute(reverse("join", args=[circle.join_token])) if circle.join_token else ""
    context = {
        "circle": circle,
        "form": form,
        "guests": guests,
        "new": len(new),
        "invite_words": words,
        "letter": invitation_beforehand(circle, name=new[0].entry.name, by=steward) if new else None,
        "sent": sent(circle, now=now()),
        "join_link": link,
        "text": to_copy(circle, _WELCOME, now=now(), circle=circle.name, link=link) if link else "",
    }
    return render(request, "circles/invite.html", context)


def _invited(count: int) -> str:
    if not count:
        return _("Nobody was left to invite: all of them are here or invited already.")
    said = ngettext(
        "One person is invited, a letter is on its way.",
        "Letters are on their way to %(count)s people.",
        count,
    )
    return said % {"count": in_words(count)}


@require_POST
def send_again(request: MemberRequest, slug: str, pk: int) -> HttpResponse:
    """Send an invitation anew; the link sent before ends."""
    steward = membership_for(request.user, slug, at_least=Standing.STEWARD)
    invitation = invitation_of(steward, pk)
    form = SendAgainForm(request.POST)
    if form.is_valid():
        try:
            invitations.send_again(invitation, epoch=form.cleaned_data["epoch"], by=steward, now=now())
        except Refused as refused:
            messages.error(request, str(refused))
        else:
            words = _("A new letter is on its way to %(name)s. The link in the one before has ended.")
            messages.success(request, words % {"name": invitation})
    return redirect("invite", slug)


@require_POST
def withdraw(request: MemberRequest, slug: str, pk: int) -> HttpResponse:
    """Withdraw an invitation; its link ends."""
    steward = membership_for(request.user, slug, at_least=Standing.STEWARD)
    invitation = invitation_of(steward, pk)
    try:
        invitations.withdraw(invitation, now=now())
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        words = _("The invitation to %(name)s is withdrawn. Its link opens nothing any more.")
        messages.success(request, words % {"name": invitation})
    return redirect("invite", slug)


@require_POST
def join_link(request: MemberRequest, slug: str) -> HttpResponse:
    """Make the circle's join link anew, say whether it asks first, or switch it off."""
    steward = membership_for(request.user, slug, at_least=Standing.STEWARD)
    form = JoinLinkForm(request.POST)
    if form.is_valid():
        messages.success(request, _changed(steward.circle, **form.cleaned_data))
    return redirect("invite", slug)


def _changed(circle: Circle, *, action: str, asks: bool) -> str:
    """Do with the join link what was asked, and return the sentence that says so."""
    if action == "end":
        joining.end_link(circle)
        return _("Joining by link is switched off.")
    joining.ask_first(circle, asks=asks)
    if action == "renew":
        joining.renew_link(circle)
        if circle.join_token:  # as it was
            return _("The new link is below. One from before no longer works.")
        return _("The link is below.")
    if asks:
        return _("Kept. Who comes by the link asks to join, and waits for a steward’s yes.")
    return _("Kept. Who comes by the link is in at once.")
