"""Typed up afterwards, and pasted from the call's chat: two of the four roads to the board."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.views.decorators.http import require_http_methods

from checkins.access import catching_for, names_around
from checkins.forms import ChatForm, NotesForm, PickingForm
from checkins.models import Round
from checkins.phrases import catching
from checkins.phrases.keeping import taken_in_short
from checkins.views.catching import of_the_board
from circles.access import members_of
from circles.http import MemberRequest
from circles.refusals import Refused


@taken_in_short
@require_http_methods(["GET", "HEAD", "POST"])
def notes(request: MemberRequest, slug: str, number: int) -> HttpResponse:
    """Show a wide field for notes; count their lines, ask about names that stand at them, or keep them."""
    round_, membership = catching_for(request.user, slug, number)
    names = names_around(round_.gathering) if request.method == "POST" else ()
    form = NotesForm(request.POST or None, names=names)
    counted, carrying = None, []
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        counted, carrying = len(form.lines), form.carrying
        if not given["count"] and not carrying:
            try:
                catching.catch(round_, lines=form.lines, by=membership, nonce=given["nonce"], now=now())
            except Refused as refused:
                form.add_error("heard", str(refused))
            else:
                return redirect("catch", slug, number)
    more = {"form": form, "counted": counted, "carrying": carrying}
    return _page(request, round_, "checkins/notes.html", here="notes", **more)


@require_http_methods(["GET", "HEAD", "POST"])
def chat(request: MemberRequest, slug: str, number: int) -> HttpResponse:
    """Take a pasted chat, and show its lines to pick from; nothing of it is stored."""
    round_, membership = catching_for(request.user, slug, number)
    form = ChatForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        picking = PickingForm(request.POST, people=list(members_of(membership.circle)))
        return _page(request, round_, "checkins/chat_pick.html", here="chat", form=picking)
    return _page(request, round_, "checkins/chat.html", here="chat", form=form)


@require_http_methods(["GET", "HEAD", "POST"])
def keep_chat(request: MemberRequest, slug: str, number: int) -> HttpResponse:
    """Keep the lines that were picked from a chat, or ask about their names; looked at, it is the page to paste on."""
    if request.method != "POST":
        return redirect("catch_chat", slug, number)
    round_, membership = catching_for(request.user, slug, number)
    names = names_around(round_.gathering)
    form = PickingForm(request.POST, people=list(members_of(membership.circle)), names=names)
    carrying = form.carrying if form.is_valid() else []
    if form.is_valid() and not carrying:
        try:
            catching.catch(
                round_,
                lines=form.lines,
                speakers=form.speakers,
                by=membership,
                nonce=form.cleaned_data["nonce"],
                now=now(),
            )
            return redirect("catch", slug, number)
        except Refused as refused:
            form.add_error("pick", str(refused))
    template = "checkins/chat.html" if "pasted" in form.errors else "checkins/chat_pick.html"
    return _page(request, round_, template, here="chat", form=form, carrying=carrying)


def _page(request: MemberRequest, round_: Round, template: str, **more: object) -> HttpResponse:
    return render(request, template, of_the_board(round_) | more)
