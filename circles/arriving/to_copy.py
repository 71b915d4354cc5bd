"""A text for a messenger: what a steward says with a link, and when the circle gathers next."""

from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import override

from circles.chapters import coming_words
from circles.models import Circle


def to_copy(circle: Circle, words: Promise, /, *, now: datetime, **given: str) -> str:
    """Return lazy `words` with what is `given` put in, and the next gathering seen from `now` (aware), if any.

    In the circle's language, whoever copies it.
    """
    with override(circle.language):
        said = str(words) % given
        coming = coming_words(circle, now=now)
        return f"{said}\n{_('We gather next:')} {coming[0]}" if coming else said
