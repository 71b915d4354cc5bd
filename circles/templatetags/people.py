"""Template filters about people."""

from django import template

from circles import names

register = template.Library()


@register.filter
def initials(name: object) -> str:
    """Return the initials of a name, or of anything whose text is its name."""
    return names.initials(str(name))
