"""The rhythm, chosen as a sentence: its dates, and what becomes of those that stand, are shown before it is kept."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from circles.access import membership_for
from circles.http import MemberRequest
from circles.models import Circle, Standing
from circles.words.countries import country_words
from gatherings.forms.rhythm import as_chosen
from gatherings.forms.rhythm_change import BecomesForm, ChangeRhythmForm
from gatherings.models import Rhythm
from gatherings.refusals import ShownOtherwise
from gatherings.schedule import rhythms
from gatherings.schedule.rhythm_plan import foresee
from gatherings.wording import ends, rhythm_words


@require_http_methods(["GET", "HEAD", "POST"])
def rhythm(request: MemberRequest, slug: str) -> HttpResponse:
    """Choose a rhythm. Its dates and what becomes of those that stand are shown; what was shown can be kept."""
    membership = membership_for(request.user, slug, at_least=Standing.STEWARD)
    circle, time = membership.circle, now()
    standing = circle.rhythms.filter(ended__isnull=True).first()
    form = ChangeRhythmForm(circle, request.POST or None, now=time, initial=_begin(circle, standing))
    looks: dict[str, Any] = {}
    if form.is_valid():
        keeps = "keep" in request.POST
        if keeps and rhythms.in_force(circle, **form.chosen()):  # pressed twice
            return _kept(request, slug)
        plan = foresee(circle, form.core(), since=form.since_day, now=time)
        same = form.cleaned_data["shown"] == form.fingerprint(plan)
        becomes = BecomesForm(plan, request.POST, asked=keeps and same)
        if keeps and same and becomes.is_valid():
            try:
                rhythms.set_rhythm(
                    circle,
                    **form.chosen(),
                    since=form.since_day,
                    choices=becomes.choices,
                    reason=becomes.cleaned_data["reason"],
                    as_shown=plan.fingerprint,
                    by=membership,
                    now=time,
                )
            except ShownOtherwise:
                same, plan = False, foresee(circle, form.core(), since=form.since_day, now=time)
                becomes = BecomesForm(plan, request.POST, asked=False)
            else:
                return _kept(request, slug)
        looks = _look(form) | {"plan": plan, "becomes": becomes, "shown": form.fingerprint(plan)}
        looks["otherwise"] = keeps and not same and bool(form.cleaned_data["shown"])
    elif request.method != "POST":
        looks = _first_look(circle, form, standing)
    return render(
        request,
        "gatherings/rhythm.html",
        {
            "circle": circle,
            "form": form,
            "standing": standing,
            "standing_words": rhythm_words(standing.rule) if standing else "",
            "country": country_words(circle.country),
            **looks,
        },
    )


def _look(form: ChangeRhythmForm) -> dict[str, Any]:
    said = rhythm_words(form.cleaned_data["rule"])
    return {"sentence": said, "hours": form.hours, "dates": form.looks()}


def _first_look(circle: Circle, form: ChangeRhythmForm, standing: Rhythm | None) -> dict[str, Any]:
    """Return the dates of what the page begins with; where the circle has no rhythm yet, it can be kept at once."""
    begun = ChangeRhythmForm(circle, {field.name: field.value() for field in form}, now=form.now)
    if not begun.is_valid():
        return {}
    if standing:
        return _look(begun)
    plan = foresee(circle, begun.core(), since=begun.since_day, now=form.now)
    return _look(begun) | {"plan": plan, "shown": begun.fingerprint(plan)}


def _kept(request: MemberRequest, slug: str) -> HttpResponse:
    said = _(
        "This is your rhythm now. A year of gatherings stands here, and in every calendar that follows us."
    )
    messages.success(request, said)
    return redirect("gatherings", slug)


def _begin(circle: Circle, standing: Rhythm | None) -> dict[str, object]:
    """Return what the form begins with: the rhythm in force; without one, last Wednesdays from today on."""
    begins: dict[str, object] = {"first": localdate(now(), circle.zone)}
    if standing:
        closes = ends(standing.starts, standing.lasts)
        begins |= as_chosen(rule=standing.rule, starts=standing.starts, ends=closes)
    return begins
