"""The cookie in which a browser keeps its secrets: one for each member it has asked to answer as.

Only an answer to something sent carries it; looking at a page sets nothing.
"""

import re
from datetime import timedelta

from django.conf import settings
from django.http import HttpRequest, HttpResponse

type Held = tuple[str, ...]

MOST_HELD = 12
_LASTS = timedelta(days=400)  # as long as browsers keep any
_SECRET = re.compile(r"[A-Za-z0-9_-]{43}")


def name() -> str:
    """Return what it is called; where the site speaks HTTPS, so that no other host can set it."""
    return "__Host-phones" if settings.HTTPS else "phones"


def held(request: HttpRequest) -> Held:
    """Return the secrets a browser holds, the newest first; whatever is none is left out."""
    secrets = request.COOKIES.get(name(), "").split(".")[:MOST_HELD]
    return tuple(secret for secret in secrets if _SECRET.fullmatch(secret))


def keep(response: HttpResponse, secrets: Held) -> HttpResponse:
    """Let the browser hold these from now on, for 400 days at most, and return the answer that says so."""
    if not secrets:
        response.delete_cookie(name(), samesite="Lax")
        return response
    response.set_cookie(
        name(),
        ".".join(secrets[:MOST_HELD]),
        max_age=_LASTS,
        secure=settings.HTTPS,
        httponly=True,
        samesite="Lax",
    )
    return response
