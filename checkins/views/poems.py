"""The poem, and all poems of a circle."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import now
from django.views.decorators.http import require_safe

from checkins import harvesting, mending, stitching
from checkins.access import poem_if_any_for, poems_of
from checkins.models import Leave, Phrase, Stitch
from circles.access import membership_for
from circles.http import MemberRequest, absolute
from gatherings.access import may_catch


@require_safe
def poem(request: MemberRequest, slug: str, number: int) -> HttpResponse:
    """Show a gathering's poem, with the reader's own words marked for them alone; or say that there is none yet."""
    gathering, harvest, membership = poem_if_any_for(request.user, slug, number)
    if harvest is None:
        context = {
            "circle": membership.circle,
            "gathering": gathering,
            "may_catch": may_catch(membership, gathering),
        }
        return render(request, "checkins/no_poem.html", context)
    stitches = list(harvest.stitches.select_related("phrase__consent"))
    mine = {stitch.pk for stitch in stitches if stitch.phrase and stitch.phrase.speaker_id == membership.pk}
    lines, catches = _lines(stitches), may_catch(membership, gathering)
    context = {
        "circle": membership.circle,
        "gathering": gathering,
        "harvest": harvest,
        "stanzas": stitching.stanzas(harvesting.as_core(stitches)),
        "mine": mine,
        "my_lines": [line for line in lines if line.phrase.speaker_id == membership.pk],
        "unclaimed": [line for line in lines if line.phrase.speaker_id is None and not line.leave],
        "held_back": sum(line.leave != Leave.TRAVELS for line in lines),
        "may_share": harvest.is_given and catches,
        "torn": harvest.is_given and catches and mending.is_torn(stitches),
        "address": absolute(reverse("shared_poem", args=[harvest.public_slug])) if harvest.shared_at else "",
        "may_catch": not harvest.is_given and catches,
        "draft": not harvest.is_given,
        "next": membership.circle.gatherings.planned().to_come(now()).exclude(pk=gathering.pk).first(),
    }
    return render(request, "checkins/poem.html", context)


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the poem, and what its speaker said of it: may travel, stays, or nothing yet."""

    phrase: Phrase
    leave: str


def _lines(stitches: Iterable[Stitch]) -> list[Line]:
    """Return the spoken lines of a poem once each, in its order."""
    phrases = {stitch.phrase_id: stitch.phrase for stitch in stitches if stitch.phrase}
    return [
        Line(phrase, getattr(getattr(phrase, "consent", None), "leave", ""))
        for phrase in phrases.values()
        if not phrase.is_silence
    ]


@require_safe
def poems(request: MemberRequest, slug: str) -> HttpResponse:
    """List the poems given to a circle, the latest first."""
    membership = membership_for(request.user, slug)
    harvests = poems_of(membership.circle)
    context = {
        "circle": membership.circle,
        "harvests": harvests,
        "years": sorted({harvest.gathering.day.year for harvest in harvests}, reverse=True),
        "travels": any(harvest.shared_at for harvest in harvests),
    }
    return render(request, "checkins/poems.html", context)
