"""Answering from a letter: a page that names who answers and to what, and one press (R26 to R29).

Nobody signs in here, and nothing but this answer can be given: the page opens no session and leads nowhere else.
"""

from urllib.parse import urlencode

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from circles.http import link_page, read_by
from circles.models import Membership
from circles.refusals import Refused
from gatherings.answering import rsvps
from gatherings.answering.links import read_answer_token
from gatherings.forms import AnswerForm
from gatherings.forms.answering import LaidReadyForm, UndoForm, WasForm
from gatherings.models import Gathering
from gatherings.pages.answer import answer_page
from gatherings.refusals import IsOver


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def answer_from_letter(request: HttpRequest, token: str) -> HttpResponse:
    """Show the page on which a member answers until the start, and write down what they press."""
    found = read_answer_token(token, now=now())
    if found is None:
        return _ended(request)
    gathering, membership = found
    if request.method == "POST":
        return _answer(request, token, gathering, membership)
    ready, was = LaidReadyForm(request.GET).laid_ready(), WasForm(request.GET).before()
    return _page(request, gathering, membership, ready=ready, was=was)


def _answer(request: HttpRequest, token: str, gathering: Gathering, membership: Membership) -> HttpResponse:
    """Write down what was pressed, and lead back to the page, which carries what was said before."""
    try:
        query = write_down(request, gathering, membership)
    except IsOver:
        return _ended(request)
    except Refused as refused:
        return _page(request, gathering, membership, refused=str(refused), status=409)
    if query is None:
        return _page(request, gathering, membership, status=400)
    return redirect(reverse("answer_from_letter", args=[token]) + query)


def write_down(request: HttpRequest, gathering: Gathering, membership: Membership) -> str | None:
    """Write down what a member pressed on the page; return the query by which it carries what was said before.

    None for what is no answer. Raises what the verbs refuse.
    """
    undo, form = UndoForm(request.POST), AnswerForm(request.POST)
    if undo.is_valid():
        rsvps.go_back(gathering, membership=membership, to=undo.chosen(), until_start=True, now=now())
        return ""
    if not form.is_valid():
        return None
    rsvps.answer(gathering, membership=membership, until_start=True, now=now(), **form.cleaned_data)
    before = WasForm(request.POST).before()
    return f"?{urlencode({'was': before})}" if before else ""


def _page(
    request: HttpRequest,
    gathering: Gathering,
    membership: Membership,
    *,
    ready: str = "",
    was: str = "",
    refused: str = "",
    status: int = 200,
) -> HttpResponse:
    page = answer_page(gathering, membership, ready=ready, was=was, now=now())
    words = {"page": page, "gathering": gathering, "refused": refused, "spoken_to": membership}
    with read_by(membership.person):
        return link_page(render(request, "gatherings/answer_from_letter.html", words, status=status))


def _ended(request: HttpRequest) -> HttpResponse:
    """Answer 404 in the same words, whatever it is that ended the link (R29)."""
    return link_page(render(request, "circles/letter_link_ended.html", status=404))
