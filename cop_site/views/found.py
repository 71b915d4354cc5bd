"""Founding a circle: one page, from its purpose to its first year of dates."""

from typing import Any
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from circles.forms import DescriptionForm
from circles.http import MemberRequest
from circles.words.countries import country_of
from cop_site.founding import found_whole
from gatherings.forms.rhythm import RhythmForm


@require_http_methods(["GET", "HEAD", "POST"])
def found_circle(request: MemberRequest) -> HttpResponse:
    """Ask what the circle is about and when it gathers, show the dates when asked to, and found it."""
    begins = {"timezone": request.user.timezone, "first": localdate()}
    about = DescriptionForm(request.POST or None, initial=begins)
    rhythm = RhythmForm(request.POST or None, initial=begins)
    context: dict[str, Any] = {"about": about, "rhythm": rhythm}
    if request.method == "POST" and "look" not in request.POST and all([about.is_valid(), rhythm.is_valid()]):
        steward = found_whole(
            founder=request.user,
            description=about.description(),
            once=about.cleaned_data["once"],
            now=now(),
            **rhythm.chosen(),
        )
        messages.success(request, _("The circle is founded. Now invite its people."))
        return redirect("invite", steward.circle.slug)
    if rhythm.is_valid() and "timezone" not in about.errors:
        zone = about.cleaned_data["timezone"]
        dates = rhythm.dates(after=localdate(), zone=ZoneInfo(zone), country=country_of(zone))
        context["dates"] = list(dates)
    return render(request, "site/found.html", context)
