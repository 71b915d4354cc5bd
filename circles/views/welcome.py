"""The first visit: who we are and what we promise one another, and one button."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.views.decorators.http import require_http_methods

from circles.access import members_of, membership_for
from circles.arriving import joining
from circles.chapters import coming_words
from circles.http import MemberRequest


@require_http_methods(["GET", "HEAD", "POST"])
def welcome(request: MemberRequest, slug: str) -> HttpResponse:
    """Show somebody new who we are, and let them come in. Nothing else is asked of them then."""
    membership = membership_for(request.user, slug)
    circle = membership.circle
    if request.method == "POST":
        joining.come_in(membership, now=now())
        return redirect(circle)
    context = {
        "circle": circle,
        "membership": membership,
        "people": [each for each in members_of(circle).with_faces() if each.pk != membership.pk],
        "agreements": circle.agreements.standing_now().in_short(),
        "coming": coming_words(circle, now=now()),
    }
    return render(request, "circles/welcome.html", context)
