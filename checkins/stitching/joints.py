"""How a phrase runs on from the one before it: what its beginning and that one's ending allow (rules 5 and 8)."""

from collections.abc import Sequence
from itertools import pairwise

from checkins.stitching.ear import Case, Ending, Heard
from checkins.stitching.phrases import Seam

type Joint = tuple[Seam, float]  # a seam inside a line, and how gladly it is made: 0 hardly, 1 of itself

_OF_ITSELF = 0.8  # a joint made this gladly was spoken in one breath
_LONGEST = 3  # phrases in a strand
_CLEAR = 0.3  # an echo this strong is heard by everybody


def joints_of(heard: Sequence[Heard], echoes: Sequence[float]) -> list[Joint | None]:
    """For each phrase but the last, how the next would run on from it in the same line, if it would.

    ``echoes`` says how strongly each phrase echoes the next.
    """
    return [_joint(one, other, echo) for (one, other), echo in zip(pairwise(heard), echoes, strict=True)]


def strands(heard: Sequence[Heard]) -> list[list[int]]:
    """Rule 8: the places of phrases that ran on from one another, as far as one voice may have said them."""
    found: list[list[int]] = []
    joints = [None, *joints_of(heard, [0.0] * (len(heard) - 1))]
    for place, joint in enumerate(joints):
        if (
            joint
            and joint[1] >= _OF_ITSELF
            and len(found[-1]) < _LONGEST
            and heard[place].may_follow(heard[place - 1])
        ):
            found[-1].append(place)
        else:
            found.append([place])
    return found


def _joint(one: Heard, other: Heard, echo: float) -> Joint | None:
    if one.ragged[1] or other.ragged[0]:
        return None
    if one.ending is Ending.PAUSE:
        return Seam.SPACE, 0.3 if other.case is Case.UPPER else 0.8
    if one.ending is not Ending.OPEN or not other.worded:
        return (Seam.SPACE, 0.3) if one.short and other.short and other.case is not Case.LOWER else None
    if other.cry and other.short:
        return Seam.DASH, 0.7
    if other.case is Case.UPPER:
        return None
    if one.leans or other.reaches:
        return Seam.SPACE, 0.9
    if other.adds and other.short and one.takes_comma:
        return Seam.COMMA, 0.8
    return _side_by_side(one, other, echo)


def _side_by_side(one: Heard, other: Heard, echo: float) -> Joint | None:
    """How two phrases share a line that neither of them asks for."""
    both_short = one.short and other.short
    if one.unspaced:
        return (Seam.SPACE, 0.3) if both_short else None
    takes_comma = one.takes_comma and other.takes_comma
    if takes_comma and both_short and other.opening == one.opening:
        return Seam.COMMA, 0.6
    if echo >= _CLEAR:
        return Seam.DASH, 0.6
    if not both_short:
        return None
    if one.states or other.states or not takes_comma:
        return Seam.DASH, 0.2
    return Seam.COMMA, 0.35
