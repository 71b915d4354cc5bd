"""What a circle calls its people: whether a name can be seen at all, and its initials for a seat or a small mark."""

import unicodedata

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


def _letters(word: str) -> str:
    return "".join(letter for letter in word if letter.isalnum())
