"""Seams chosen by ear: where a line ends and a stanza breathes (rules 6, 7 and 12).

Lines and stanzas are each chosen all at once, as a typesetter breaks a paragraph: every way of
breaking has a cost, and the cheapest whole is taken. The costs are the ear; they were tuned by reading.
"""

from collections.abc import Sequence
from itertools import pairwise

from checkins.stitching.ear import Ending, Heard
from checkins.stitching.joints import Joint, joints_of
from checkins.stitching.phrases import Seam

_FULL = 50  # columns; a line of several phrases is rarely longer
_THIN = 30  # columns; a line of one phrase may be shorter, at a price
_WIDEST = 58  # columns; no line of several phrases is longer
_HINGE = 38  # columns; a line that stands alone is rarely longer
_APART = 3  # stanzas between two hinges, if it can be
_AGAIN = (1.2, 0.6, 0.3, 0.0)  # what a hinge costs so few stanzas after another
_TALLEST = 6  # rows of a stanza


def by_ear(heard: Sequence[Heard], echoes: Sequence[float]) -> list[Seam]:
    """The seam before each phrase, for phrases in their final order; the first is always a stanza.

    ``echoes`` says how strongly each phrase echoes the next.
    """
    joints = joints_of(heard, echoes)
    lines = _lines(heard, joints)
    chosen = [joint[0] if joint else Seam.LINE for joint in (None, *joints)]
    for start in lines:
        chosen[start] = Seam.LINE
    for start in _stanzas(heard, joints, echoes, lines):
        chosen[start] = Seam.STANZA
    return chosen


def by_breath(waves: Sequence[Sequence[Sequence[Heard]]]) -> list[Seam]:
    """Rule 12: the seams of waves of strands: each wave a stanza, each strand a line, so that they are seen."""
    chosen: list[Seam] = []
    for wave in waves:
        for place, strand in enumerate(wave):
            inner = by_ear(strand, [0.0] * (len(strand) - 1))[1:]
            opening = Seam.LINE if place else Seam.STANZA
            chosen += [opening, *(Seam.LINE if seam is Seam.STANZA else seam for seam in inner)]
    return chosen


def _lines(heard: Sequence[Heard], joints: Sequence[Joint | None]) -> list[int]:
    """Rule 6: where lines begin, so that they are full but not too full, and joints come easily."""
    # For each place: what the cheapest lines up to it cost, and where the last of them begins.
    best: list[tuple[float, int]] = [(0.0, 0)]
    for stop in range(1, len(heard) + 1):
        ways = []
        width, rough, dashes = heard[stop - 1].width, 0.0, 0
        for start in reversed(range(stop)):
            if start < stop - 1:
                joint = joints[start]
                width += heard[start].width + 2
                if joint is None or width > _WIDEST:
                    break
                dashes += joint[0] is Seam.DASH
                rough += 0.5 * (1 - joint[1]) + 0.4 * (joint[0] is Seam.DASH and dashes > 1)
            price = _fit(width, several=start < stop - 1) + rough
            if start and (parted := joints[start - 1]):
                price += 0.45 * parted[1]
            ways.append((best[start][0] + price, start))
        best.append(min(ways))
    return _trace([start for _, start in best])


def _fit(width: int, *, several: bool) -> float:
    """What a line costs for being thin, or too wide where it need not be."""
    return 0.8 * max(0.0, 1 - width / _THIN) ** 2 + several * max(0.0, (width - _FULL) / 8) ** 2


def _trace(starts: Sequence[int]) -> list[int]:
    found, stop = [], len(starts) - 1
    while stop:
        stop = starts[stop]
        found.append(stop)
    return found[::-1]


type _State = tuple[int, int]  # rows of the last stanza; stanzas since the last hinge, none if it is one


def _stanzas(
    heard: Sequence[Heard], joints: Sequence[Joint | None], echoes: Sequence[float], lines: Sequence[int]
) -> list[int]:
    """Rule 7: where stanzas begin: two to five lines, parted where little holds them together."""
    spans = [heard[start:stop] for start, stop in pairwise((*lines, len(heard)))]
    rows = [span[0].rows if len(span) == 1 else 1 for span in spans]
    hinges = [_hinge(span) for span in spans]
    bonds = [_bond(heard[at - 1], heard[at], joints[at - 1], echoes[at - 1]) for at in lines[1:]]
    parting = [0.0, *bonds]
    hinges[0] += 0.6 * (len(lines) > 1)
    # For each number of lines, and each state it may end in: the cost, and the way that led there.
    best: list[dict[_State, tuple[float, int, _State]]] = [{(0, _APART): (0.0, 0, (0, 0))}]
    for stop in range(1, len(lines) + 1):
        ways: dict[_State, tuple[float, int, _State]] = {}
        size = 0
        for start in range(stop - 1, -1, -1):
            size += rows[start]
            if size > _TALLEST and start < stop - 1:
                break
            price = parting[start] + (hinges[start] if size == 1 else _tall(size))
            for before, (spent, _, _) in best[start].items():
                again = _AGAIN[before[1]] if size == 1 else 0.12 * (size == before[0])
                state = min(size, _TALLEST), 0 if size == 1 else min(before[1] + 1, _APART)
                way = spent + price + again, start, before
                ways[state] = min(ways.get(state, way), way)
        best.append(ways)
    found, stop = [], len(lines)
    state = min(best[stop], key=lambda state: best[stop][state])
    while stop:
        _, stop, state = best[stop][state]
        found.append(lines[stop])
    return found[::-1]


def _bond(one: Heard, other: Heard, joint: Joint | None, echo: float) -> float:
    """How much holds a line that begins with ``other`` to the line before it, which ends with ``one``."""
    bond = 0.8 * min(1.0, 2 * echo) + (joint[1] if joint else 0.0)
    bond += 0.4 * (other.reaches or one.leans) + 0.2 * (one.ending is Ending.PAUSE)
    bond -= 0.15 * (one.ending is Ending.STOP)
    return bond + 0.3 * (one.speaker is not None and one.speaker == other.speaker)


def _tall(rows: int) -> float:
    """What a stanza of several rows costs: three is best."""
    return (0.1, 0.0, 0.1, 0.35)[rows - 2] if rows < 6 else 0.3 * (rows - 4)


def _hinge(line: Sequence[Heard]) -> float:
    """What a line costs as a stanza of its own: nothing if it is short and says I, asks or cries out."""
    if sum(one.width + 2 for one in line) > _HINGE:
        return 0.7
    return -0.15 if any(one.own or one.cry or (one.asks and not one.states) for one in line) else 0.3
