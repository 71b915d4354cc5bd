"""Calendar feeds, answered before session and sign-in are looked at: a token, a version, stored bytes.

1. Unknown, ended and left look the same: one short 404 (R68).
2. If-None-Match decides 304, by the version alone and before anything is rendered. Without it If-Modified-Since does,
   for the very date we gave the version that stands; for any other, and for junk, the answer is whole (R78).
3. A date is given once it has come: made twice within a second, the second has none for a moment.
4. Each version has two representations with an ETag each: as it is, and compressed.
5. A link may be read sixty times an hour; so may what does not exist, by one address (R72).
6. That a calendar program has read is written down at most once in half a day; asking for the headers is not reading.
"""

import re
from collections.abc import Callable
from datetime import datetime

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.urls import Resolver404, resolve
from django.utils.http import http_date, parse_etags, parse_http_date_safe
from django.utils.timezone import now

from gatherings.feeds import stored_feeds, subscriptions
from gatherings.feeds.stored_feeds import Version
from gatherings.feeds.subscriptions import fingerprint

AN_HOUR = 3600
MOST_AN_HOUR = 60
_METHODS = ["GET", "HEAD"]
_FEEDS = {"feed", "open_dates"}
_TAKES_GZIP = re.compile(r"(?:^|,)\s*(?:gzip|\*)\s*(?!;\s*q=0(?:\.0*)?\s*(?:,|$))(?:;|,|$)", re.IGNORECASE)


class FeedMiddleware:
    """Answers feeds; stands above sessions, sign-in and languages, which a feed has no use for."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path_info.endswith(".ics"):
            try:
                match = resolve(request.path_info)
            except Resolver404:
                return self.get_response(request)
            if match.url_name in _FEEDS:
                answered: HttpResponse = match.func(request, **match.kwargs)
                return answered
        return self.get_response(request)


@login_not_required
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """Answer with the feed of the member whose link this is, or 404."""
    if request.method not in _METHODS:
        return HttpResponseNotAllowed(_METHODS)
    version, time = stored_feeds.behind(token), now()
    who = f"link:{fingerprint(token)}" if version else f"address:{_address(request)}"
    if wait := _too_often(who, time):
        return _said("Too often: please ask once an hour.", 429, **{"Retry-After": str(wait)})
    answered = _answered(request, version, caching="private, no-cache")
    if version and request.method == "GET":
        read_at = version.last_read_at
        if read_at is None or read_at <= time - subscriptions.LATELY:
            subscriptions.was_read(version.pk, now=time)
    return answered


@login_not_required
def open_dates(request: HttpRequest, slug: str) -> HttpResponse:
    """Answer with a circle's dates where it has opened them, or 404."""
    if request.method not in _METHODS:
        return HttpResponseNotAllowed(_METHODS)
    return _answered(request, stored_feeds.of_open_dates(slug), caching="public, no-cache")


def _answered(request: HttpRequest, version: Version | None, *, caching: str) -> HttpResponse:
    """Answer with what a version holds: 304 to whoever has it, 404 where there is none."""
    if version is None:
        return _said("There is no calendar here.", 404)
    gzipped = bool(_TAKES_GZIP.search(request.headers.get("Accept-Encoding", "")))
    etags = {False: f'"{version.key}"', True: f'"{version.key}-gzip"'}
    headers = {
        "ETag": etags[gzipped],
        "Cache-Control": caching,
        "Vary": "Accept-Encoding",
        "X-Robots-Tag": "noindex",
    }
    if _has_it(request, version, {"*", *etags.values()}):
        answered = HttpResponse(status=304, headers=headers)
        del answered.headers["Content-Type"]
        return answered
    body, modified = stored_feeds.content(version, gzipped=gzipped, now=now())
    if modified <= now():
        headers["Last-Modified"] = http_date(modified.timestamp())
    headers |= {
        "Content-Type": "text/calendar; charset=utf-8",
        "Content-Length": str(len(body)),
        "Content-Disposition": 'inline; filename="gatherings.ics"',  # or a saved file is called by its secret
    }
    if gzipped:
        headers["Content-Encoding"] = "gzip"
    return HttpResponse(b"" if request.method == "HEAD" else body, headers=headers)


def _has_it(request: HttpRequest, version: Version, etags: set[str]) -> bool:
    """Tell whether who asks says that they have what stands (rule 2)."""
    asked, since = request.headers.get("If-None-Match"), request.headers.get("If-Modified-Since")
    if asked is not None:
        return bool(etags & {tag.removeprefix("W/") for tag in parse_etags(asked)})
    return bool(
        since
        and version.modified
        and version.modified <= now()
        and parse_http_date_safe(since) == int(version.modified.timestamp())
    )


def _said(words: str, status: int, **headers: str) -> HttpResponse:
    """Return a short answer that no cache keeps."""
    return HttpResponse(
        f"{words}\n",
        status=status,
        content_type="text/plain; charset=utf-8",
        headers={"Cache-Control": "private, no-store", "X-Robots-Tag": "noindex", **headers},
    )


def _too_often(who: str, time: datetime) -> int:
    """Count a request by `who` and return for how many seconds it is one too many; 0 while it is not."""
    hour, into = divmod(int(time.timestamp()), AN_HOUR)
    key = f"feed:{who}:{hour}"
    seen = cache.get(key, 0)
    if seen >= MOST_AN_HOUR:
        return AN_HOUR - into
    cache.set(key, seen + 1, AN_HOUR)
    return 0


def _address(request: HttpRequest) -> str:
    """Return where a request comes from: what the trusted proxy nearest to us, or furthest counted, saw (R39)."""
    hops = [hop.strip() for hop in request.headers.get("X-Forwarded-For", "").split(",")]
    trusted: int = settings.TRUSTED_PROXIES
    return hops[-trusted] if 0 < trusted <= len(hops) else request.META.get("REMOTE_ADDR", "")
