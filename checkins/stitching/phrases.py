"""The values of the stitching core: what comes in, what goes out, and the closed sets of choices."""

from collections.abc import Hashable
from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words caught, character for character; without any words, a caught silence.

    ``key`` is the caller's own mark and comes back untouched: nothing is decided by it.
    ``speaker`` is who said it, ``None`` where nobody knows.
    """

    key: Hashable
    text: str
    speaker: Hashable = None

    @property
    def silent(self) -> bool:
        """Whether this is a silence: no text, or nothing in it but white space."""
        return not self.text.strip()


class Seam(StrEnum):
    """How a phrase joins the one before it."""

    STANZA = "stanza"
    LINE = "line"
    SPACE = "space"
    COMMA = "comma"
    DASH = "dash"


class Kind(StrEnum):
    """Whose a stitch is: said in the round, added by the catcher, or a said phrase come back."""

    SAID = "said"
    ADDED = "added"
    REFRAIN = "refrain"


class Arrangement(StrEnum):
    """The orders a poem can be proposed in."""

    AS_SPOKEN = "as-spoken"
    RESONANCE = "resonance"
    BREATH = "breath"
    SHUFFLED = "shuffled"


@dataclass(frozen=True, slots=True)
class Stitch:
    """One phrase at its place in the poem, with the seam before it. The first seam of a poem is ignored."""

    phrase: Phrase
    seam: Seam
    kind: Kind = Kind.SAID
