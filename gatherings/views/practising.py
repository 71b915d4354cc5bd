"""The practice field: my line until next time, kept, removed, told to the circle or taken back."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from circles.http import MemberRequest, even_closed
from circles.refusals import Refused
from gatherings.access import gathering_for
from gatherings.evening import practising
from gatherings.forms.practising import PracticeForm, TellForm


@require_POST
def practice(request: MemberRequest, slug: str, number: int) -> HttpResponse:
    """Keep my line, or change it."""
    gathering, membership = gathering_for(request.user, slug, number)
    form = PracticeForm(request.POST)
    refused = ""
    if form.is_valid():
        try:
            practising.write(gathering, membership=membership, now=now(), **form.cleaned_data)
        except Refused as not_now:
            refused = str(not_now)
        else:
            messages.success(request, _("Kept. It comes back to you before the next gathering."))
            return redirect(gathering)
    words = {"gathering": gathering, "circle": membership.circle, "form": form, "refused": refused}
    return render(request, "gatherings/practice.html", words, status=409 if refused else 200)


@even_closed
@require_POST
def practice_take_back(request: MemberRequest, slug: str, number: int) -> HttpResponse:
    """Remove my line."""
    gathering, membership = gathering_for(request.user, slug, number)
    practising.take_back(gathering, membership=membership)
    messages.success(request, _("Your line is gone."))
    return redirect(gathering)


@require_POST
def practice_tell(request: MemberRequest, slug: str, number: int) -> HttpResponse:
    """Let the circle read my line, or keep it to myself again."""
    gathering, membership = gathering_for(request.user, slug, number)
    form = TellForm(request.POST)
    told = form.is_valid() and form.cleaned_data["told"]
    practising.tell(gathering, membership=membership, told=told)
    messages.success(request, _("The circle can read your line.") if told else _("Only you see your line."))
    return redirect(gathering)
