"""Guests at a gathering: a member says whom they bring, a host nods, and who brings them or a host takes them off."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from circles.http import MemberRequest, even_closed
from circles.models import Membership, Standing
from circles.refusals import Refused
from gatherings.access import gathering_for, guest_of_gathering
from gatherings.answering import bringing
from gatherings.forms.hosting import GuestForm
from gatherings.models import Gathering


@require_http_methods(["GET", "HEAD", "POST"])
def gathering_guest(request: MemberRequest, slug: str, number: int) -> HttpResponse:
    """Ask for the first name of somebody who comes along, and write it down."""
    gathering, membership = gathering_for(request.user, slug, number)
    form = GuestForm(request.POST or None)
    if form.is_valid():
        try:
            guest = bringing.bring(gathering, **form.cleaned_data, by=membership, now=now())
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            words = (
                _("%(name)s comes along.")
                if guest.nodded_at
                else _("Thank you. A host nods, then %(name)s comes.")
            )
            messages.success(request, words % {"name": guest.name})
            return _back(membership, gathering)
    context = {"circle": membership.circle, "membership": membership, "gathering": gathering, "form": form}
    return render(request, "gatherings/guest.html", context)


@require_POST
def gathering_guest_nod(request: MemberRequest, slug: str, number: int, pk: int) -> HttpResponse:
    """Let a guest come."""
    gathering, host = gathering_for(request.user, slug, number, at_least=Standing.HOST)
    try:
        bringing.nod(guest_of_gathering(host, gathering, pk), by=host, now=now())
    except Refused as refused:
        messages.error(request, str(refused))
    return _back(host, gathering)


@even_closed
@require_POST
def gathering_guest_off(request: MemberRequest, slug: str, number: int, pk: int) -> HttpResponse:
    """Take a guest off; who waits for a seat moves up."""
    gathering, membership = gathering_for(request.user, slug, number)
    try:
        bringing.take_off(guest_of_gathering(membership, gathering, pk), by=membership, now=now())
    except Refused as refused:
        messages.error(request, str(refused))
    return _back(membership, gathering)


def _back(membership: Membership, gathering: Gathering) -> HttpResponse:
    """Lead a host back to the hosts' page, anybody else to the gathering's."""
    if membership.is_host:
        return redirect("gathering_hosts", membership.circle.slug, gathering.number)
    return redirect(gathering)
