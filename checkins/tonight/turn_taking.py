"""Whose turn it is in a round: first volunteers, then round the circle, and who passed is asked again at the end.

1. Nobody is next before the first volunteer has spoken.
2. Then it goes round: next is the first seat after the one that spoke last to which it has not come yet.
3. Once it has come to everybody, who passed for now is asked again, going round likewise.
4. Who speaks out of turn does so; the round goes on from there. When every flame burns, nobody is next.
"""

from collections.abc import Sequence
from enum import Enum, auto


class Turn(Enum):
    """Where one seat is in a round."""

    TO_COME = auto()
    PASSED = auto()
    DONE = auto()


def next_seat(turns: Sequence[Turn], *, last: int | None) -> int | None:
    """Return the index of the seat that is next, of seats in the order of the ring; None where nobody is.

    `last` is the index of the seat that spoke last, None where nobody has.
    """
    if last is None:
        return None
    after: list[int] = [*range(last + 1, len(turns)), *range(last + 1)]
    for asked in (Turn.TO_COME, Turn.PASSED):
        for index in after:
            if turns[index] == asked:
                return index
    return None
