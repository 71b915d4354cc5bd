"""A gathering as its hosts look after it: who is heard from, seats. One glance, one press each."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import patch_vary_headers
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from circles.access import member_of
from circles.http import MemberRequest
from circles.models import Standing
from circles.refusals import Refused
from gatherings.access import gathering_for, hosts_page_for, roles_of
from gatherings.answering import rsvps, seats
from gatherings.forms.hosting import SeatsForm, ToldForm
from gatherings.pages.gathering import GatheringPage
from gatherings.pages.hosts import HostsPage
from gatherings.pages.letters import letters_page
from gatherings.pages.tell import messenger


@require_safe
def gathering_hosts(request: MemberRequest, slug: str, number: int) -> HttpResponse:
    """Show a gathering to its hosts."""
    return _page(request, slug, number)


@require_POST
def gathering_told(request: MemberRequest, slug: str, number: int) -> HttpResponse:
    """Write down what somebody told the host, or take back what was written down so."""
    gathering, host = gathering_for(request.user, slug, number, at_least=Standing.HOST)
    form = ToldForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Choose one of the answers beside a name."))
        return _page(request, slug, number, status=400)
    key, answer, way = form.cleaned_data["said"]
    member = member_of(host, key)
    try:
        if answer:
            rsvps.answer(gathering, membership=member, answer=answer, way=way, said_by=host, now=now())
        else:
            rsvps.take_back(gathering, membership=member, by=host, now=now())
    except Refused as refused:
        messages.error(request, str(refused))
        return _page(request, slug, number, status=409)
    return _done(request, slug, number)


@require_POST
def gathering_seats(request: MemberRequest, slug: str, number: int) -> HttpResponse:
    """Say how many seats there are; who waits moves up where there are more."""
    gathering, host = gathering_for(request.user, slug, number, at_least=Standing.HOST)
    form = SeatsForm(request.POST)
    if form.is_valid():
        try:
            seats.set_seats(gathering, seats=form.cleaned_data["seats"], by=host, now=now())
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("Saved."))
            return _done(request, slug, number)
    return _page(request, slug, number, form=form)


def _done(request: MemberRequest, slug: str, number: int) -> HttpResponse:
    """Answer what was done: the page's part for htmx, else the page by way of a redirect."""
    return _page(request, slug, number) if request.htmx else redirect("gathering_hosts", slug, number)


def _page(
    request: MemberRequest, slug: str, number: int, *, form: SeatsForm | None = None, status: int = 200
) -> HttpResponse:
    """Return the page, or for htmx the part of it that changes, which htmx takes with 200 only."""
    gathering, membership, people = hosts_page_for(request.user, slug, number)
    page = GatheringPage(gathering, membership, roles_of(membership.circle, at=gathering), now())
    part = request.method == "POST" and bool(request.htmx)
    answered = render(
        request,
        "gatherings/hosts.html#hosts" if part else "gatherings/hosts.html",
        {
            "page": page,
            "hosts": HostsPage(page, people),
            "gathering": gathering,
            "circle": membership.circle,
            "membership": membership,
            "form": form or SeatsForm(initial={"seats": gathering.seats}),
            "messenger": messenger(gathering, people, now=now()),
            "part": part,
            "letters": None if part else letters_page(gathering, now=now()),
        },
        status=200 if part else status,
    )
    patch_vary_headers(answered, ["HX-Request"])
    return answered
