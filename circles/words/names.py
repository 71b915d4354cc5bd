"""What a circle calls its people: names that can be seen, initials, first names that tell apart, names in a row."""

import unicodedata
from collections import Counter
from collections.abc import Sequence

from django.utils.translation import gettext as _

# Letters and signs of Unicode that are drawn as nothing: fillers, and the empty braille cell.
_DRAWN_AS_NOTHING = frozenset("\u115f\u1160\u2800\u3164\uffa0")


def can_be_seen(name: str) -> bool:
    """Tell whether a name shows anything: not blanks, marks of direction and other invisible characters alone."""
    return any(unicodedata.category(char)[0] in "LNPS" and char not in _DRAWN_AS_NOTHING for char in name)


def initials(name: str) -> str:
    """Return the two letters that stand for a name: first and last word's, or the first two of a single word.

    Upper case; a name without a letter or digit gives "·".
    """
    words = [_letters(word) for word in unicodedata.normalize("NFC", name).split()]
    words = [word for word in words if word]
    if not words:
        return "·"
    short = words[0][:2] if len(words) == 1 else words[0][0] + words[-1][0]
    return short.upper()[:2]


def first_names(names: Sequence[str]) -> list[str]:
    """Return names as short as they still tell people apart: "Maria"; of two Marias "Maria B.", else the whole name."""
    firsts = [(name.split() or [name])[0] for name in names]
    shared = Counter(first.casefold() for first in firsts)
    longer = [
        first if shared[first.casefold()] == 1 else _with_initial(name)
        for name, first in zip(names, firsts, strict=True)
    ]
    shared = Counter(name.casefold() for name in longer)
    return [
        short if shared[short.casefold()] == 1 else name for name, short in zip(names, longer, strict=True)
    ]


def in_a_row(names: Sequence[str]) -> str:
    """Return names as a sentence has them: "Luc", "Luc and Anna", "Luc, Anna and Noor"; of nobody, ""."""
    if len(names) < 2:
        return "".join(names)
    *others, last = names
    return _("%(names)s and %(last)s") % {"names": _(", ").join(others), "last": last}


def _with_initial(name: str) -> str:
    first, *rest = name.split() or [name]
    return f"{first} {rest[-1][0]}." if rest else first


def _letters(word: str) -> str:
    return "".join(letter for letter in word if letter.isalnum())
