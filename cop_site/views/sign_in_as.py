"""One-click sign-in for trying the site out. It exists only while DEBUG is on; else it is not found."""

from datetime import timedelta

from django.conf import settings
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from circles.models import Person

_SALT = "cop_site.views.sign_in_as"
_LASTS = timedelta(days=7)


def sign_in_path(person: Person) -> str:
    """Return the path that signs in as `person` for a week, for the terminal of whoever tries the site out."""
    return reverse("sign_in_as", args=[signing.dumps(person.pk, salt=_SALT)])


@login_not_required
@require_GET
@never_cache
def sign_in_as(request: HttpRequest, token: str) -> HttpResponse:
    """Sign in as the person the token names and go home. The one link that acts on GET, hence DEBUG only."""
    if not settings.DEBUG:
        raise Http404
    try:
        pk = signing.loads(token, salt=_SALT, max_age=_LASTS)
    except signing.BadSignature as error:
        raise Http404 from error
    person = Person.objects.filter(pk=pk, is_active=True).first()
    if person is None:
        raise Http404
    login(request, person)
    return redirect("home")
