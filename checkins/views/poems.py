"""The poem, and all poems of a circle."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.timezone import now
from django.views.decorators.http import require_safe

from checkins.access import poem_if_any_for, poems_of
from checkins.models import SeamKind
from checkins.pages.beyond import what_follows
from checkins.pages.poem import poem_page
from checkins.poem import stitched
from checkins.poem.credits import italics_of, leave_of
from circles.access import membership_for
from circles.http import MemberRequest


@require_safe
def poem(request: MemberRequest, slug: str, number: int) -> HttpResponse:
    """Show a gathering's poem, with the reader's own words marked for them alone; or say that there is none yet."""
    there = poem_if_any_for(request.user, slug, number)
    gathering, harvest, membership = there.gathering, there.harvest, there.membership
    context = {"circle": membership.circle, "gathering": gathering, "may_catch": there.catches}
    if harvest is None:
        return render(request, "checkins/no_poem.html", context)
    page = poem_page(gathering, harvest, membership, catches=there.catches)
    stitches = stitched.as_core(page.stitches)
    context |= {
        "harvest": harvest,
        "page": page,
        "stanzas": page.stanzas,
        "mine": page.mine,
        "my_lines": page.my_lines,
        "held_back": len(page.waiting),
        "leave": leave_of(harvest),
        "italics": italics_of(stitches),
        "may_share": harvest.is_given and there.catches,
        "seams": SeamKind.choices,
        "next": membership.circle.gatherings.planned().to_come(now()).exclude(pk=gathering.pk).first(),
        **what_follows(harvest, membership, stitches, catches=there.catches),
    }
    return render(request, "checkins/poem.html", context)


@require_safe
def poems(request: MemberRequest, slug: str) -> HttpResponse:
    """List the poems given to a circle, the latest first."""
    membership = membership_for(request.user, slug)
    harvests = poems_of(membership.circle)
    context = {
        "circle": membership.circle,
        "harvests": harvests,
        "years": sorted({harvest.gathering.day.year for harvest in harvests}, reverse=True),
        "travels": any(harvest.is_shared for harvest in harvests),
    }
    return render(request, "checkins/poems.html", context)
