"""What every request and answer of the site has in common."""

import zoneinfo
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation
from django_htmx.middleware import HtmxDetails

from circles.models import Person


class MemberRequest(HttpRequest):
    """A request of somebody signed in, with what the middleware promises."""

    user: Person
    htmx: HtmxDetails


class PersonMiddleware:
    """Speaks the person's language and tells the time in their zone; for others, the browser's language."""

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
        return response


def site(request: HttpRequest) -> dict[str, Any]:
    """Give every template the site's name and whether it runs for trying out."""
    return {"site_name": settings.SITE_NAME, "trying_out": settings.DEBUG}


def absolute(path: str) -> str:
    """Return `path` with the configured address before it, whatever the request claims (R62)."""
    return f"{settings.SITE_URL}{path}"
