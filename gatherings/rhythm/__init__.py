"""When a circle gathers: a rule becomes dates and instants (`Rhythm`), and a sentence (`describe`)."""

from gatherings.rhythm.occurrences import LAST_WEDNESDAY, LONGEST, Occurrence, Rhythm, instant, oddity
from gatherings.rhythm.recurrence import Pattern, Refusal, RhythmRefused, describe

__all__ = [
    "LAST_WEDNESDAY",
    "LONGEST",
    "Occurrence",
    "Pattern",
    "Refusal",
    "Rhythm",
    "RhythmRefused",
    "describe",
    "instant",
    "oddity",
]
