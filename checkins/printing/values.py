"""What goes to the press: plain values, and all of them in words as they are to be read."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Run:
    """Words of one line that are set alike; ``added`` by the catcher, they stand in italics."""

    text: str
    added: bool = False


type Line = tuple[Run, ...]
type Stanza = tuple[Line, ...]  # of no line: a silence


@dataclass(frozen=True, slots=True)
class Poem:
    """A poem on a sheet of its own; ``credits`` stand below it, a paragraph each, and ``boxes`` where it needs them.

    ``boxes`` says that letters are missing from the print; the sheet carries it only where that is so.
    """

    title: str
    language: str
    stanzas: tuple[Stanza, ...]
    credits: tuple[str, ...] = ()
    boxes: str = ""

    @property
    def text(self) -> str:
        """All its words, title first, as plain lines; a silence is a blank line more."""
        stanzas = ["\n".join("".join(run.text for run in line) for line in stanza) for stanza in self.stanzas]
        return "\n\n".join(part for part in (self.title, *stanzas))


@dataclass(frozen=True, slots=True)
class BookPoem:
    """A poem in a book: its title, what stands under the title and below the poem, its first line for the index."""

    title: str
    about: str
    question: str  # that the evening began with
    stanzas: tuple[Stanza, ...]
    credit: str
    first_line: str


@dataclass(frozen=True, slots=True)
class Month:
    """A chapter."""

    name: str
    poems: tuple[BookPoem, ...]


@dataclass(frozen=True, slots=True)
class Agreement:
    """What the circle promises itself, and how and since when it holds it."""

    lines: tuple[str, ...]
    held: str


@dataclass(frozen=True, slots=True)
class Book:
    """A circle's year. ``words`` are the book's own, by name: they come in the circle's language."""

    circle: str
    title: str
    year: int
    language: str
    letters: tuple[str, ...]  # of the twelve months, round the ring
    held: tuple[int, ...]  # the months that have a poem, from 1
    months: tuple[Month, ...]
    agreements: tuple[Agreement, ...]
    index: tuple[tuple[str, int], ...]  # first lines in their order, each with the number of its poem from 0
    words: dict[str, str | list[str]] = field(default_factory=dict)
    boxes: str = ""

    @property
    def poems(self) -> tuple[BookPoem, ...]:
        """All its poems, in order."""
        return tuple(poem for month in self.months for poem in month.poems)
