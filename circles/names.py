"""What a circle calls its people, shortened: initials for a seat or a small round mark."""

import unicodedata


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
