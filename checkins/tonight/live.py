"""What tonight tells everybody, in one short answer: the same for all, without a name, a word or a language.

1. Answered before session, sign-in and language are looked at, by one indexed query (FOUNDATIONS, Live round).
2. A proxy may keep it for a second. Who has the version that stands is answered 304.
3. What was never there, is closed or is over looks the same: a short 404.
"""

import json
from collections.abc import Callable

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.urls import Resolver404, resolve
from django.utils.http import parse_etags
from django.utils.timezone import now

from checkins.models import Centre
from checkins.tonight_access import live_at

_METHODS = ["GET", "HEAD"]
_ONE_SECOND = {
    "Cache-Control": "public, max-age=1",
    "Vary": "Accept-Encoding",
    "X-Robots-Tag": "noindex",
}


class LiveMiddleware:
    """Answers the poll; stands above sessions, sign-in and languages, which it has no use for."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path_info.startswith("/live/"):
            try:
                match = resolve(request.path_info)
            except Resolver404:
                return self.get_response(request)
            if match.url_name == "live":
                answered: HttpResponse = match.func(request, **match.kwargs)
                return answered
        return self.get_response(request)


@login_not_required
def live(request: HttpRequest, token: str) -> HttpResponse:
    """Answer with tonight as it stands, or 404."""
    if request.method not in _METHODS:
        return HttpResponseNotAllowed(_METHODS)
    centre = live_at(token, now=now())
    if centre is None:
        return HttpResponse(
            "Nothing is open here.\n",
            status=404,
            content_type="text/plain; charset=utf-8",
            headers={"Cache-Control": "private, no-store", "X-Robots-Tag": "noindex"},
        )
    headers = {**_ONE_SECOND, "ETag": f'"{centre.version}"'}
    known = request.headers.get("If-None-Match", "")
    if headers["ETag"] in {tag.removeprefix("W/") for tag in parse_etags(known)}:
        answered = HttpResponse(status=304, headers=headers)
        del answered.headers["Content-Type"]
        return answered
    body = b"" if request.method == "HEAD" else told(centre)
    return HttpResponse(body, content_type="application/json", headers=headers)


def told(centre: Centre) -> bytes:
    """Return what is told: the version, the scene, when the bell rang last, and each seat's state by its number."""
    said = {
        "version": centre.version,
        "scene": centre.scene,
        "bell": centre.bell or None,
        "seats": [state for _key, state in centre.seats],
    }
    return json.dumps(said, separators=(",", ":")).encode()
