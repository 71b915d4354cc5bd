"""Steps at the stitching table: what a person does to the order, the seams and the added words of a draft.

1. A place is known by its key, never by its number: said words by their phrase, what came back or was added by a mark
   of its own. So a step means the same on a draft that somebody else has changed meanwhile.
2. A line moves as lines do in a text: past its neighbour, or across the gap between two stanzas; the gap stays. Past a
   silence, which has a gap on either side of its own, each keeps its seam.
3. What leaves its place takes no gap with it: the next begins the line or the stanza it began.
4. What is left out goes with all the places where it came back.
5. A step done twice is done once. One whose line is gone is `Astray`.
6. A step merges into a draft made meanwhile only while what it touches is as it was: the line, its seam and the one
   before it; of a line going up or down, the one it passes, with its seam.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from checkins.stitching.phrases import Kind, Seam


@dataclass(frozen=True)
class Placed:
    """One place in a draft: a phrase by its key, or words the catcher added; with the seam before it."""

    seam: Seam
    kind: Kind = Kind.SAID
    phrase: int | None = None
    added: str = ""
    mark: str = ""  # of what came back or was added; empty until it is kept for the first time

    @property
    def key(self) -> str:
        """What it is known by (rule 1)."""
        return said(self.phrase) if self.kind == Kind.SAID else self.mark


def said(phrase: int | None) -> str:
    """Return the key of a place where words stand as they were said."""
    return f"said-{phrase}"


class Verb(StrEnum):
    """What a step does."""

    UP = "up"
    DOWN = "down"
    MOVE = "move"
    SEAM = "seam"
    OUT = "out"
    IN = "in"
    REFRAIN = "refrain"
    ADD = "add"
    WORDS = "words"


@dataclass(frozen=True, kw_only=True)
class Step:
    """One step: its verb, the place it is about (for IN the phrase, as `said`), and what else it needs.

    `after` is the key to stand after, the empty text the beginning, None the end. `mark` is drawn by whoever sends it.
    """

    verb: Verb
    what: str = ""
    after: str | None = None
    seam: Seam | None = None
    words: str = ""
    mark: str = ""


class Astray(Exception):
    """The line that a step means, or the one it should stand after, is not in this draft."""


def taken(places: Sequence[Placed], step: Step, known: Mapping[int, bool]) -> list[Placed]:
    """Return the places after one step; `known` are the phrases there are, and which of them are silences.

    Raises Astray (rule 5).
    """
    rows = list(places)
    match step.verb:
        case Verb.UP:
            return _up(rows, _at(rows, step.what), known)
        case Verb.DOWN:
            return _down(rows, _at(rows, step.what), known)
        case Verb.MOVE:
            return _moved(rows, step)
        case Verb.SEAM:
            at = _at(rows, step.what)
            rows[at] = replace(rows[at], seam=step.seam or rows[at].seam)
            return rows
        case Verb.WORDS:
            at = _at(rows, step.what)
            if rows[at].kind == Kind.ADDED and step.words.strip():
                rows[at] = replace(rows[at], added=step.words)
            return rows
        case Verb.OUT:
            return _left_out(rows, step.what)
        case _:
            return _put_in(rows, step, known)


def merges(step: Step, made_on: Sequence[Placed], newest: Sequence[Placed]) -> bool:
    """Whether a step made on one draft means the same on another (rule 6)."""
    if step.after and step.after not in {row.key for row in newest}:
        return False
    return _touched(step, made_on) == _touched(step, newest)


def _touched(step: Step, places: Sequence[Placed]) -> list[object]:
    """What a step that changes a place touches; nothing, where the place is not there, or only its anchor counts."""
    keys = [row.key for row in places]
    if step.verb in (Verb.IN, Verb.ADD, Verb.REFRAIN, Verb.OUT) or step.what not in keys:
        return []
    at = keys.index(step.what)
    if step.verb == Verb.WORDS:
        return [places[at].added]
    first, last = (at, at + 1) if step.verb == Verb.DOWN else (at - 1, at)
    here = [
        (row.key, row.seam if place else None) for place, row in enumerate(places) if first <= place <= last
    ]
    if at and step.verb in (Verb.MOVE, Verb.SEAM):
        return [keys[first], *here[1:]]  # the seam of the one before it does not matter
    return list(here)


def _at(rows: Sequence[Placed], key: str) -> int:
    for at, row in enumerate(rows):
        if row.key == key:
            return at
    raise Astray(key)


def _after(rows: Sequence[Placed], key: str | None) -> int:
    """Return the place after the one known by `key`; the first for the empty text, the one after all for None."""
    if key is None:
        return len(rows)
    return _at(rows, key) + 1 if key else 0


def _up(rows: list[Placed], at: int, known: Mapping[int, bool]) -> list[Placed]:
    """Rule 2, towards the beginning."""
    if at == 0:
        return rows
    if _silent(rows[at - 1 : at + 1], known):
        return [*rows[: at - 1], rows[at], rows[at - 1], *rows[at + 1 :]]
    if rows[at].seam == Seam.STANZA:
        return _joined(rows, at)
    return _swapped(rows, at - 1)


def _down(rows: list[Placed], at: int, known: Mapping[int, bool]) -> list[Placed]:
    """Rule 2, towards the end."""
    if at + 1 == len(rows):
        return rows
    if _silent(rows[at : at + 2], known):
        return _up(rows, at + 1, known)
    if rows[at + 1].seam == Seam.STANZA:
        rows[at + 1] = replace(rows[at + 1], seam=Seam.LINE)
        if at and rows[at].seam != Seam.STANZA:
            rows[at] = replace(rows[at], seam=Seam.STANZA)
        return rows
    return _swapped(rows, at)


def _silent(rows: Iterable[Placed], known: Mapping[int, bool]) -> bool:
    return any(row.phrase is not None and known.get(row.phrase, False) for row in rows)


def _joined(rows: list[Placed], at: int) -> list[Placed]:
    """Let the first line of a stanza end the one before it; the next begins the stanza (rule 3)."""
    rows[at] = replace(rows[at], seam=Seam.LINE)
    if at + 1 < len(rows) and rows[at + 1].seam != Seam.STANZA:
        rows[at + 1] = replace(rows[at + 1], seam=Seam.STANZA)
    return rows


def _swapped(rows: list[Placed], at: int) -> list[Placed]:
    """Let two change places; the seams stay where they are."""
    one, other = rows[at], rows[at + 1]
    rows[at], rows[at + 1] = replace(other, seam=one.seam), replace(one, seam=other.seam)
    return rows


_WIDTH = {Seam.SPACE: 0, Seam.COMMA: 0, Seam.DASH: 0, Seam.LINE: 1, Seam.STANZA: 2}


def _without(rows: Sequence[Placed], gone: Iterable[int]) -> list[Placed]:
    """Take places away; what stood after them begins what they began (rule 3)."""
    gone, left, gap = set(gone), [], Seam.SPACE
    for at, row in enumerate(rows):
        if at in gone:
            gap = max(gap, row.seam, key=_WIDTH.__getitem__)
        else:
            left.append(replace(row, seam=gap) if _WIDTH[gap] > _WIDTH[row.seam] else row)
            gap = Seam.SPACE
    return left


def _moved(rows: list[Placed], step: Step) -> list[Placed]:
    """Seat a place after another; carried to the beginning of a stanza it begins it, elsewhere its gap stays behind."""
    at = _at(rows, step.what)
    row = rows[at]
    before = rows[at - 1].key if at else ""
    if step.after in (row.key, before):
        rows[at] = replace(row, seam=step.seam or row.seam)
        return rows
    left = _without(rows, [at])
    to = _after(left, step.after)
    seam = step.seam or (Seam.LINE if row.seam == Seam.STANZA else row.seam)
    if to < len(left) and (seam == Seam.STANZA or to == 0):
        seam = Seam.STANZA
        if left[to].seam == Seam.STANZA or to == 0:
            left[to] = replace(left[to], seam=Seam.LINE)
    return [*left[:to], replace(row, seam=seam), *left[to:]]


def _left_out(rows: list[Placed], key: str) -> list[Placed]:
    """Rule 4. What is out already stays out (rule 5)."""
    of = next((row for row in rows if row.key == key), None)
    if of is None:
        return rows
    whole = of.phrase if of.kind == Kind.SAID else None
    gone = (at for at, row in enumerate(rows) if row is of or (whole is not None and row.phrase == whole))
    return _without(rows, gone)


def _put_in(rows: list[Placed], step: Step, known: Mapping[int, bool]) -> list[Placed]:
    new = _new(rows, step, known)
    if any(row.key == new.key for row in rows):
        return rows
    to = _after(rows, step.after)
    if to == 0 and rows:
        rows[0] = replace(rows[0], seam=Seam.LINE)
    return [*rows[:to], new, *rows[to:]]


def _new(rows: Sequence[Placed], step: Step, known: Mapping[int, bool]) -> Placed:
    if step.verb == Verb.ADD:
        return Placed(step.seam or Seam.LINE, Kind.ADDED, added=step.words, mark=step.mark)
    if step.verb == Verb.REFRAIN:
        again = rows[_at(rows, step.what)].phrase
        if again is None:
            raise Astray(step.what)
        return Placed(step.seam or Seam.STANZA, Kind.REFRAIN, phrase=again, mark=step.mark)
    phrase = next((key for key in known if said(key) == step.what), None)
    if phrase is None:
        raise Astray(step.what)
    return Placed(step.seam or Seam.LINE, phrase=phrase)
