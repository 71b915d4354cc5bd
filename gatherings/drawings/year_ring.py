"""A circle's year drawn as a ring of twelve months, in numbers alone. Units are those of its 220 by 220 view box."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

type Held = Literal["held", "next", "planned", "off", "rest"]


@dataclass(frozen=True, slots=True)
class Month:
    """One month of a year: its letter, and what became of its gathering."""

    letter: str
    state: Held = "rest"


@dataclass(frozen=True, slots=True)
class MonthPlace:
    """Where a month stands on the year ring, and its letter outside it."""

    month: Month
    x: float
    y: float
    letter_x: float
    letter_y: float


@dataclass(frozen=True, slots=True)
class YearRing:
    """A year, ready for its template; its view box is 220 by 220."""

    year: int
    months: tuple[MonthPlace, ...]


def year_ring(year: int, months: Sequence[Month]) -> YearRing:
    """Return the drawing of a year: its twelve months clockwise, January at the top."""
    places = []
    for index, month in enumerate(months):
        angle = 2 * math.pi * index / len(months)
        out_x, out_y = math.sin(angle), -math.cos(angle)
        x, y = _tenth(110 + 72 * out_x, 110 + 72 * out_y)
        places.append(MonthPlace(month, x, y, *_tenth(110 + 95 * out_x, 110 + 95 * out_y)))
    return YearRing(year, tuple(places))


def _tenth(x: float, y: float) -> tuple[float, float]:
    return round(x, 1), round(y, 1)
