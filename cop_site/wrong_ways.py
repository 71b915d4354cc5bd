"""An address that takes only what a button sends, opened as a page: a browser is shown a page of ours (R25)."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed

from cop_site.views import errors


class WrongWays:
    """Gives the empty answer 405 of any view a page, where a browser asks; its status and `Allow` stay."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if isinstance(response, HttpResponseNotAllowed) and "text/html" in request.headers.get("Accept", ""):
            return errors.not_allowed(request, response.headers["Allow"])
        return response
