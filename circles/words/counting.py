"""Small numbers in words, as one says them."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext, pgettext_lazy

_WORDS = (
    _("none"),
    _("one"),
    _("two"),
    _("three"),
    _("four"),
    _("five"),
    _("six"),
    _("seven"),
    _("eight"),
    _("nine"),
    _("ten"),
    _("eleven"),
    _("twelve"),
)


def in_words(count: int) -> str:
    """Return a count in words up to twelve, in figures beyond."""
    return str(_WORDS[count]) if 0 <= count < len(_WORDS) else str(count)


_PLACES = (
    pgettext_lazy("place in a line", "first"),
    pgettext_lazy("place in a line", "second"),
    pgettext_lazy("place in a line", "third"),
    pgettext_lazy("place in a line", "fourth"),
    pgettext_lazy("place in a line", "fifth"),
    pgettext_lazy("place in a line", "sixth"),
    pgettext_lazy("place in a line", "seventh"),
    pgettext_lazy("place in a line", "eighth"),
    pgettext_lazy("place in a line", "ninth"),
    pgettext_lazy("place in a line", "tenth"),
)


def in_order(place: int) -> str:
    """Return a place in a line in words up to the tenth, 1 for the first; "number 12" beyond."""
    if 1 <= place <= len(_PLACES):
        return str(_PLACES[place - 1])
    return pgettext("place in a line", "number %(place)s") % {"place": place}
