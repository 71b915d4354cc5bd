"""Answering from a messenger: a link for the whole group opens the names; a phone is confirmed once, then answers.

Nobody signs in here and no session is opened. Opening a page changes nothing (R26); the cookie that says which phone
this is is set only when something is pressed.
"""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager

from allauth.core.ratelimit import consume
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.timezone import now
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from circles.http import link_page, read_by
from circles.models import Membership
from circles.refusals import CodeHasEnded, Refused, TooManyCodes, WrongCode
from gatherings.answering import phone_cookie, phones
from gatherings.feeds.subscriptions import fingerprint
from gatherings.forms.answering import WasForm
from gatherings.forms.group import OnceForm, PhoneCodeForm
from gatherings.group_access import (
    Speaker,
    asking_phone,
    group_link_behind,
    member_on,
    names_on,
    speaker_for,
    spoken_for,
)
from gatherings.models import GroupLink
from gatherings.pages.answer import answer_page
from gatherings.pages.group import group_page, short_name, takes_answers
from gatherings.views.answering import write_down


@login_not_required
@never_cache
@require_safe
def group(request: HttpRequest, token: str) -> HttpResponse:
    """Show when the circle gathers, and the names to tap."""
    time = now()
    link = group_link_behind(token, now=time)
    if link is None:
        return _ended(request)
    known = spoken_for(link, hashes=_hashes(request), visitor=request.user, now=time)
    page = group_page(link.gathering, names_on(link), known=known, now=time)
    context = {"page": page, "gathering": link.gathering, "token": token}
    return link_page(render(request, "gatherings/group_names.html", context))


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def group_name(request: HttpRequest, token: str, pk: int) -> HttpResponse:
    """Show the answer page to a phone that may answer as this member, and the confirming to any other."""
    link = group_link_behind(token, now=now())
    if link is None:
        return _ended(request)
    member = member_on(link, pk)
    speaker = _speaker(request, member)
    if speaker is None:
        return _confirming(request, link, member, status=403 if request.method == "POST" else 200)
    if request.method != "POST":
        return _answering(request, link, speaker, was=WasForm(request.GET).before())
    try:
        query = write_down(request, link.gathering, member)
    except Refused as refused:
        return _answering(request, link, speaker, refused=str(refused), status=409)
    if query is None:
        return _answering(request, link, speaker, status=400)
    answered = redirect(request.path + query)
    if speaker.phone is None:
        return answered
    phones.used(speaker.phone, now=now())
    return phone_cookie.keep(answered, phone_cookie.held(request))


@login_not_required
@never_cache
@require_POST
def group_code(request: HttpRequest, token: str, pk: int) -> HttpResponse:
    """Send the member a code, for this browser."""
    link = group_link_behind(token, now=now())
    if link is None:
        return _ended(request)
    member = member_on(link, pk)
    if not takes_answers(link.gathering, now=now()) or not _can_be_written_to(member):
        return redirect("group_name", token, pk)
    if not consume(request, action="phone_code", key=str(pk)):
        return _confirming(request, link, member, why=str(TooManyCodes()), status=429)
    held = phone_cookie.held(request)
    try:
        held = phones.ask_for_code(
            member, gathering=link.gathering, held=held, once=_once(request), now=now()
        )
    except Refused:  # they left a moment ago
        return redirect("group", token)
    return phone_cookie.keep(redirect("group_name", token, pk), held)


@login_not_required
@never_cache
@require_POST
def group_try_code(request: HttpRequest, token: str, pk: int) -> HttpResponse:
    """Let this browser answer as the member, if it is their code that was typed."""
    link = group_link_behind(token, now=now())
    if link is None:
        return _ended(request)
    member = member_on(link, pk)
    form = PhoneCodeForm(request.POST)
    if not form.is_valid():
        return _confirming(request, link, member, form=form)
    if not consume(request, action="phone_try", key=str(pk)):
        return _confirming(request, link, member, why=str(TooManyCodes()), status=429)
    try:
        held = phones.try_code(member, held=phone_cookie.held(request), **form.cleaned_data, now=now())
    except WrongCode as refused:
        form.add_error("code", str(refused))
        return _confirming(request, link, member, form=form)
    except CodeHasEnded as refused:
        return _confirming(request, link, member, why=str(refused))
    return phone_cookie.keep(redirect("group_name", token, pk), held)


@login_not_required
@never_cache
@require_POST
def group_ask(request: HttpRequest, token: str, pk: int) -> HttpResponse:
    """Let this browser wait for a host's nod. Its digits are on this answer alone, and no other page shows them."""
    link = group_link_behind(token, now=now())
    if link is None:
        return _ended(request)
    member = member_on(link, pk)
    if not takes_answers(link.gathering, now=now()):
        return redirect("group_name", token, pk)
    if not consume(request, action="phone_nod", key=str(pk)):
        return _confirming(request, link, member, why=str(TooManyCodes()), status=429)
    held = phone_cookie.held(request)
    try:
        phone, held = phones.ask_for_nod(
            member, gathering=link.gathering, held=held, once=_once(request), now=now()
        )
    except Refused:  # they left a moment ago
        return redirect("group", token)
    if phone.confirmed_at:
        return phone_cookie.keep(redirect("group_name", token, pk), held)
    context = {
        "member": member,
        "name": short_name(member, names_on(link)),
        "gathering": link.gathering,
        "token": token,
        "sign": phone.sign,
    }
    return phone_cookie.keep(link_page(render(request, "gatherings/group_waiting.html", context)), held)


@login_not_required
@never_cache
@require_safe
def group_waits(request: HttpRequest, token: str, pk: int) -> HttpResponse:
    """Say 204 while this browser waits for a nod, and 200 once it need not ask again."""
    link = group_link_behind(token, now=now())
    if link is None:
        return _ended(request)
    phone = asking_phone(member_on(link, pk), hashes=_hashes(request))
    waits = phone is not None and phone.waits(now()) and takes_answers(link.gathering, now=now())
    return link_page(HttpResponse(status=204 if waits else 200))


@login_not_required
@never_cache
@require_POST
def group_forget(request: HttpRequest, token: str, pk: int) -> HttpResponse:
    """Let this browser not be the member's any more."""
    link = group_link_behind(token, now=now())
    if link is None:
        return _ended(request)
    held = phones.forget_here(member_on(link, pk), held=phone_cookie.held(request))
    return phone_cookie.keep(redirect("group", token), held)


def _answering(
    request: HttpRequest,
    link: GroupLink,
    speaker: Speaker,
    *,
    was: str = "",
    refused: str = "",
    status: int = 200,
) -> HttpResponse:
    """Answer with the page a letter leads to, for whom this browser speaks."""
    page = answer_page(link.gathering, speaker.member, was=was, now=now())
    context = {
        "page": page,
        "gathering": link.gathering,
        "refused": refused,
        "spoken_to": speaker.member,
        "token": link.token,
        "phone": speaker.phone,
    }
    with _told_to(speaker.member):
        return link_page(render(request, "gatherings/group_answer.html", context, status=status))


def _confirming(
    request: HttpRequest,
    link: GroupLink,
    member: Membership,
    *,
    form: PhoneCodeForm | None = None,
    why: str = "",
    status: int = 200,
) -> HttpResponse:
    time = now()
    phone = asking_phone(member, hashes=_hashes(request))
    context = {
        "member": member,
        "name": short_name(member, names_on(link)),
        "gathering": link.gathering,
        "token": link.token,
        "form": form or PhoneCodeForm(),
        "why": why,
        "once": uuid.uuid4(),
        "can_be_written_to": _can_be_written_to(member),
        "sent": phone is not None and phone.code_is_good(time),
        "waits": phone is not None and phone.waits(time),
        "takes_answers": takes_answers(link.gathering, now=time),
    }
    return link_page(render(request, "gatherings/group_confirm.html", context, status=status))


@contextmanager
def _told_to(member: Membership) -> Iterator[None]:
    """Speak the member's language and tell their time; of somebody who is only a name, the circle's time."""
    if member.person:
        with read_by(member.person):
            yield
    else:
        with timezone.override(member.circle.zone):
            yield


def _speaker(request: HttpRequest, member: Membership) -> Speaker | None:
    return speaker_for(member, hashes=_hashes(request), visitor=request.user, now=now())


def _hashes(request: HttpRequest) -> list[str]:
    return [fingerprint(secret) for secret in phone_cookie.held(request)]


def _once(request: HttpRequest) -> uuid.UUID | None:
    form = OnceForm(request.POST)
    return form.cleaned_data["once"] if form.is_valid() else None


def _can_be_written_to(member: Membership) -> bool:
    return member.person is not None and member.person.is_active


def _ended(request: HttpRequest) -> HttpResponse:
    """Answer 404, in the same words whatever it is that ended the link (R29)."""
    return link_page(render(request, "circles/letter_link_ended.html", status=404))
