"""Labs as anybody may see them: the list, a lab's page with its sign-up, and a guest's own page.

Opening a page changes nothing (R26). A guest's page is opened by the one link in their letters, names them, and acts
when a button is pressed (R27, R28).
"""

from allauth.core.ratelimit import consume, respond_429
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from circles.http import link_page
from circles.models import Person
from circles.refusals import Refused
from gatherings import calendars
from gatherings.access import open_labs, public_lab
from gatherings.answering import guests, lab_links
from gatherings.feeds.entries import guest_feed
from gatherings.forms.labs import SeatForm, SignUpForm
from gatherings.models import GuestState, LabGuest
from gatherings.pages.lab import LabPage

SHOWN = 60


@login_not_required
@require_safe
def labs(request: HttpRequest) -> HttpResponse:
    """List the labs to come that are published."""
    time = now()
    pages = [LabPage(lab, time) for lab in open_labs(now=time)[:SHOWN]]
    return render(request, "gatherings/labs_open.html", {"pages": pages})


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def lab(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a lab, and let somebody from outside sign up: the answer is the same for every address (R35)."""
    found, membership = public_lab(request.user, slug)
    page = LabPage(found, now())
    person = request.user if isinstance(request.user, Person) else None
    known = {"name": person.name, "email": person.email} if person and not membership else {}
    form = SignUpForm(request.POST or None, initial=known)
    if request.method == "POST" and form.is_valid():
        if not consume(request, action="lab_sign_up", key=form.cleaned_data["email"].lower()):
            too_often: HttpResponse = respond_429(request)
            return too_often
        try:
            guests.sign_up(found, **form.cleaned_data, now=now())
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            return redirect("lab_asked", slug)
    context = {
        "page": page,
        "lab": found,
        "gathering": found.gathering,
        "membership": membership,
        "form": form,
    }
    return render(request, "gatherings/lab.html", context)


@login_not_required
@require_safe
def lab_asked(request: HttpRequest, slug: str) -> HttpResponse:
    """Say that a letter is on its way, whoever asked (R35)."""
    found, _membership = public_lab(request.user, slug)
    return render(request, "gatherings/lab_asked.html", {"lab": found})


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def lab_seat(request: HttpRequest, token: str) -> HttpResponse:
    """Show a guest where they stand; let them confirm, or give their seat back."""
    guest = lab_links.read_seat_token(token)
    if guest is None:
        return _ended(request)
    form = SeatForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            _said(guest, form.cleaned_data["do"])
        except Refused as refused:
            messages.error(request, str(refused))
        return redirect("lab_seat", token)
    context = {
        "guest": guest,
        "lab": guest.lab,
        "gathering": guest.lab.gathering,
        "page": LabPage(guest.lab, now()),
        "state": GuestState(guest.state).name.lower(),
        "token": token,
    }
    return link_page(render(request, "gatherings/lab_seat.html", context))


@login_not_required
@never_cache
@require_safe
def lab_ics(request: HttpRequest, token: str) -> HttpResponse:
    """Answer with the lab as one calendar entry, under the UID the circle's own calendars give it."""
    guest = lab_links.read_seat_token(token)
    if guest is None:
        return _ended(request)
    feed = guest_feed(guest.lab.gathering, comes=guest.state == GuestState.COMING)
    return link_page(
        HttpResponse(
            calendars.render(feed),
            content_type="text/calendar; charset=utf-8",
            headers={"Content-Disposition": 'attachment; filename="lab.ics"'},
        )
    )


def _said(guest: LabGuest, do: str) -> None:
    if do == "confirm":
        guests.confirm(guest, now=now())
    else:
        guests.withdraw(guest, now=now())


def _ended(request: HttpRequest) -> HttpResponse:
    """Answer 404, in the same words whether a link was forged, ended or is too old (R29)."""
    return link_page(render(request, "circles/link_ended.html", status=404))
