"""Template filters and tags about people."""

from datetime import datetime
from typing import Any

from django import template
from django.urls import reverse

from circles.words import names

register = template.Library()


@register.filter
def initials(name: object) -> str:
    """Return the initials of a name, or of anything whose text is its name."""
    return names.initials(str(name))


@register.inclusion_tag("circles/face.html")
def face(
    member: Any, changed_at: datetime | None = None, *, slug: str = "", named: bool = False
) -> dict[str, Any]:
    """Draw the face of a membership, or its initials: a round mark of the same size, that changes nothing around it.

    It is shown only where the membership was loaded `with_faces()`, or when its face was put up is given; without
    that no query is made and the initials are drawn. `slug` is the circle's, where the membership has it not loaded.
    Their name usually stands beside it; where it does not, `named` says it.
    """
    changed_at = changed_at or getattr(member, "face_changed_at", None)
    address = ""
    if changed_at:
        slug = slug or member.circle.slug
        address = f"{reverse('face', args=[slug, member.pk])}?v={int(changed_at.timestamp())}"
    name = getattr(member, "name", str(member))  # of an erased person nothing: "·", as in the ring
    return {
        "name": str(member),
        "initials": names.initials(name),
        "address": address,
        "named": named,
    }
