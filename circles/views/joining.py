"""The open doors: an invitation’s link, the circle’s own, and that of a name. Opening one changes nothing (R26)."""

from collections.abc import Callable
from dataclasses import dataclass

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

from circles.access import memberships_of
from circles.arriving import asking, joining
from circles.chapters import coming_words
from circles.forms import AskForm, NameHereForm
from circles.http import link_page
from circles.models import Circle, Invitation, Membership, Person
from circles.post.links import read_claim_token, read_invitation_token
from circles.refusals import AsksFirst, LinkHasEnded, Refused

type Enter = Callable[[Person, str], Membership]


@dataclass(frozen=True, slots=True)
class Door:
    """One way in: into which circle, how one enters, who is meant, and which name in the circle it makes theirs."""

    circle: Circle
    enter: Enter
    invitation: Invitation | None = None
    claims: Membership | None = None
    token: str = ""  # of a join link

    @property
    def asks(self) -> bool:
        """Whether a steward says yes first."""
        return bool(self.token) and self.circle.joining_asks


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Show the circle to somebody invited, and let them join."""
    found = read_invitation_token(token)
    if found is None or found.circle.is_closed:
        return _ended(request)

    def enter(person: Person, name: str) -> Membership:
        return joining.accept(found, person=person, name=name, now=now())

    return _open(request, Door(found.circle, enter, invitation=found, claims=found.claims))


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def join(request: HttpRequest, token: str) -> HttpResponse:
    """Show the circle to whoever holds its link, and let them join, or ask to."""
    circle = joining.circle_behind(token)
    if circle is None:
        return _ended(request)

    def enter(person: Person, name: str) -> Membership:
        return joining.join(circle, token=token, person=person, name=name, now=now())

    return _open(request, Door(circle, enter, token=token))


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def claim(request: HttpRequest, token: str) -> HttpResponse:
    """Show the circle to somebody who has been only a name in it, and let them take the name."""
    found = read_claim_token(token)
    if found is None:
        return _ended(request)

    def enter(person: Person, name: str) -> Membership:
        return joining.claim(found, person=person, name=name, now=now())

    return _open(request, Door(found.circle, enter, claims=found))


def _open(request: HttpRequest, door: Door) -> HttpResponse:
    person = request.user if isinstance(request.user, Person) else None
    if request.method == "POST" and person is None:
        return redirect(_addresses(request, door)["to_sign_up"])
    mine = memberships_of(request.user).filter(circle=door.circle).first()
    if request.method == "POST" and mine and door.claims in (None, mine):
        return redirect(door.circle)
    form = _form(request, door, person)
    if person and request.method == "POST" and form.is_valid():
        try:
            if door.asks:
                asking.ask(door.circle, person=person, token=door.token, now=now(), **form.cleaned_data)
                return redirect(request.path)
            return _inside(request, door.enter(person, form.cleaned_data["name"]))
        except LinkHasEnded:
            return _ended(request)
        except AsksFirst as refused:
            messages.info(request, str(refused))
            return redirect(request.path)
        except Refused as refused:
            form.add_error(None, str(refused))
    context = {
        "circle": door.circle,
        "door": door,
        "invitation": door.invitation,
        "agreements": door.circle.agreements.standing_now().in_short(),
        "coming": coming_words(door.circle, now=now()),
        "person": person,
        "mine": mine,
        "asked": asking.waiting(door.circle, person) if person and door.asks else None,
        "form": form,
        **_addresses(request, door),
    }
    return link_page(render(request, "circles/join.html", context))


def _form(request: HttpRequest, door: Door, person: Person | None) -> NameHereForm:
    """Return what is asked of them: their name here, filled with what is known of it."""
    called = (person.name if person and not door.claims else "") or _called(door)
    form = AskForm if door.asks else NameHereForm
    return form(request.POST if person and request.method == "POST" else None, initial={"name": called})


def _called(door: Door) -> str:
    """Return the name by which a door knows whom it is for; of a circle's own link nothing."""
    if door.claims:
        return door.claims.name
    return door.invitation.name if door.invitation else ""


def _addresses(request: HttpRequest, door: Door) -> dict[str, str]:
    """Return where one signs up, in or out, on the way back to this page."""
    known = {"email": door.invitation.email if door.invitation else "", "name": _called(door)}
    back = urlencode({"next": request.path} | {key: value for key, value in known.items() if value})
    return {
        "to_sign_up": f"{reverse('account_signup')}?{back}",
        "to_sign_in": f"{reverse('account_login')}?{back}",
        "to_sign_out": f"{reverse('account_logout')}?{back}",
    }


def _inside(request: HttpRequest, membership: Membership) -> HttpResponse:
    """Lead somebody to their welcome; who has been here before, to the circle."""
    if membership.welcomed_at:
        messages.success(request, _("Welcome back. You are %(name)s here.") % {"name": membership.name})
        return redirect(membership.circle)
    return redirect("welcome", membership.circle.slug)


def _ended(request: HttpRequest) -> HttpResponse:
    """Answer 404, in the same words whether a link was forged, used, withdrawn, sent anew or switched off (R29)."""
    return link_page(render(request, "circles/link_ended.html", status=404))
