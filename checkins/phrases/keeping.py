"""The answer to a form that a device has kept and sends by itself: taken, and nothing more (`static/js/keeping.js`)."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpResponse

from circles.http import MemberRequest


def taken_in_short(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Let a view answer 204 where it would lead on, if a script of ours asked; it opens the next page itself.

    A redirect would do, but some browsers follow it though told not to, and what that page says once is said to nobody.
    """

    @wraps(view)
    def in_short(request: MemberRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        if response.status_code == 302 and "X-Keeping" in request.headers:
            return HttpResponse(status=204)
        return response

    return in_short
