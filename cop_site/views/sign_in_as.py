"""One-click sign-in for trying the site out. It exists only while DEBUG is on; else it is not found."""

from django.conf import settings
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from circles.signing_in import proof
from cop_site.one_click import person_behind


@login_not_required
@require_GET
@never_cache
def sign_in_as(request: HttpRequest, token: str) -> HttpResponse:
    """Sign in as the person the token names and go home. The one link that acts on GET, hence DEBUG only."""
    person = person_behind(token) if settings.DEBUG else None
    if person is None:
        raise Http404
    login(request, person)
    proof.record(request, person, method="signed_in")
    return redirect("home")
