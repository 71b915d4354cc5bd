"""Resting, waking, closing and opening again: each says first what becomes of the gatherings to come."""

from datetime import date, datetime

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from circles import resting as verbs
from circles.access import membership_for
from circles.http import MemberRequest, even_closed
from circles.models import Circle, Membership, Standing
from circles.refusals import Refused
from gatherings.forms.resting import CloseForm, RestForm
from gatherings.letters.change_letters import everybody_told
from gatherings.letters.lab_letters import would_be_told
from gatherings.schedule import resting


@require_http_methods(["GET", "HEAD", "POST"])
def circle_rest(request: MemberRequest, slug: str) -> HttpResponse:
    """Let the circle rest: the first press shows what is called off, the second does it. Or let it wake."""
    steward = membership_for(request.user, slug, at_least=Standing.STEWARD)
    circle, time = steward.circle, now()
    waking = request.method == "POST" and "wake" in request.POST
    asked = request.POST if request.method == "POST" and not waking else None
    form = RestForm(circle, asked, today=localdate(time, circle.zone))
    shown: dict[str, object] = {}
    try:
        if waking:
            verbs.wake(circle, by=steward, now=time)
            messages.success(request, _("The circle gathers again. Every calendar shows it."))
            return redirect("circle", slug)
        if form.is_valid() and "keep" in request.POST:
            verbs.rest(circle, **form.cleaned_data, by=steward, now=time)
            messages.success(request, _("The circle rests. Every calendar shows it."))
            return redirect("circle", slug)
    except Refused as refused:
        messages.error(request, str(refused))
    if form.is_bound and form.is_valid():
        since = form.cleaned_data["since"]
        shown = {"since": since, **_what_follows(circle, since, steward, time)}
    back = resting.to_wake(circle, now=time) if circle.resting_since and not form.is_bound else []
    context = {"circle": circle, "membership": steward, "form": form, "back": back, **shown}
    return render(request, "gatherings/rest.html", context)


@even_closed
@require_http_methods(["GET", "HEAD", "POST"])
def circle_close(request: MemberRequest, slug: str) -> HttpResponse:
    """Close the circle with its words of farewell, saying first what follows; or open it again."""
    steward = membership_for(request.user, slug, at_least=Standing.STEWARD)
    circle, time = steward.circle, now()
    opening = request.method == "POST" and "open" in request.POST
    form = CloseForm(request.POST if request.method == "POST" and not opening else None)
    try:
        if opening:
            verbs.open_again(circle, by=steward, now=time)
            messages.success(request, _("The circle is open again."))
            return redirect("circle", slug)
        if form.is_valid():
            verbs.close(circle, **form.cleaned_data, by=steward, now=time)
            return redirect("circle", slug)
    except Refused as refused:
        messages.error(request, str(refused))
    context = {
        "circle": circle,
        "membership": steward,
        "form": form,
        **({} if circle.is_closed else _what_follows(circle, date.min, steward, time)),
        "back": resting.to_wake(circle, now=time) if circle.is_closed else [],
    }
    return render(request, "gatherings/close.html", context)


def _what_follows(circle: Circle, since: date, steward: Membership, time: datetime) -> dict[str, object]:
    """Return what is called off from a day on, how many of the circle are told, and whether guests from outside are."""
    off = list(resting.to_rest(circle, since=since, now=time))
    told = everybody_told(circle, by=steward) if off else 0
    return {"off": off, "told": told, "guests_told": would_be_told(off)}
