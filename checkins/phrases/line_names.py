"""Names that stand at a line and are none of its words: "Mireille: the light on the snow", "we kept… (Odile)".

1. A name stands at a line's beginning, before a colon or a dash; at its end, in brackets or after a dash; or alone.
   Within a line it is one of its words. A hyphen that joins two words is no dash.
2. A name is the whole name, its first word, or this with the last one's initial ("Maria B."), in any script; whatever
   capitals, accents, bullets and quotation marks stand with it.
3. What is left of a line is as it was written, character for character; of a name alone, nothing.
"""

import re
from collections.abc import Iterable, Iterator
from itertools import islice

from checkins.said_again import bare

_MOST_NAMES = 4  # at one line
_MOST_MARKS = 8  # that may stand before a line's words, or after them, and belong to a name or a list
_DASH = r"[\u2012-\u2015\u2212\uff0d]|(?<=\s)[-\u2010\u2011]|[-\u2010\u2011](?=\s)"
_AFTER_A_NAME = re.compile(rf"[:\uff1a\ufe55\u2236]|{_DASH}")
_BEFORE_A_NAME = re.compile(_DASH)
_OPENS, _CLOSES = r"(\[{<\uff08\uff3b\u3010", r")\]}>\uff09\uff3d\u3011"
_IN_BRACKETS = re.compile(rf"[{_OPENS}]([^{_OPENS}{_CLOSES}]+)[{_CLOSES}][\s.,;!?…。]*$")


def names_to_find(names: Iterable[str]) -> frozenset[str]:
    """Return all that these people may be called in notes, as `without_names` compares it (rule 2)."""
    called: set[str] = set()
    for name in names:
        first, *others = name.split() or [""]
        called |= {name, first, *(f"{first} {last[0]}" for last in others[-1:])}
    return frozenset(map(bare, called)) - {""}


def without_names(line: str, names: frozenset[str]) -> str:
    """Return a line without the names that stand at it; the same line where none does (rules 1 and 3)."""
    left = line
    for _name in range(_MOST_NAMES):
        left = next(_shorter(left, names), left)
    return left


def that_carry_names(lines: Iterable[str], names: frozenset[str]) -> list[tuple[str, str]]:
    """Return the lines that names stand at, each with what is left of it without them."""
    both = [(line, without_names(line, names)) for line in lines]
    return [(line, left) for line, left in both if left != line]


def holds_a_name(words: str, names: frozenset[str]) -> bool:
    """Tell whether a name stands anywhere in some words, as a word of its own; in scripts without capitals, within one.

    Those are the scripts that put no space between words, or write what English calls "to" and "of" at the name.
    """
    plain = f" {bare(words)} "
    return any((f" {name} " if name != name.upper() else name) in plain for name in names)


def _shorter(line: str, names: frozenset[str]) -> Iterator[str]:
    """Yield what is left without the first name, without the last (rule 1)."""
    if _is_name(line, names):
        yield ""
    for mark in islice(_AFTER_A_NAME.finditer(line), _MOST_MARKS):
        if _is_name(line[: mark.start()], names):
            yield line[mark.end() :].lstrip()
    if (brackets := _IN_BRACKETS.search(line)) and _is_name(brackets[1], names):
        yield line[: brackets.start()].rstrip()
    for mark in list(_BEFORE_A_NAME.finditer(line))[-_MOST_MARKS:]:
        if _is_name(line[mark.end() :], names):
            yield line[: mark.start()].rstrip()


def _is_name(words: str, names: frozenset[str]) -> bool:
    return re.sub(r"^\d+ ", "", bare(words)) in names  # in a numbered list
