"""Asking somebody by name to hold a role; and their answer, from the letter or signed in."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from circles.access import member_of
from circles.http import MemberRequest, link_page, read_by
from circles.models import Standing
from circles.refusals import Refused
from gatherings.access import gathering_for, request_of, role_of
from gatherings.answering.links import read_asked_token
from gatherings.forms.asking import AskedForm, AskForm
from gatherings.hosting import asking
from gatherings.models import Said, TurnRequest
from gatherings.pages.ask import ask_page
from gatherings.pages.asked import AskedPage, asked_page

_ANSWERED = 303


@require_http_methods(["GET", "HEAD", "POST"])
def role_ask(request: MemberRequest, slug: str, number: int, role_pk: int) -> HttpResponse:
    """Show whom one might ask for an open seat, or for one's own, and ask who is chosen."""
    gathering, membership = gathering_for(request.user, slug, number)
    role = role_of(membership, role_pk)
    if not asking.may_ask(gathering, role, membership):
        raise PermissionDenied
    page = ask_page(gathering, role, by=membership, now=now())
    form = AskForm([each.pk for each in page.candidates], request.POST or None)
    if form.is_valid():
        beside = page.last.holder if page.last and form.cleaned_data["beside"] else None
        member = member_of(membership, form.cleaned_data["member"])
        try:
            asking.ask(gathering, role=role, member=member, beside=beside, by=membership, now=now())
        except Refused as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, _("%(name)s is asked; a letter goes.") % {"name": member.name})
        return redirect("role_ask", slug, number, role_pk)
    context = {
        "circle": membership.circle,
        "membership": membership,
        "gathering": gathering,
        "role": role,
        "page": page,
        "form": form,
    }
    return render(request, "gatherings/role_ask.html", context, status=400 if form.errors else 200)


@require_POST
def request_take_back(request: MemberRequest, slug: str, number: int, pk: int) -> HttpResponse:
    """Take a request back that nobody has answered."""
    gathering, membership = gathering_for(request.user, slug, number, at_least=Standing.HOST)
    asked = request_of(gathering, pk)
    asking.take_back(asked, by=membership, now=now())
    return redirect("role_ask", slug, number, asked.role_id)


@require_http_methods(["GET", "HEAD", "POST"])
def asked(request: MemberRequest, slug: str, number: int, pk: int) -> HttpResponse:
    """Show a member what they are asked to hold, and write down what they say."""
    gathering, membership = gathering_for(request.user, slug, number)
    found = request_of(gathering, pk, asked=membership)
    status, refused = _answer(request, found)
    if status == _ANSWERED:
        return redirect(gathering)
    return render(request, "gatherings/asked.html", _words(asked_page(found), refused), status=status)


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def asked_from_letter(request: HttpRequest, token: str) -> HttpResponse:
    """Show the same to who holds the letter, without signing in; it speaks for who was asked alone (R28)."""
    found = read_asked_token(token, now=now())
    if found is None:
        return link_page(render(request, "circles/letter_link_ended.html", status=404))
    with read_by(found.asked.person):
        status, refused = _answer(request, found)
        if status == _ANSWERED:
            return redirect("asked_from_letter", token)
        words = _words(asked_page(found), refused) | {"spoken_to": found.asked, "from_letter": True}
        return link_page(render(request, "gatherings/asked.html", words, status=status))


def _answer(request: HttpRequest, found: TurnRequest) -> tuple[int, str]:
    """Write down what was said, if something was; return the status to answer with, and why it is not written down."""
    if request.method != "POST":
        return 200, ""
    form = AskedForm(asked_page(found).others, request.POST)
    if not form.is_valid():
        return 400, _("Say yes, or “please ask someone else”; and if you name somebody, one of the circle.")
    try:
        if form.cleaned_data["said"] == Said.YES:
            asking.say_yes(found, now=now())
        else:
            asking.say_no(found, to=form.named(), now=now())
    except Refused as refused:
        return 409, str(refused)
    return _ANSWERED, ""


def _words(page: AskedPage, refused: str) -> dict[str, object]:
    asked = page.request
    return {
        "page": page,
        "asked": asked,
        "gathering": asked.gathering,
        "circle": asked.gathering.circle,
        "form": AskedForm(page.others),
        "refused": refused,
    }
