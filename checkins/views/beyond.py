"""A poem as it will be read beyond the circle, and what stands below it there."""

from copy import copy

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from checkins import stitching
from checkins.access import poem_to_look_after, with_words
from checkins.forms import BelowForm
from checkins.pages.beyond import naming
from checkins.poem import stitched
from checkins.poem.credits import credits_of, italics_of, name_of
from checkins.travelling import beyond, consent
from circles.http import MemberRequest, even_closed
from circles.refusals import Refused


@require_safe
def beforehand(request: MemberRequest, slug: str, number: int) -> HttpResponse:
    """Show whoever may catch a poem as readers will find it once it is shared; looking shares nothing."""
    harvest, membership = poem_to_look_after(request.user, slug, number)
    if harvest.is_shared or not harvest.is_given or consent.held_back(harvest).exists():
        return redirect(harvest)
    then = copy(with_words(harvest))
    then.shared_at = now()
    stitches = stitched.as_core(list(harvest.stitches.all()))
    context = {
        "circle": membership.circle,
        "gathering": harvest.gathering,
        "harvest": harvest,
        "name": name_of(then),
        "stanzas": stitching.stanzas(stitches),
        "credits": credits_of(then),
        "italics": italics_of(stitches),
        "naming": naming(harvest, stitches),
    }
    return render(request, "checkins/beforehand.html", context)


@even_closed
@require_POST
def say_below(request: MemberRequest, slug: str, number: int) -> HttpResponse:
    """Keep what whoever may catch lets stand below a poem beyond the circle."""
    harvest, membership = poem_to_look_after(request.user, slug, number)
    form = BelowForm(request.POST, harvest=harvest, by=membership)
    if form.is_valid():
        try:
            beyond.say_below(harvest, **form.said(), by=membership, now=now())
        except Refused as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, _("Beyond the circle this stands below the poem now."))
    return redirect("poem", slug, number)
