"""Seams become text: the one place that does it (rules 1 to 3)."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from checkins.stitching.direction import left_open
from checkins.stitching.phrases import Seam, Stitch

_JOINTS = {Seam.SPACE: " ", Seam.COMMA: ", ", Seam.DASH: " – "}


@dataclass(frozen=True, slots=True)
class Piece:
    """One stitch inside its line: the joint (nothing, or what the seam puts before it), then its words.

    The joint ends what the words before it leave open of direction, so that they turn no others.
    """

    stitch: Stitch
    joint: str = ""

    @property
    def text(self) -> str:
        """The words alone, as caught."""
        return self.stitch.phrase.text


type Line = tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Stanza:
    """Lines that stand together. A ``silent`` stanza is one caught silence: its one line has no words."""

    lines: tuple[Line, ...]

    @property
    def silent(self) -> bool:
        """Whether this is a wide breath instead of words."""
        return self.lines[0][0].stitch.phrase.silent

    @property
    def texts(self) -> list[str]:
        """Its lines as plain text; of a silence none."""
        return [] if self.silent else self._verbatim()

    @property
    def text(self) -> str:
        """All of it character for character, also what of a silence cannot be seen."""
        return "\n".join(self._verbatim())

    def _verbatim(self) -> list[str]:
        return ["".join(piece.joint + piece.text for piece in line) for line in self.lines]


def stanzas(stitches: Iterable[Stitch]) -> list[Stanza]:
    """The poem as stanzas, lines and pieces, for pages that mark each phrase by itself.

    Nothing is empty: every stanza has a line and every line a piece. A silence stands in a stanza
    of its own whatever the seams beside it say (rule 3), so that a page can show it as a gap.
    """
    poem: list[list[list[Piece]]] = []
    after_silence = False
    for stitch in stitches:
        alone = stitch.phrase.silent
        if not poem or alone or after_silence or stitch.seam is Seam.STANZA:
            poem.append([[Piece(stitch)]])
        elif stitch.seam is Seam.LINE:
            poem[-1].append([Piece(stitch)])
        else:
            line = poem[-1][-1]
            line.append(Piece(stitch, left_open(line[-1].text) + _JOINTS[stitch.seam]))
        after_silence = alone
    return [Stanza(tuple(tuple(line) for line in lines)) for lines in poem]


def render(stitches: Iterable[Stitch]) -> str:
    """The poem as plain text; of no stitches, the empty text.

    Lines are parted by a line break, stanzas by a blank line, and a silence makes the gap in which
    it stands one blank line wider; at the very beginning or end it leaves a blank line of its own.
    """
    poem = stanzas(stitches)
    text = "".join(stanza.text for stanza in poem[:1])
    for before, stanza in pairwise(poem):
        text += ("\n" if before.silent else "\n\n") + stanza.text
    return text
