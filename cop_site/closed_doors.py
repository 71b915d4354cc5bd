"""Every page is closed to those who are not signed in, and nobody loses what they typed at the door."""

from collections.abc import Callable
from typing import Any

from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponse
from django.shortcuts import resolve_url
from django_htmx.http import HttpResponseClientRedirect

from cop_site.views import errors


class ClosedDoors(LoginRequiredMiddleware):
    """Sends a visitor to the sign-in page; gives a form that came too late back, filled (R25)."""

    def handle_no_permission(  # type: ignore[override]  # the stubs know only its redirect
        self, request: HttpRequest, view_func: Callable[..., Any]
    ) -> HttpResponse:
        """Answer somebody who is not signed in: with their words, with a whole new page, or a plain redirect."""
        if request.method == "POST" and errors.anything_given(request):
            return errors.signed_out(request)
        if request.headers.get("HX-Request"):
            return HttpResponseClientRedirect(resolve_url(self.get_login_url(view_func)))
        return super().handle_no_permission(request, view_func)
