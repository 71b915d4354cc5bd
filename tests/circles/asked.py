"""Somebody asks a circle to join, and is answered."""

from typing import Any

from django.utils.timezone import now

from circles.arriving import asking
from circles.models import Circle, JoinRequest, Membership, Person
from tests.making import make_person

NOW = now()


def ask(
    circle: Circle, person: Person | None = None, words: str = "May I sit with you?", **given: Any
) -> JoinRequest:
    """Let somebody ask, by the list unless a join token is given."""
    person = person or make_person("Noor Haddad")
    usual: dict[str, Any] = {"name": "Noor", "words": words, "now": NOW}
    return asking.ask(circle, person=person, **usual | given)


def answer(
    request: JoinRequest, steward: Membership | None, *, welcome: bool = True, **given: Any
) -> JoinRequest:
    """Let a steward answer: yes, unless something else is said."""
    usual: dict[str, Any] = {"welcome": welcome, "by": steward, "now": NOW}
    return asking.answer(request, **usual | given)
