"""The two open doors of a circle: an invitation's link, and the circle's own. Opening one changes nothing (R26)."""

from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from circles import joining
from circles.access import memberships_of
from circles.forms import NameHereForm
from circles.links import read_invitation_token
from circles.models import Circle, Invitation, Membership, Person
from circles.refusals import LinkHasEnded

type Enter = Callable[[Person, str], Membership]


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Show the circle to somebody invited, and let them join."""
    found = read_invitation_token(token)
    if found is None or found.circle.closed_on:
        return _ended(request)

    def enter(person: Person, name: str) -> Membership:
        return joining.accept(found, person=person, name=name, now=now())

    return _door(request, found.circle, enter, found)


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def join(request: HttpRequest, token: str) -> HttpResponse:
    """Show the circle to whoever holds its link, and let them join."""
    circle = joining.circle_behind(token)
    if circle is None:
        return _ended(request)

    def enter(person: Person, name: str) -> Membership:
        return joining.join(circle, token=token, person=person, name=name, now=now())

    return _door(request, circle, enter)


def _door(
    request: HttpRequest, circle: Circle, enter: Enter, invitation: Invitation | None = None
) -> HttpResponse:
    person = request.user if isinstance(request.user, Person) else None
    email = {"email": invitation.email} if invitation else {}
    back = urlencode({"next": request.path, **email})
    sign_up = f"{reverse('account_signup')}?{back}"
    if request.method == "POST" and person is None:
        return redirect(sign_up)
    mine = memberships_of(request.user).filter(circle=circle).first()
    if request.method == "POST" and mine:
        return redirect(circle)
    called = person.name if person else ""
    form = NameHereForm(
        request.POST or None, initial={"name": called or (invitation.name if invitation else "")}
    )
    if person and request.method == "POST" and form.is_valid():
        try:
            enter(person, form.cleaned_data["name"])
        except LinkHasEnded:
            return _ended(request)
        messages.success(request, _("Welcome to the circle. Here you see what comes next."))
        return redirect(circle)
    context = {
        "circle": circle,
        "invitation": invitation,
        "agreements": circle.agreements.standing_now().with_wordings(),
        "person": person,
        "mine": mine,
        "form": form,
        "to_sign_up": sign_up,
        "to_sign_in": f"{reverse('account_login')}?{back}",
        "to_sign_out": f"{reverse('account_logout')}?{back}",
    }
    return _unlisted(render(request, "circles/join.html", context))


def _ended(request: HttpRequest) -> HttpResponse:
    """Answer 404, in the same words whether a link was forged, used, withdrawn, sent anew or switched off (R29)."""
    return _unlisted(render(request, "circles/link_ended.html", status=404))


def _unlisted(response: HttpResponse) -> HttpResponse:
    response.headers["X-Robots-Tag"] = "noindex"
    return response
