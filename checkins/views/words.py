"""My words in a poem: whether they travel, whether they stay at all, whether they are mine; and sharing a poem."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from checkins.access import line_of, poem_for, poem_to_look_after
from checkins.forms import MendingForm, Say, SayingForm
from checkins.models import Leave, Phrase
from checkins.poem import mending, putting_right
from checkins.travelling import aloud, consent
from circles.http import MemberRequest, even_closed
from circles.models import Membership
from circles.refusals import Refused
from gatherings.models import Gathering

_OF_ONE_LINE: dict[Say, Callable[..., object]] = {
    Say.RIGHT: putting_right.is_right,
    Say.OUT: consent.leave_out,
    Say.MINE: consent.claim,
}
_THANKS = {
    Say.RIGHT: gettext_lazy("Thank you."),
    Say.TRAVELS: gettext_lazy("Thank you. Your words may travel."),
    Say.STAYS: gettext_lazy("Thank you. Your words stay in the circle."),
    Say.OUT: gettext_lazy("Your line is out of the poem."),
    Say.MINE: gettext_lazy("Thank you. That line is yours now."),
    Say.NOT_MINE: gettext_lazy("That line is nobody’s again."),
    Say.NOT_ALOUD: gettext_lazy("Taken back. Your words stay in the circle until you say otherwise here."),
}


@even_closed
@require_POST
def my_words(request: MemberRequest, slug: str, number: int) -> HttpResponse:
    """Keep what a member says of a line, or of all of theirs."""
    gathering, harvest, membership = poem_for(request.user, slug, number)
    form = SayingForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Choose what becomes of your words."))
        return redirect("poem", slug, number)
    line, said = form.cleaned_data["line"], Say(form.cleaned_data["say"])
    lines = [line_of(gathering, line)] if line else consent.lines_of(harvest, membership)
    try:
        _do(said, [phrase for phrase in lines if phrase], gathering, membership)
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _THANKS[said])
    return redirect("poem", slug, number)


def _do(said: Say, lines: list[Phrase], gathering: Gathering, by: Membership) -> None:
    """Do what was said of the lines, or of what was said aloud at the gathering."""
    if said == Say.NOT_ALOUD:
        aloud.take_back(gathering, by=by, now=now())
    elif said in {Say.TRAVELS, Say.STAYS}:
        consent.say(lines, leave=Leave(said.value), by=by, now=now())
    else:
        for phrase in lines:
            if said == Say.NOT_MINE:
                consent.give_back(phrase, by=by)
            else:
                _OF_ONE_LINE[said](phrase, by=by, now=now())


@even_closed
@require_POST
def share_poem(request: MemberRequest, slug: str, number: int) -> HttpResponse:
    """Share a poem beyond the circle, call it back, or take words away that hold it back."""
    harvest, membership = poem_to_look_after(request.user, slug, number)
    try:
        if "call_back" in request.POST:
            consent.call_back(harvest, by=membership)
            messages.success(request, _("The poem stays in the circle again."))
        elif "unsay" in request.POST:
            consent.unsay(harvest, by=membership, now=now())
            messages.success(request, _("These words are gone from the poem."))
        else:
            consent.share(harvest, by=membership, now=now())
            messages.success(request, _("The poem may be read beyond the circle now."))
    except Refused as refused:
        messages.error(request, str(refused))
    return redirect("poem", slug, number)


@even_closed
@require_POST
def mend_poem(request: MemberRequest, slug: str, number: int) -> HttpResponse:
    """Take it from whoever catches that the poem reads well though words were taken out of it."""
    harvest, membership = poem_to_look_after(request.user, slug, number)
    form = MendingForm(mending.gaps(harvest.stitches.all()), request.POST)
    if not form.is_valid():
        messages.error(request, _("Choose how the line joins."))
        return redirect("poem", slug, number)
    mending.mend(harvest, seams=form.seams, by=membership, now=now())
    messages.success(request, _("Thank you. The poem is whole again."))
    return redirect("poem", slug, number)
