"""What every request and answer of the site has in common."""

import zoneinfo
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation
from django.utils.cache import get_conditional_response, patch_vary_headers, set_response_etag
from django_htmx.middleware import HtmxDetails

from circles.models import Person

# What somebody signed in is shown is theirs alone: no proxy keeps it, and their browser asks before it shows it anew.
# The way back stays quick. A view that says otherwise of itself is left as it is (feeds, pages with a secret).
OF_A_PERSON = "private, no-cache"


class MemberRequest(HttpRequest):
    """A request of somebody signed in, with what the middleware promises."""

    user: Person
    htmx: HtmxDetails


class PersonMiddleware:
    """Speaks the person's language and tells the time in their zone; for others, the browser's language.

    What a person is answered is theirs alone (OF_A_PERSON), unless a view has said otherwise.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        person = getattr(request, "user", None)
        if isinstance(person, Person):
            language, zone = person.language, zoneinfo.ZoneInfo(person.timezone)
        else:
            language, zone = translation.get_language_from_request(request), zoneinfo.ZoneInfo("UTC")
        with translation.override(language), timezone.override(zone):
            response = self.get_response(request)
            response.headers.setdefault("Content-Language", translation.get_language() or language)
        if isinstance(person, Person):
            response.headers.setdefault("Cache-Control", OF_A_PERSON)
        return response


def even_closed[View: Callable[..., Any]](view: View) -> View:
    """Mark a view that takes something away, or looks after who may read: it goes on when the circle has closed.

    Every other view of a circle's addresses takes nothing from then on (`cop_site.closed_circles`).
    """
    view.even_closed = True  # type: ignore[attr-defined]
    return view


@contextmanager
def read_by(person: Person | None) -> Iterator[None]:
    """Speak the language and tell the time of the person a signed link speaks for; they have not signed in."""
    if person is None:
        yield
        return
    with translation.override(person.language), timezone.override(zoneinfo.ZoneInfo(person.timezone)):
        yield


def link_page(response: HttpResponse) -> HttpResponse:
    """Return the page of a secret link: in no index, and in the language in force (see `read_by`)."""
    response.headers["X-Robots-Tag"] = "noindex"
    response.headers["Content-Language"] = translation.get_language() or settings.LANGUAGE_CODE
    return response


def kept_by(request: HttpRequest) -> str:
    """Return who may keep an answer that is the same for everybody, as `Cache-Control` says it.

    What goes to somebody signed in may renew their session: no cache that others share keeps that cookie.
    """
    return OF_A_PERSON if isinstance(getattr(request, "user", None), Person) else "public, no-cache"


def for_everybody(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Return an answer that is the same for everybody who reads the same language; 304 to whoever has it already.

    A cache may keep it and asks each time whether it still stands, which its bytes decide: what was taken back is
    shown to nobody from then on.
    """
    response.headers["Cache-Control"] = kept_by(request)
    patch_vary_headers(response, ["Accept-Language"])
    set_response_etag(response)
    etag = response.headers["ETag"]
    answered: HttpResponse | None = get_conditional_response(request, etag=etag, response=response)
    return answered or response


def site(request: HttpRequest) -> dict[str, Any]:
    """Give every template the site's name and whether it runs for trying out."""
    return {"site_name": settings.SITE_NAME, "trying_out": settings.DEBUG}


def absolute(path: str) -> str:
    """Return `path` with the configured address before it, whatever the request claims (R62)."""
    return f"{settings.SITE_URL}{path}"
