"""The poem read back: one stanza at a time, then only the ring, for circles without a tablet in the middle."""

from collections.abc import Iterable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.views.decorators.http import require_http_methods

from checkins import stitching
from checkins.access import poem_for, poem_to_look_after, there_at
from checkins.forms import StanzaForm
from checkins.models import Harvest
from checkins.poem import reading_back, stitched
from checkins.tonight import seating
from circles.http import MemberRequest
from circles.models import Membership
from circles.refusals import Refused
from gatherings.drawings import ring


@require_http_methods(["GET", "HEAD", "POST"])
def read_back(request: MemberRequest, slug: str, number: int) -> HttpResponse:
    """Let who catches read the poem back to the circle; show it a stanza at a time."""
    if request.method != "POST":
        _gathering, harvest, _membership = poem_for(request.user, slug, number)
        return _stanza(request, harvest, StanzaForm(request.GET).stanza_or_first)
    harvest, membership = poem_to_look_after(request.user, slug, number)
    try:
        reading_back.read_back(harvest, by=membership, now=now())
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect("poem", slug, number)
    return redirect("read_back", slug, number)


def _stanza(request: MemberRequest, harvest: Harvest, number: int) -> HttpResponse:
    """Show a stanza by its number, from 1; after the last of them the ring."""
    stanzas = stitching.stanzas(stitched.as_core(list(harvest.stitches.select_related("phrase"))))
    gathering, read = harvest.gathering, min(number, len(stanzas) + 1)
    is_last = read > len(stanzas)
    here = reverse("read_back", args=[gathering.circle.slug, gathering.number])
    context = {
        "circle": gathering.circle,
        "gathering": gathering,
        "harvest": harvest,
        "stanzas": stanzas[read - 1 : read],
        "number": read,
        "of": len(stanzas),
        "ring": _all_lit(seating.as_seated(there_at(gathering), gathering)) if is_last else None,
        "onward": harvest.get_absolute_url() if is_last else f"{here}?stanza={read + 1}",
        "back": f"{here}?stanza={read - 1}" if read > 1 else "",
    }
    return render(request, "checkins/read_back.html", context)


def _all_lit(there: Iterable[Membership]) -> ring.Ring:
    """Return the ring of everybody who was there, each flame lit."""
    return ring.ring(ring.Seat(initials=each.initials, lit=True, name=str(each)) for each in there)
