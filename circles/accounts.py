"""Signing in: our part of allauth."""

from allauth.account.adapter import DefaultAccountAdapter

from circles.models import Person


def display_name(person: Person) -> str:
    """Return what a person is called on a page."""
    return str(person)


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """allauth as this site uses it."""
