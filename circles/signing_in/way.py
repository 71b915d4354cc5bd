"""Where somebody was going when they came to the door, and the address they typed there.

1. Whoever is sent on from signing in or up to the box for their code may have come to the wrong one of the two
   doors. The session keeps their way for as long as a code is good; the other door then knows it.
2. A form sent says all of it anew. A door that leads back to a box that waits already only adds where it was to lead.
3. What is kept is what the browser said, never whether an address is known here (R35), and nothing after signing in.
4. It leads to a path of this site, nowhere else (R46). The address stands in no link, and so in no log.
"""

import time
from collections.abc import Callable

from allauth.account.utils import get_next_redirect_url
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import Resolver404, resolve, reverse
from django.utils.http import urlencode

_KEPT = "circles.signing_in.way"
_DOORS = ("account_login", "account_request_login_code", "account_signup")


class WayMiddleware:
    """Keeps the way of whoever is sent on from a door without being signed in (rules 1 and 2).

    Pages with a box for a code get both doors as `to_sign_in` and `to_sign_up`.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        at_a_door = request.path in map(reverse, _DOORS)
        if at_a_door and response.status_code == 302 and not request.user.is_authenticated:
            _keep(request)
        return response

    def process_template_response(self, request: HttpRequest, response: TemplateResponse) -> TemplateResponse:
        """Tell a page with a box for a code where the doors are."""
        if response.context_data and "verify_form" in response.context_data:
            doors = {"to_sign_in": "account_login", "to_sign_up": "account_signup"}
            response.context_data |= {word: _door(request, name) for word, name in doors.items()}
        return response


def leads_to(request: HttpRequest) -> str:
    """Return the path somebody is on the way to, as this request or their session says it; "" for none."""
    return get_next_redirect_url(request) or _kept(request).get("next", "")


def address_on(request: HttpRequest) -> str:
    """Return the address they typed at a door a moment ago, in lower case; "" for none."""
    return _kept(request).get("address", "")


def open_path(request: HttpRequest) -> str:
    """Return the path they are on the way to where a letter may carry it: it names nothing, and so is no secret."""
    path = leads_to(request)
    try:
        return path if path and not resolve(path).kwargs else ""
    except Resolver404:
        return ""


def forget(request: HttpRequest) -> None:
    """Forget the way of somebody who is in."""
    request.session.pop(_KEPT, None)


def _door(request: HttpRequest, name: str) -> str:
    onward = leads_to(request)
    return f"{reverse(name)}?{urlencode({'next': onward})}" if onward else reverse(name)


def _keep(request: HttpRequest) -> None:
    onward = get_next_redirect_url(request) or ""
    if request.method == "POST":
        address = (request.POST.get("login") or request.POST.get("email") or "").strip().lower()
        request.session[_KEPT] = {"next": onward, "address": address, "at": time.time()}
    elif onward:
        request.session[_KEPT] = {"address": address_on(request), "next": onward, "at": time.time()}


def _kept(request: HttpRequest) -> dict[str, str]:
    kept = request.session.get(_KEPT, {})
    fresh = time.time() - kept.get("at", 0) < settings.ACCOUNT_LOGIN_BY_CODE_TIMEOUT
    return {"next": kept["next"], "address": kept["address"]} if kept and fresh else {}
