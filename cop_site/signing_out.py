"""Signing out clears what the device kept: words that were not sent yet, and the page it shows without signal.

Only where somebody was signed in and chose to go. A session that ended by itself takes no words with it: they wait
until their writer signs in again (docs/on-the-device.md).
"""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

_WAYS_OUT = ("account_logout", "erase_me")


class SigningOut:
    """Asks the browser of somebody who has just gone to forget what pages of ours kept in it (ASVS 14.3.1)."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        leaves = (
            request.method == "POST"
            and request.path in map(reverse, _WAYS_OUT)
            and request.user.is_authenticated
        )
        response = self.get_response(request)
        if leaves and not request.user.is_authenticated:
            response.headers["Clear-Site-Data"] = '"storage"'
        return response
