"""The letters of a circle: when they go, and what became of those about one gathering."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import get_current_timezone_name, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from circles import letters
from circles.access import membership_for
from circles.http import MemberRequest
from circles.models import Standing
from circles.refusals import Refused
from gatherings.access import gathering_for
from gatherings.forms.letters import LetterTimesForm
from gatherings.letters.letter_hours import ASKED, EVE, HARVEST, planned_at, times_of
from gatherings.letters.letter_times import set_times
from gatherings.models import Gathering, LetterTimes
from gatherings.pages.letters import KINDS, letters_of
from gatherings.schedule import undoing


@dataclass(frozen=True)
class Planned:
    """One letter about the next gathering: what it is called, and when it goes where the reader lives."""

    name: str
    at: datetime | None


@require_http_methods(["GET", "HEAD", "POST"])
def letter_times(request: MemberRequest, slug: str) -> HttpResponse:
    """Let a steward set when the circle's letters go, and show what that means for the next gathering."""
    steward = membership_for(request.user, slug, at_least=Standing.STEWARD)
    circle = steward.circle
    times = times_of([circle.pk])[circle.pk]
    form = LetterTimesForm(times, request.POST or None)
    if form.is_valid():
        set_times(circle, **form.cleaned_data, by=steward, now=now())
        messages.success(request, _("Saved. Letters still to go follow these times."))
        return redirect("letter_times", slug)
    gathering = circle.gatherings.planned().to_come(now()).first()
    planned = _planned(gathering, times) if gathering else []
    context = {"circle": circle, "form": form, "gathering": gathering, "planned": planned}
    return render(request, "gatherings/letter_times.html", context)


@require_POST
def letter_send_again(request: MemberRequest, slug: str, number: int, pk: int) -> HttpResponse:
    """Send a letter once more that failed, or of which nobody knows; only a person decides that (R17)."""
    gathering, _host = gathering_for(request.user, slug, number, at_least=Standing.HOST)
    letter = next((each for each in letters_of(gathering, now=now()) if each.pk == pk), None)
    if letter is None:
        raise Http404
    if letters.send_again(letter, now=now()):
        messages.success(request, _("It is on its way to %(name)s again.") % {"name": letter.membership})
    return redirect("gathering_hosts", slug, number)


@require_POST
def gathering_undo(request: MemberRequest, slug: str, number: int) -> HttpResponse:
    """Let a gathering be as it was before anybody is told of its change."""
    gathering, host = gathering_for(request.user, slug, number, at_least=Standing.HOST)
    try:
        gathering = undoing.undo(gathering, by=host, now=now())
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect("gathering_hosts", slug, number)
    messages.success(request, _("Undone. It is as it was, and nobody is written to."))
    return redirect(gathering)


def _planned(gathering: Gathering, times: LetterTimes) -> list[Planned]:
    zone = ZoneInfo(get_current_timezone_name())
    return [
        Planned(str(KINDS[kind]), planned_at(gathering.starts_at, kind=kind, zone=zone, times=times))
        for kind in (ASKED, EVE, HARVEST)
    ]
