"""What is not there is told in our own words also where the site is tried out (`DEBUG`) (R25).

There Django would show whoever opens an old link the addresses of the whole site.
"""

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse

from cop_site.views import errors


class NotThere:
    """Answers with the site's own page where a view finds nothing, and where no address fits."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code == 404 and request.resolver_match is None:
            return errors.not_found(request, Http404())
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Return the page where a view has raised Http404; None lets any other fault be seen."""
        return errors.not_found(request, exception) if isinstance(exception, Http404) else None
