"""Asking to join a listed circle, and the page on which its stewards answer all who ask."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from circles.access import asked_of, listed_circle, members_of, membership_for, memberships_of
from circles.arriving import asking as requests
from circles.forms import AnswerForm, AskForm
from circles.http import MemberRequest
from circles.models import Circle, Standing
from circles.refusals import Refused


@require_http_methods(["GET", "HEAD", "POST"])
def ask_to_join(request: MemberRequest, slug: str) -> HttpResponse:
    """Let somebody who found a listed circle ask its stewards to join.

    Who has asked, by whichever way, and waits for the answer, reads what they asked and may take it back.
    """
    if memberships_of(request.user).filter(circle__slug=slug).exists():
        return redirect("circle", slug)
    asked = requests.of_person(request.user).filter(circle__slug=slug).first()
    if asked:
        return render(request, "circles/ask.html", {"circle": asked.circle, "asked": asked})
    circle = listed_circle(slug)
    form = AskForm(request.POST or None, initial={"name": request.user.name})
    if request.method == "POST" and form.is_valid():
        try:
            requests.ask(circle, person=request.user, now=now(), **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            return redirect("ask_to_join", slug)
    return render(request, "circles/ask.html", {"circle": circle, "form": form})


@require_POST
def take_back(request: MemberRequest, slug: str) -> HttpResponse:
    """Let go of what I have asked a circle."""
    requests.take_back(slug, person=request.user)
    messages.success(request, _("You ask no more. Nothing of it is left."))
    return redirect("home")


@never_cache
@require_safe
def asking(request: MemberRequest, slug: str) -> HttpResponse:
    """Show the stewards who asks to join, and what was answered lately."""
    steward = membership_for(request.user, slug, at_least=Standing.STEWARD)
    return _page(request, steward.circle)


@require_POST
def answer(request: MemberRequest, slug: str, pk: int) -> HttpResponse:
    """Answer somebody who asks: yes, perhaps as one of the names of the circle, or no."""
    steward = membership_for(request.user, slug, at_least=Standing.STEWARD)
    asked = asked_of(steward, pk)
    form = AnswerForm(steward.circle, request.POST)
    if not form.is_valid():
        messages.error(request, _("Say yes or no. A name that was chosen may have been taken meanwhile."))
        return _page(request, steward.circle)
    try:
        requests.answer(
            asked, welcome=form.welcome, claims=form.cleaned_data["claims"], by=steward, now=now()
        )
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        if form.welcome:
            words = _("%(name)s is in the circle now, and a letter says so.")
        else:
            words = _("%(name)s is told that it is no, in a kind letter.")
        messages.success(request, words % {"name": asked.name})
    return redirect("asking", slug)


def _page(request: MemberRequest, circle: Circle) -> HttpResponse:
    """Show who asks: one query for them, one for the names somebody may be tied to."""
    found = requests.of_circle(circle)
    context = {
        "circle": circle,
        "open": [each for each in found if each.answered_at is None],
        "answered": [each for each in found if each.answered_at],
        "names": list(members_of(circle).only_names()),
    }
    return render(request, "circles/asking.html", context)
