"""A circle that has closed can be read and taken home, and nothing is added to it: held once, for every page of it.

1. Whatever is posted to an address of a closed circle is answered with a page that says so, with all that was typed
   given back (R25). A page that is added later is closed with the others.
2. What takes something away, or looks after who may read, goes on: such a view carries `circles.http.even_closed`.
3. Who does not belong to the circle learns nothing by it: their answer is the view's own.
"""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import add_never_cache_headers

from circles.access import memberships_of
from cop_site.views import errors

_SAFE = {"GET", "HEAD", "OPTIONS"}
_OF_A_CIRCLE = ("c/<slug:slug>/", "admin/")


class ClosedCircles:
    """Answers for views that would add something to a circle that has closed."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        """Return the page that says so, or None to let the view answer."""
        slug, route = kwargs.get("slug"), request.resolver_match.route if request.resolver_match else ""
        if request.method in _SAFE or not slug or not route.startswith(_OF_A_CIRCLE):
            return None
        if getattr(view, "even_closed", False):
            return None
        closed = memberships_of(request.user).filter(circle__slug=slug, circle__closed_on__isnull=False)
        membership = closed.first()
        if membership is None:
            return None
        context = {
            "circle": membership.circle,
            "membership": membership,
            "typed": errors.typed(request),
        }
        response = render(request, "errors/closed_circle.html", context, status=403)
        add_never_cache_headers(response)
        return response
