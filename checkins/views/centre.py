"""The Centre itself: one full-screen page, signed in as nobody. Whoever holds its address moves it on."""

from contextlib import suppress

from allauth.core.ratelimit import consume
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from checkins.forms import CodeForm, FlameForm, StepForm
from checkins.models import Centre
from checkins.pages.centre import RINGS, scene_of
from checkins.refusals import NoSuchCode
from checkins.tonight import bell, flames, moving, pairing, seating, telling
from checkins.tonight_access import centre_at
from circles.http import link_page
from circles.refusals import Refused


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def pair(request: HttpRequest) -> HttpResponse:
    """Take the code of a Centre, and lead the screen it was typed on there."""
    form = CodeForm(request.POST or None)
    status = 200
    if request.method == "POST" and form.is_valid():
        if not consume(request, action="centre_code"):
            form.add_error(
                "code", _("Those were many codes in a short time. Wait a few minutes, then try again.")
            )
            status = 429
        else:
            try:
                centre = pairing.take(form.cleaned_data["code"], now=now())
            except NoSuchCode as refused:
                form.add_error("code", str(refused))
            else:
                return redirect("centre", centre.screen_token)
    return render(request, "checkins/centre_pair.html", {"form": form}, status=status)


@login_not_required
@never_cache
@require_safe
def centre(request: HttpRequest, token: str) -> HttpResponse:
    """Show tonight: one scene, in the circle's language."""
    found = centre_at(token, now=now())
    return _scene(request, found) if found else _ended(request)


@login_not_required
@never_cache
@require_POST
def move(request: HttpRequest, token: str) -> HttpResponse:
    """Move on from the scene that was seen, or back."""
    found, form = centre_at(token, now=now()), StepForm(request.POST)
    if found is None:
        return _ended(request)
    if form.is_valid():
        with suppress(Refused):  # called off or put off a moment ago: the page shows what is
            moving.move(found, seen=form.seen, on=form.goes_on, now=now())
    return redirect("centre", token)


@login_not_required
@never_cache
@require_POST
def seat(request: HttpRequest, token: str) -> HttpResponse:
    """Light the flame of a seat that was touched, or take it back: of one that is shown.

    Somebody else who is in the room is seated on a host's page: this one tells nobody who else is in the circle.
    """
    found, form = centre_at(token, now=now()), FlameForm(request.POST)
    if found is None:
        return _ended(request)
    round_ = telling.present_round(found.gathering)
    if form.is_valid() and form.seat and round_ and found.scene in RINGS:
        shown = seating.seats(found.gathering, round_=round_, centre=found)
        who = next((each.who for each in shown if each.key == form.seat), None)
        if who is None:
            raise Http404
        with suppress(Refused):  # called off or let go a moment ago: the page shows what is
            flames.set_to(round_, who, state=form.state, now=now())
    return redirect("centre", token)


@login_not_required
@never_cache
@require_POST
def ring_bell(request: HttpRequest, token: str) -> HttpResponse:
    """Ring the bell from the middle of the circle."""
    found = centre_at(token, now=now())
    if found is None:
        return _ended(request)
    bell.ring(found.gathering, now=now())
    return redirect("centre", token)


def _scene(request: HttpRequest, found: Centre) -> HttpResponse:
    circle = found.gathering.circle
    with translation.override(circle.language), timezone.override(circle.zone):
        page = scene_of(found, now=now())
        context = {
            "page": page,
            "centre": found,
            "circle": circle,
        }
        return link_page(render(request, "checkins/centre.html", context))


def _ended(request: HttpRequest) -> HttpResponse:
    """Say kindly that this address opens nothing (any more)."""
    return link_page(render(request, "checkins/centre_ended.html", status=404))
