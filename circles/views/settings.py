"""What the circle says of itself, and what I say of myself."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_http_methods

from circles import founding
from circles.access import membership_for, memberships_of
from circles.belonging import people
from circles.forms import CircleSettingsForm, CountryForm, MeForm
from circles.http import MemberRequest
from circles.models import Standing


@require_http_methods(["GET", "HEAD", "POST"])
def circle_settings(request: MemberRequest, slug: str) -> HttpResponse:
    """Let a steward change what the circle says of itself."""
    steward = membership_for(request.user, slug, at_least=Standing.STEWARD)
    circle = steward.circle
    form = CircleSettingsForm(circle, request.POST or None, looked_at=CountryForm(request.GET).looked_at)
    if request.method == "POST" and form.is_valid():
        zone_before = circle.timezone
        circle = founding.describe(circle, description=form.description(), **form.openness(), now=now())
        if circle.timezone == zone_before:
            messages.success(request, _("Saved."))
        else:
            words = _("Saved. Your hours are now on the clock of %(zone)s, and calendars follow.")
            messages.success(request, words % {"zone": circle.timezone})
        return redirect("circle_settings", slug)
    return render(request, "circles/settings.html", {"circle": circle, "form": form})


@require_http_methods(["GET", "HEAD", "POST"])
def me(request: MemberRequest) -> HttpResponse:
    """Show who I am here, and let me change it."""
    form = MeForm(request.user, request.POST or None)
    if request.method == "POST" and form.is_valid():
        person = people.introduce(request.user, **form.cleaned_data)
        with override(person.language):
            messages.success(request, _("Saved."))
        return redirect("me")
    mine = memberships_of(request.user).order_by("circle__name", "circle_id")
    return render(request, "circles/me.html", {"form": form, "memberships": mine})
