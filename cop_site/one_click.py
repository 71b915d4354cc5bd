"""Links that sign in with one click, for whoever tries the site out. The page behind them needs DEBUG."""

from datetime import timedelta

from django.core import signing
from django.urls import reverse

from circles.models import Person

_SALT = "cop_site.one_click"
_LASTS = timedelta(days=7)


def sign_in_path(person: Person) -> str:
    """Return the path that signs in as `person`, for a week."""
    return reverse("sign_in_as", args=[signing.dumps(person.pk, salt=_SALT)])


def person_behind(token: str) -> Person | None:
    """Return the person a link signs in; None when it is forged or too old, or they may not sign in."""
    try:
        pk = signing.loads(token, salt=_SALT, max_age=_LASTS)
    except signing.BadSignature:
        return None
    return Person.objects.filter(pk=pk, is_active=True).first()
