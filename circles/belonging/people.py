"""Who somebody is on the whole site: name, zone, language, addresses."""

from allauth.account.models import EmailAddress
from django.db import transaction
from django.db.models import F

from circles.models import Circle, Membership, Person


@transaction.atomic
def introduce(person: Person, *, name: str, timezone: str, language: str) -> Person:
    """Change what a person says of themselves, and return them so.

    In the circles that call them by the old name they are called by the new one. Another language or zone is another
    calendar: their feeds speak it, and tell their hours, from now on.
    """
    person = Person.objects.select_for_update().get(pk=person.pk)
    mine = Membership.objects.of(person)
    if name != person.name:
        mine.filter(name=person.name).update(name=name)
    if (language, timezone) != (person.language, person.timezone):
        mine.update(calendar_version=F("calendar_version") + 1)
    person.name, person.timezone, person.language = name, timezone, language
    person.save(update_fields=["name", "timezone", "language"])
    return person


def settle(person: Person, circle: Circle) -> None:
    """Let somebody who never said where they live tell the time as their first circle does."""
    nowhere = Person.objects.filter(pk=person.pk, timezone="UTC", memberships__isnull=True)
    if nowhere.update(timezone=circle.timezone):
        person.timezone = circle.timezone


def addresses_of(person: Person) -> set[str]:
    """Return all addresses somebody has here, in small letters: the one they sign in with, and any others."""
    others = EmailAddress.objects.filter(user=person).values_list("email", flat=True)
    return {address.lower() for address in (person.email, *others)}
