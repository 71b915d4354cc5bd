"""A fresh proof that it is still them, before what is hard to undo or carries much away (R43).

1. The last proof of a session is its sign-in, or whatever they have shown since: a code, a password, a factor.
2. When it is older than FRESH, a view under `fresh_proof` leads to /prove/ and from there back.
3. Whoever has a password or a second factor shows that, on allauth's pages. Everybody else types a fresh code that
   is sent to their address when they press for it (allauth's own guard lets them pass unasked).
4. The code is six digits, for this session and this purpose alone, good for ten minutes, three tries and once; the
   session keeps a keyed hash of it (R36, R37). Limits are per person and hold across workers (R38, R40).
5. A form that is led away is kept in the session for ten minutes, without its secrets, and can be sent on with one
   press afterwards. Nothing is sent on by itself.
"""

import re
import time
import uuid
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import wraps
from typing import Any, Concatenate
from urllib.parse import urlencode

from allauth.account.adapter import get_adapter
from allauth.account.authentication import get_authentication_records
from allauth.account.internal.flows.login import record_authentication
from allauth.account.internal.flows.reauthentication import get_reauthentication_flows
from allauth.core import ratelimit
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.crypto import constant_time_compare, get_random_string, salted_hmac
from django_htmx.http import HttpResponseClientRedirect

from circles import letters
from circles.http import MemberRequest
from circles.models import Person
from circles.refusals import CodeHasEnded, TooManyCodes, WrongCode

FRESH = timedelta(minutes=5)
LASTS = timedelta(minutes=10)  # a code, and a form that was led away
TRIES = 3
# What allauth's own pages show or change that asks for a fresh proof, already to be looked at.
GUARDED = {
    "account_email",
    "account_change_password",
    "account_set_password",
    "mfa_activate_totp",
    "mfa_deactivate_totp",
    "mfa_generate_recovery_codes",
    "mfa_view_recovery_codes",
    "mfa_download_recovery_codes",
    "mfa_list_webauthn",
    "mfa_add_webauthn",
    "mfa_edit_webauthn",
    "mfa_remove_webauthn",
    "socialaccount_connections",
}
_CODE, _KEPT = "circles.proof.code", "circles.proof.kept"  # where the session keeps them
_NOT_KEPT = re.compile(r"csrf|pass|token|secret|credential|code", re.IGNORECASE)
_AT_MOST = 50_000  # characters of a form that is kept


def fresh_proof[**P](
    view: Callable[Concatenate[MemberRequest, P], HttpResponse],
) -> Callable[Concatenate[MemberRequest, P], HttpResponse]:
    """Let `view` be reached only with a proof younger than five minutes; else lead to /prove/ and back (R43).

    It asks before the page is shown too, so that a form is seldom led away; when it is, it is kept (rule 5).
    """

    @wraps(view)
    def guarded(request: MemberRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        return lead_away_unless_fresh(request) or view(request, *args, **kwargs)

    return guarded


class ProofMiddleware:
    """Asks for a fresh proof before those of allauth's pages that stand in GUARDED."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: MemberRequest, view: Callable[..., HttpResponseBase], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        """Lead away whoever is signed in and has given no proof lately."""
        found = request.resolver_match
        asked = found is not None and found.url_name in GUARDED and request.user.is_authenticated
        return lead_away_unless_fresh(request) if asked else None


def is_fresh(request: HttpRequest, *, within: timedelta = FRESH) -> bool:
    """Tell whether the session's last proof is younger than `within`, and not from the future (R21)."""
    proofs = get_authentication_records(request, request.user)
    return bool(proofs) and 0 <= time.time() - proofs[-1]["at"] < within.total_seconds()


def record(request: HttpRequest, person: Person, *, method: str) -> None:
    """Note that `person` has just proved to be themselves in this session."""
    record_authentication(request, person, method, reauthenticated=True)


def lead_away_unless_fresh(request: MemberRequest) -> HttpResponse | None:
    """Return the way to /prove/ and back here, and keep what a form held; None when there is a fresh proof.

    For a view that must look at something else first, such as whether the circle is there for this person.
    """
    if is_fresh(request):
        request.session.pop(_KEPT, None)  # whatever had waited arrives now, or is not wanted any more
        return None
    return lead_away(request)


def lead_away(request: MemberRequest) -> HttpResponse:
    """Return the way to /prove/ and back here, and keep what a form held."""
    if request.method == "POST":
        _keep(request)
    way = f"{reverse('prove')}?{urlencode({'next': request.get_full_path()})}"
    return HttpResponseClientRedirect(way) if request.htmx else redirect(way)


def onward(wanted: str) -> str:
    """Return where to go once it is proved: the path asked for if it is one of this site's (R46), else home."""
    return wanted if get_adapter().is_safe_url(wanted) else reverse("home")


def stronger_way(person: Person) -> str | None:
    """Return the address of allauth's page for somebody with a password or a second factor; else None."""
    if not get_reauthentication_flows(person):
        return None
    return str(get_adapter().get_reauthentication_methods(person)[0]["url"])


def send_code(request: MemberRequest, *, now: datetime) -> None:
    """Write a fresh code to the person's address, in place of the one before.

    Raises TooManyCodes beyond three a minute or ten an hour.
    """
    if not ratelimit.consume(request, action="proof_code", user=request.user):
        raise TooManyCodes
    code = get_random_string(6, "0123456789")
    request.session[_CODE] = {"hash": _hash(request.user, code), "at": now.timestamp(), "tries": 0}
    letters.write(
        kind="proof_code", key=f"proof_code:{uuid.uuid4()}", address=request.user.email, secret=code, now=now
    )


def code_was_sent(request: MemberRequest, *, now: datetime) -> bool:
    """Tell whether a code of this session can still be typed in."""
    sent = request.session.get(_CODE)
    return sent is not None and 0 <= now.timestamp() - sent["at"] < LASTS.total_seconds()


def try_code(request: MemberRequest, *, code: str, now: datetime) -> None:
    """Take the code for a proof; it works once, and the session goes on under a new key (R41).

    Raises WrongCode, CodeHasEnded when it is used, too old or was mistyped three times, TooManyCodes when tried
    too often in a minute.
    """
    if not ratelimit.consume(request, action="reauthenticate", user=request.user):
        raise TooManyCodes
    sent = request.session.get(_CODE)
    if sent is None or not code_was_sent(request, now=now):
        request.session.pop(_CODE, None)
        raise CodeHasEnded
    if constant_time_compare(sent["hash"], _hash(request.user, code)):
        del request.session[_CODE]
        request.session.cycle_key()
        record(request, request.user, method="code")
        return
    if sent["tries"] + 1 >= TRIES:
        del request.session[_CODE]
        raise CodeHasEnded
    request.session[_CODE] = {**sent, "tries": sent["tries"] + 1}
    raise WrongCode


def kept_form(request: MemberRequest, path: str) -> list[tuple[str, str]] | None:
    """Return the fields of the form that was led away on its way to `path`, for ten minutes; else None."""
    kept = request.session.get(_KEPT)
    if kept is None or kept["path"] != path or not 0 <= time.time() - kept["at"] < LASTS.total_seconds():
        return None
    return [(name, value) for name, value in kept["fields"]]


def _keep(request: MemberRequest) -> None:
    fields = [
        (name, value)
        for name, values in request.POST.lists()
        for value in values
        if not _NOT_KEPT.search(name)
    ]
    if sum(len(name) + len(value) for name, value in fields) <= _AT_MOST:
        request.session[_KEPT] = {"path": request.get_full_path(), "at": time.time(), "fields": fields}


def _hash(person: Person, code: str) -> str:
    return salted_hmac("circles.proof", f"{person.pk}:{code}", algorithm="sha256").hexdigest()
