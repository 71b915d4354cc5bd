"""What went wrong, what to do now, and whatever had been typed given back (R25).

Each page says it in one warm sentence and one action. Those that may be shown when the database is away are
rendered without the request, so that nothing they need can fail too.
"""

import re
import sys
from urllib.parse import urlsplit

from django.core.exceptions import BadRequest, SuspiciousOperation
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from django.middleware.csrf import REASON_NO_CSRF_COOKIE
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.utils.http import url_has_allowed_host_and_scheme

_NEVER_SHOWN = re.compile(r"csrf|pass|code|token|secret|credential|otp|nonce|^next$|^action", re.IGNORECASE)
# Two words, an address: not what was chosen or pressed, nor a form's own marks.
_FREE_WORDS = re.compile(r"\S\s+\S|@|://")
_RETRY_AFTER = 5  # seconds
_SLOWER = 60  # seconds, where it was one person who asked too often


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 400: what was sent cannot be read."""
    return _bare("400", request, status=400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 403: this is for others in the circle. A sentence raised with PermissionDenied is shown."""
    return render(request, "errors/403.html", {"why": str(exception)}, status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 404, in the same words whether the page never was or is not for this person."""
    return render(request, "errors/404.html", status=404)


def not_allowed(request: HttpRequest, allowed: str) -> HttpResponse:
    """Answer 405: what stands here is sent by a button on another page, or only read. `allowed` names the methods."""
    response = _uncached(render(request, "errors/405.html", {"typed": typed(request)}, status=405))
    response.headers["Allow"] = allowed
    return response


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer 500; or 503 when it was the database that had no time for us."""
    if isinstance(sys.exception(), OperationalError):
        return busy(request)
    return _bare("500", request, status=500)


def too_many(request: HttpRequest) -> HttpResponse:
    """Answer 429: asked too often in a short while (R38); allauth's limits lead here too."""
    response = _uncached(render(request, "errors/429.html", {"typed": typed(request)}, status=429))
    response.headers["Retry-After"] = str(_SLOWER)
    return response


def busy(request: HttpRequest) -> HttpResponse:
    """Answer 503: too many at once. A browser may try again after some seconds."""
    response = _bare("503", request, status=503)
    response.headers["Retry-After"] = str(_RETRY_AFTER)
    return response


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer 403: the form had waited too long, or the browser keeps no cookies (`CSRF_FAILURE_VIEW`)."""
    context = {
        "typed": typed(request),
        "back": _page_before(request),
        "no_cookies": reason == REASON_NO_CSRF_COOKIE,
    }
    return _uncached(render(request, "errors/waited.html", context, status=403))


def signed_out(request: HttpRequest) -> HttpResponse:
    """Answer 403 to a form that was sent after its writer had been signed out."""
    context = {"typed": typed(request), "back": _page_before(request), "sign_in": reverse("account_login")}
    return _uncached(render(request, "errors/signed_out.html", context, status=403))


def typed(request: HttpRequest) -> list[str]:
    """Return the free words the form held: never a password, code or token, and not what is chosen again at once."""
    return [words for words in _given(request) if _FREE_WORDS.search(words)]


def anything_given(request: HttpRequest) -> bool:
    """Tell whether a form was sent with anything in it, words or a button pressed."""
    return bool(_given(request))


def _given(request: HttpRequest) -> list[str]:
    try:
        fields = list(request.POST.lists())
    except (BadRequest, SuspiciousOperation, UnreadablePostError, MultiPartParserError):
        return []
    return [
        value for name, values in fields if not _NEVER_SHOWN.search(name) for value in values if value.strip()
    ]


def _page_before(request: HttpRequest) -> str:
    """Return the path of the page the form stood on, as the browser tells, or the site's first page."""
    came_from = request.headers.get("Referer", "")
    if not url_has_allowed_host_and_scheme(came_from, {request.get_host()}):
        return "/"
    page = urlsplit(came_from)
    path = "/" + page.path.lstrip("/\\")  # two slashes would begin the name of another site
    return f"{path}?{page.query}" if page.query else path


def _bare(name: str, request: HttpRequest, *, status: int) -> HttpResponse:
    page = render_to_string(f"errors/{name}.html", {"typed": typed(request)})
    return _uncached(HttpResponse(page, status=status))


def _uncached(response: HttpResponse) -> HttpResponse:
    add_never_cache_headers(response)
    return response
