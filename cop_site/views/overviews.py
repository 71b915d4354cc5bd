"""The landing page, my home, and a circle's front page."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from circles.access import membership_for
from circles.arriving.asking import of_person
from circles.http import MemberRequest
from cop_site.overview import front_for, home_for, invited
from cop_site.views.visiting import visited
from gatherings.drawings.ring import Seat, ring


@login_not_required
@require_safe
def landing(request: HttpRequest) -> HttpResponse:
    """Tell a visitor what this is; lead somebody signed in to their home."""
    if request.user.is_authenticated:
        return redirect("home")
    words = _("Ten people are coming, two may. One hosts, one catches the poem, one watches over the circle.")
    return render(request, "site/landing.html", {"ring": ring(_chairs()), "ring_words": words})


def _chairs() -> list[Seat]:
    """Return the circle drawn on the landing page: nobody in particular."""
    roles = {0: _("host"), 3: _("poem catcher"), 5: _("guardian"), 9: _("welcomer")}
    letters = ["AN", "LU", "NO", "MA", "JO", "PR", "TH", "EL", "SA", "DI", "KE", "IN"]
    return [
        Seat(
            initials,
            kind="maybe" if number in {4, 10} else "yes",
            role=roles.get(number, ""),
            lit=number == 0,
        )
        for number, initials in enumerate(letters)
    ]


@require_safe
def home(request: MemberRequest) -> HttpResponse:
    """Show my circles, what comes next in each, what waits for my answer, and where I am invited."""
    glances = home_for(request.user, now=now())
    context = {
        "glances": glances,
        "asked": of_person(request.user),
        "invited": invited(request.user, glances),
    }
    return render(request, "site/home.html", context)


@login_not_required
@require_safe
def circle_front(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a circle: why it is, when it gathers next, what it promised itself, its latest poem.

    Who does not belong reads what a listed circle tells visitors.
    """
    try:
        membership = membership_for(request.user, slug)
    except Http404:
        return visited(request, slug)
    front = front_for(membership, now=now())
    return render(
        request,
        "site/circle.html",
        {"membership": membership, "circle": membership.circle, "front": front, "glance": front.glance},
    )
