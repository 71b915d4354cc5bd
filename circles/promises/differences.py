"""What changed between two wordings, word by word. Plain: text in, pieces of text out.

1. Read without what was added, the pieces give the wording before, character for character; without what was
   taken out, the wording after.
2. Words change whole, and so do the marks between them; a blank goes with the word that follows it, and stays where
   both sides have it.
3. What was taken out stands before what came in its place, and no two pieces of one kind stand side by side.
4. A wording that repeats itself beyond all reason is shown as replaced: nobody waits for a comparison.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

_WORD = re.compile(r"\s*[\w’']+|\s*[^\w\s]|\s+")
_BLANKS = re.compile(r"\s*")
_MOST_PAIRS = 4000  # pairs of equal words on both sides beyond which comparing takes too long (rule 4)


class Change(StrEnum):
    """What became of a piece of text."""

    KEPT = "kept"
    TAKEN = "taken"
    ADDED = "added"


@dataclass(frozen=True, slots=True)
class Piece:
    """Some text, and whether it was kept, taken out or added."""

    change: Change
    text: str


def difference(before: str, after: str) -> list[Piece]:
    """Return what leads from one wording to the other, in reading order; equal wordings give one kept piece."""
    return list(_joined(_spread(_changes(_WORD.findall(before), _WORD.findall(after)))))


def _changes(before: list[str], after: list[str]) -> Iterator[tuple[str, str, bool]]:
    """Yield stretches of both sides, and whether they are equal."""
    here, there = Counter(before), Counter(after)
    if before != after and sum(count * there[word] for word, count in here.items()) > _MOST_PAIRS:
        yield "".join(before), "".join(after), False
        return
    for what, i, j, k, m in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        yield "".join(before[i:j]), "".join(after[k:m]), what == "equal"


def _spread(changes: Iterable[tuple[str, str, bool]]) -> Iterator[Piece]:
    """Yield the pieces of each stretch, the blanks that both sides begin with as kept (rules 2 and 3)."""
    for before, after, equal in changes:
        if equal:
            yield Piece(Change.KEPT, before)
            continue
        blank = _leading_blanks(before)
        if not blank or blank != _leading_blanks(after):
            blank = ""
        yield Piece(Change.KEPT, blank)
        yield Piece(Change.TAKEN, before[len(blank) :])
        yield Piece(Change.ADDED, after[len(blank) :])


def _leading_blanks(text: str) -> str:
    found = _BLANKS.match(text)
    return found[0] if found else ""


def _joined(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """Yield the pieces with nothing empty, and neighbours of one kind as one."""
    last: Piece | None = None
    for piece in pieces:
        if not piece.text:
            continue
        if last and last.change == piece.change:
            last = Piece(last.change, last.text + piece.text)
            continue
        if last:
            yield last
        last = piece
    if last:
        yield last
