"""What a device keeps until the server has it, and under which name (docs/on-the-device.md)."""

from hashlib import sha256
from typing import Any

from django import template

from circles.models import Person
from gatherings.models import Gathering

register = template.Library()


@register.simple_tag(takes_context=True)
def keep_key(context: dict[str, Any], gathering: Gathering, form: str) -> str:
    """Return what a form's words are kept under: the same for this person, gathering and form, and for nobody else.

    Nothing can be read from it; who signs in on the same device next finds nothing under theirs.
    """
    person = context["request"].user
    who = person.uid if isinstance(person, Person) else ""
    return sha256(f"{who}:{gathering.uid}:{form}".encode()).hexdigest()[:24]
