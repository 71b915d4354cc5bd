"""A table of small numbers drawn as a heat map, in numbers alone: a square for each, the fuller the more often.

The fill is a share of the square, so that it can be read without colour; shades are four, and 0 is an empty square.
Units are those of the drawing (its view box); y grows downwards.
"""

from collections.abc import Sequence
from dataclasses import dataclass

CELL, GAP = 22, 4
LEFT, TOP = 132, 96  # room for the names of rows, and of columns
LONGEST = 16  # letters of a name
SHADES = 4


@dataclass(frozen=True, slots=True)
class Square:
    """One number: its middle, the side of what fills it, and which shade."""

    x: float
    y: float
    side: float
    shade: int

    @property
    def half(self) -> float:
        """How far its fill reaches from its middle."""
        return round(self.side / 2, 1)


@dataclass(frozen=True, slots=True)
class Name:
    """The name of a row or a column, and where it is written."""

    words: str
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Heat:
    """The whole drawing, ready for its template."""

    rows: tuple[Name, ...]
    columns: tuple[Name, ...]
    squares: tuple[Square, ...]
    width: int
    height: int


def heat(rows: Sequence[str], columns: Sequence[str], numbers: Sequence[Sequence[int]]) -> Heat:
    """Return the drawing; `numbers` has a sequence for each row, a number from 0 up for each column."""
    step = CELL + GAP
    middle = CELL / 2
    most = max((number for row in numbers for number in row), default=0)
    return Heat(
        rows=tuple(Name(_short(name), LEFT - 8, TOP + at * step + middle) for at, name in enumerate(rows)),
        columns=tuple(
            Name(_short(name), LEFT + at * step + middle, TOP - 8) for at, name in enumerate(columns)
        ),
        squares=tuple(
            Square(LEFT + column * step + middle, TOP + row * step + middle, *_fill(number, most))
            for row, line in enumerate(numbers)
            for column, number in enumerate(line)
        ),
        width=LEFT + len(columns) * step + 72,  # the last column's name leans out
        height=TOP + len(rows) * step,
    )


def _fill(number: int, most: int) -> tuple[float, int]:
    if not number:
        return 0.0, 0
    shade = max(1, min(SHADES, round(SHADES * number / max(most, SHADES))))
    return round(CELL * (0.4 + 0.6 * shade / SHADES), 1), shade


def _short(name: str) -> str:
    return name if len(name) <= LONGEST else name[: LONGEST - 1].rstrip() + "…"
