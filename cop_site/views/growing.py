"""Growing a circle out of a lab: one page, one press."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from circles.access import members_of
from circles.http import MemberRequest
from circles.models import Membership, Standing
from circles.refusals import Refused
from circles.words.counting import in_words
from cop_site.forms.growing import GrowForm
from cop_site.growing import grow
from gatherings.access import lab_for
from gatherings.forms.rhythm import RhythmForm
from gatherings.models import Answer, GuestState, Lab
from gatherings.pages.lab import HostsPage
from gatherings.rhythm import RhythmRefused
from gatherings.wording import refusal_words

FIRST_SHOWN = 3


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def grow_circle(request: MemberRequest, slug: str, number: int) -> HttpResponse:
    """Ask who belongs, when they gather and what they promised one another; then the circle stands."""
    lab, membership = lab_for(request.user, slug, number, at_least=Standing.STEWARD)
    page = HostsPage(lab, now())
    known = [guest for guest in page.guests if guest.state in {GuestState.COMING, GuestState.WAITING}]
    about = GrowForm(lab, known, _who_was_there(lab, membership), request.POST or None)
    home = lab.gathering.circle
    today = localdate(timezone=home.zone)
    rhythm = RhythmForm(request.POST or None, zone=home.zone, country=home.country, initial={"first": today})
    context: dict[str, Any] = {"about": about, "rhythm": rhythm}
    if request.method == "POST" and all([about.is_valid(), rhythm.is_valid()]) and "look" not in request.POST:
        try:
            steward = grow(lab, by=membership, **about.chosen(), **rhythm.chosen(), now=now())
        except RhythmRefused as refused:
            rhythm.add_error("day", refusal_words(refused))
        except Refused as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, _grown_words(steward))
            return redirect(steward.circle)
    context |= {"page": page, "lab": lab, "gathering": lab.gathering, "circle": home}
    context["dates"] = _dates(rhythm, today) if request.method == "POST" else _usual_dates(lab, today)
    return render(request, "site/grow.html", context)


def _who_was_there(lab: Lab, me: Membership) -> list[Membership]:
    """Return who of the lab's circle may belong, but for me: who said they come first."""
    said = set(lab.gathering.rsvps.filter(answer=Answer.YES).values_list("membership_id", flat=True))
    others = [each for each in members_of(me.circle).select_related("person") if each.pk != me.pk]
    return sorted(others, key=lambda each: each.pk not in said)


def _dates(rhythm: RhythmForm, today: Any) -> list[Any]:
    return list(rhythm.dates(after=today)) if rhythm.is_valid() else []


def _usual_dates(lab: Lab, today: Any) -> list[Any]:
    """Return the first dates of the rhythm the page begins with: last Wednesdays."""
    usual = RhythmForm(
        {
            "ordinal": -1,
            "day": "w2",
            "every": 1,
            "unit": "month",
            "starts": "18:00",
            "ends": "20:00",
            "first": today,
        },
        zone=lab.gathering.circle.zone,
        country=lab.gathering.circle.country,
    )
    return _dates(usual, today)[:FIRST_SHOWN]


def _grown_words(steward: Membership) -> str:
    """Return what has happened, in a sentence or two."""
    people = steward.circle.memberships.present().count()
    said = ngettext(
        "The circle has begun: you, for now.", "The circle has begun: %(count)s of you.", people
    ) % {"count": in_words(people)}
    if steward.circle.invitations.exists():
        said += " " + _("Whoever gave an address is being written to, to come in.")
    return said
