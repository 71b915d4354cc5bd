"""The flow against the clock: when each part begins, whether all of it fits, and what is on about now.

1. The first part begins when the gathering does, each other when the one before it ends. A part without minutes takes
   none of the clock.
2. About now is the last part that has begun; beyond the last part's end it is still that one.
"""

from collections.abc import Sequence
from datetime import timedelta
from itertools import accumulate


def beginnings(minutes: Sequence[int | None]) -> list[timedelta]:
    """Return how long after the gathering's beginning each part begins (rule 1)."""
    ends = accumulate((each or 0 for each in minutes), initial=0)
    return [timedelta(minutes=at) for at, _part in zip(ends, minutes, strict=False)]


def total(minutes: Sequence[int | None]) -> int:
    """Return how many minutes all parts take."""
    return sum(each or 0 for each in minutes)


def about_now(minutes: Sequence[int | None], since: timedelta) -> int | None:
    """Return which part is on, so long after the gathering's beginning; None before it, and without parts (rule 2)."""
    begun = [place for place, at in enumerate(beginnings(minutes)) if at <= since]
    return begun[-1] if begun else None
