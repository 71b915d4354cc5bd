"""The rhythm, chosen as a sentence: its dates are shown before it is kept."""

from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from circles.access import membership_for
from circles.http import MemberRequest
from circles.models import Circle, Standing
from gatherings import rhythms
from gatherings.forms import RhythmForm
from gatherings.forms.rhythm import as_chosen
from gatherings.models import Rhythm
from gatherings.wording import ends, rhythm_words


@require_http_methods(["GET", "HEAD", "POST"])
def rhythm(request: MemberRequest, slug: str) -> HttpResponse:
    """Choose a rhythm. The first press shows its dates and what becomes of those that stand; the second keeps it."""
    membership = membership_for(request.user, slug, at_least=Standing.STEWARD)
    circle, standing = membership.circle, _in_force(membership.circle)
    form = RhythmForm(
        request.POST or None, zone=circle.zone, country=circle.country, initial=_begin(standing, circle.zone)
    )
    shown: dict[str, object] = {}
    if form.is_valid():
        if form.was_shown and "keep" in request.POST:
            rhythms.set_rhythm(circle, **form.chosen(), by=membership, now=now())
            messages.success(
                request, _("This is your rhythm now. A year of gatherings is in every calendar.")
            )
            return redirect("gatherings", slug)
        today = localdate(now(), circle.zone)
        shown = {
            "sentence": rhythm_words(form.cleaned_data["rule"]),
            "dates": list(form.dates(after=today)),
            "change": rhythms.foresee(circle, form.core(), now=now()),
            "shown": form.fingerprint,
        }
    return render(
        request,
        "gatherings/rhythm.html",
        {
            "circle": circle,
            "form": form,
            "standing": standing,
            "standing_words": rhythm_words(standing.rule) if standing else "",
            **shown,
        },
    )


def _in_force(circle: Circle) -> Rhythm | None:
    return circle.rhythms.filter(ended__isnull=True).first()


def _begin(standing: Rhythm | None, zone: ZoneInfo) -> dict[str, object]:
    """Return what the form begins with: the rhythm in force, from today on."""
    begins: dict[str, object] = {"first": localdate(now(), zone)}
    if standing:
        closes = ends(standing.starts, standing.lasts)
        begins |= as_chosen(rule=standing.rule, starts=standing.starts, ends=closes)
    return begins
