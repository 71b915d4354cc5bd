"""What stands below a poem beyond the circle."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from checkins import beyond
from checkins.access import poem_to_look_after
from checkins.forms import BelowForm
from circles.http import MemberRequest, even_closed
from circles.refusals import Refused


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
