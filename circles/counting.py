"""Small numbers in words, as one says them."""

from django.utils.translation import gettext_lazy as _

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
