"""The catcher's board: what was heard, line after line, live, or taken from what members brought.

Once the poem is given it shows nothing any more: no line that was left out, and of none who said it.
"""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from checkins.access import brought_to, catching_for, line_of, names_around, phrase_of
from checkins.forms import CatchingForm, MisheardForm, NamingForm, PartForm, TakingForm, WhoseForm, lines_of
from checkins.models import CheckIn, Phrase, Round, poem_of
from checkins.phrases import catching
from checkins.tonight import catchers
from circles.access import members_of
from circles.http import MemberRequest, even_closed
from circles.models import Membership
from circles.refusals import Refused

# Each name has a key that is typed after a stroke in the empty field: sixty of them.
KEYS = "123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"


@require_http_methods(["GET", "HEAD", "POST"])
def catch(request: MemberRequest, slug: str, number: int) -> HttpResponse:
    """Show what has been caught; keep what the catcher heard, or ask about names that stand at its lines."""
    round_, membership = catching_for(request.user, slug, number)
    names = names_around(round_.gathering) if request.method == "POST" else ()
    form = CatchingForm(request.POST or None, people=members_of(membership.circle), names=names)
    carrying = form.carrying if form.is_valid() else []
    if form.is_valid() and not carrying:
        given = form.cleaned_data
        try:
            phrases = catching.catch(
                round_,
                lines=form.lines,
                by=membership,
                speaker=given["speaker"],
                nonce=given["nonce"],
                now=now(),
            )
        except Refused as refused:
            form.add_error("heard", str(refused))
        else:
            return lines_alone(request, round_, phrases) or redirect("catch", slug, number)
    return refusal_alone(form, carrying) or _board(request, round_, membership, form, carrying)


@require_http_methods(["GET", "HEAD", "POST"])
def take(request: MemberRequest, slug: str, number: int) -> HttpResponse:
    """Show what was brought; keep phrases taken from it, as they stand there."""
    round_, membership = catching_for(request.user, slug, number)
    form = TakingForm(request.POST or None, checkins=brought_to(round_))
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        lines = lines_of(given["taken"])
        try:
            phrases = catching.catch(
                round_, lines=lines, by=membership, checkin=given["checkin"], nonce=given["nonce"], now=now()
            )
        except Refused as refused:
            form.add_error("taken", str(refused))
        else:
            if alone := lines_alone(request, round_, phrases):
                return alone
            name = given["checkin"].membership
            messages.success(request, _("Caught from what %(name)s brought.") % {"name": name})
            return redirect("catch_take", slug, number)
    return refusal_alone(form) or _brought(request, round_, form if form.is_bound else None)


@even_closed
@require_POST
def undo(request: MemberRequest, slug: str, number: int, pk: int) -> HttpResponse:
    """Take away a phrase that was caught by mistake; one that is gone already is no error (R5)."""
    round_, membership = catching_for(request.user, slug, number)
    form = PartForm(request.POST)
    alone = form.is_valid() and form.cleaned_data["part"]
    phrase = line_of(round_.gathering, pk)
    try:
        if phrase:
            catching.undo(phrase, by=membership, now=now())
    except Refused as refused:
        if alone:
            return _refusal(str(refused))
        messages.error(request, str(refused))
    return HttpResponse(status=204) if alone else redirect("catch", slug, number)


@require_http_methods(["GET", "HEAD", "POST"])
def whose(request: MemberRequest, slug: str, number: int, pk: int) -> HttpResponse:
    """Ask who said a line, and keep it."""
    round_, membership = catching_for(request.user, slug, number)
    if given := _given(request, round_):
        return given
    phrase = phrase_of(round_.gathering, pk)
    if phrase.is_silence:
        raise Http404
    form = WhoseForm(
        request.POST if request.method == "POST" else None,
        people=members_of(membership.circle),
        initial={"speaker": phrase.speaker_id},
    )
    if form.is_valid():
        speaker = form.cleaned_data["speaker"]
        try:
            catching.put_name_right(phrase, speaker=speaker, by=membership, now=now())
        except Refused as refused:
            form.add_error("speaker", str(refused))
        else:
            return redirect("catch", slug, number)
    context = {"circle": membership.circle, "gathering": round_.gathering, "form": form, "phrase": phrase}
    return render(request, "checkins/catch_whose.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: MemberRequest, slug: str, number: int, pk: int) -> HttpResponse:
    """Let whoever catches put a line right that was misheard."""
    round_, membership = catching_for(request.user, slug, number)
    if given := _given(request, round_):
        return given
    phrase = phrase_of(round_.gathering, pk)
    if phrase.is_silence:
        raise Http404
    form = MisheardForm(request.POST or None, initial={"words": phrase.text})
    if request.method == "POST" and form.is_valid():
        try:
            catching.put_words_right(phrase, words=form.cleaned_data["words"], by=membership, now=now())
        except Refused as refused:
            form.add_error("words", str(refused))
        else:
            return redirect("catch", slug, number)
    context = {"circle": membership.circle, "gathering": round_.gathering, "form": form}
    return render(request, "checkins/catch_words.html", context)


@require_POST
def name_catcher(request: MemberRequest, slug: str, number: int) -> HttpResponse:
    """Let a host name who catches with them tonight."""
    round_, membership = catching_for(request.user, slug, number)
    if not membership.is_host:
        raise PermissionDenied
    form = NamingForm(request.POST, people=members_of(membership.circle))
    if form.is_valid():
        member = form.cleaned_data["member"]
        try:
            catchers.name_catcher(round_.gathering, member=member, by=membership, now=now())
            messages.success(request, _("%(name)s can catch with you now.") % {"name": member.name})
        except Refused as refused:
            messages.error(request, str(refused))
    return redirect("catch", slug, number)


def _given(request: MemberRequest, round_: Round) -> HttpResponse | None:
    """Lead to the poem, saying so, once it is given."""
    harvest = poem_of(round_.gathering)
    if harvest is None or not harvest.is_given:
        return None
    messages.info(request, _("The poem of this gathering is given already."))
    return redirect(harvest)


def lines_alone(request: MemberRequest, round_: Round, phrases: list[Phrase]) -> HttpResponse | None:
    """Return the new lines of the board, where a script of ours asked for nothing else."""
    form = PartForm(request.POST)
    if not (form.is_valid() and form.cleaned_data["part"]):
        return None
    return render(request, "checkins/catch.html#lines", of_the_board(round_) | {"phrases": phrases})


def refusal_alone(form: PartForm, carrying: Sequence[tuple[str, str]] = ()) -> HttpResponse | None:
    """Return why nothing was kept, in a sentence, where a script of ours asked for nothing else.

    For lines that seem to carry a name, that is what they would be without (`X-Refused: names`).
    """
    if not (form.is_bound and form.cleaned_data.get("part")):
        return None
    if carrying:
        without = " / ".join(left.strip() for _typed, left in carrying)
        return _refusal(_("This seems to carry a name. Without it: %(words)s") % {"words": without}, "names")
    sentences = " ".join(str(each) for errors in form.errors.values() for each in errors)
    return _refusal(sentences)


def _refusal(sentence: str, why: str = "yes") -> HttpResponse:
    """Return a sentence our script knows to be ours, and not that of a network that wants one to sign in first."""
    return HttpResponse(sentence, content_type="text/plain", headers={"X-Refused": why})


def of_the_board(round_: Round) -> dict[str, Any]:
    """Return what each of the four roads to the board shows (`catch_head.html`)."""
    return {
        "circle": round_.gathering.circle,
        "gathering": round_.gathering,
        "round": round_,
        "harvest": poem_of(round_.gathering),
    }


def _board(
    request: MemberRequest,
    round_: Round,
    membership: Membership,
    form: CatchingForm,
    carrying: Sequence[tuple[str, str]],
) -> HttpResponse:
    people = list(members_of(membership.circle))
    is_tonight = not round_.gathering.is_over(now())
    context = of_the_board(round_) | {
        "here": "live",
        "carrying": carrying,
        "membership": membership,
        "form": form,
        "chosen": str(form["speaker"].value() or ""),
        "phrases": list(round_.phrases.select_related("speaker")) if round_.pk else [],
        "people": [(KEYS[at : at + 1], member) for at, member in enumerate(people)],
        "others": [member for member in people if not member.is_host],
        "is_tonight": is_tonight,
        "may_name": membership.is_host and is_tonight,
    }
    return render(request, "checkins/catch.html", context)


def _brought(request: MemberRequest, round_: Round, refused: TakingForm | None) -> HttpResponse:
    caught: dict[int | None, list[str]] = {}
    checkins = list(brought_to(round_))
    phrases = round_.phrases.exclude(checkin=None) if checkins else []
    for phrase in phrases:
        caught.setdefault(phrase.checkin_id, []).append(phrase.nonce)
    context = of_the_board(round_) | {
        "here": "brought",
        "brought": [
            (checkin, checkin.pk in caught, _taking_from(checkin, refused, caught=checkin.pk in caught))
            for checkin in checkins
        ],
        "taken": [nonce for nonces in caught.values() for nonce in nonces],
    }
    return render(request, "checkins/catch_brought.html", context)


def _taking_from(checkin: CheckIn, refused: TakingForm | None, *, caught: bool) -> TakingForm:
    """Return the form that takes words from a check-in; the one just refused, as it was filled."""
    if refused and refused.data.get("checkin") == str(checkin.pk):
        return refused
    return TakingForm(initial={"checkin": checkin.pk, "taken": "" if caught else checkin.words})
