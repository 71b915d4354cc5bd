"""“May your words travel?”, asked aloud at check-out: who catches taps each who says yes."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from checkins.access import catching_for, there_at
from checkins.forms import Aloud, AloudForm
from checkins.pages.aloud import aloud_page
from checkins.tonight import seating
from checkins.travelling import aloud
from circles.http import MemberRequest, even_closed
from circles.refusals import Refused


@even_closed
@require_http_methods(["GET", "HEAD", "POST"])
def said_aloud(request: MemberRequest, slug: str, number: int) -> HttpResponse:
    """Show who was there, and who said yes; keep a yes, or undo one that was a slip."""
    round_, membership = catching_for(request.user, slug, number)
    gathering = round_.gathering
    people = there_at(gathering).select_related("person")
    if request.method == "POST":
        form = AloudForm(request.POST, people=people)
        if not form.is_valid():
            messages.error(request, _("Tap the one who says yes."))
            return redirect("aloud", slug, number)
        said, who = Aloud(form.cleaned_data["say"]), form.cleaned_data["who"]
        verb = aloud.keep if said.is_yes else aloud.undo
        try:
            verb(gathering, membership=who, by=membership, now=now())
        except Refused as refused:
            messages.error(request, str(refused))
        return redirect("aloud", slug, number)
    seated = (
        seating.as_seated(people, gathering) if round_.pk else people
    )  # before a round nobody has a place yet
    page = aloud_page(gathering, seated, now=now())
    context = {"circle": gathering.circle, "gathering": gathering, "page": page}
    return render(request, "checkins/aloud.html", context)
