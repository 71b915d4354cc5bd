"""The orders a poem can be proposed in (rules 9 to 13).

What is ordered are strands: phrases that ran on from one another and stay together (rule 8).
Each function is given one number for each strand, and gives the strands' places.
"""

import random
from collections.abc import Sequence

from checkins.stitching.resonance import Web, seated

_WAVE = 4  # strands in one breath, about


def closing(closes: Sequence[float]) -> int:
    """Rule 10: the strand that closes best; of equals, the one spoken last."""
    return max(range(len(closes)), key=lambda place: (closes[place], place))


def resonance(web: Web, closes: Sequence[float]) -> list[int]:
    """Rule 11: what echoes sits side by side."""
    return seated(web, closing(closes))


def breath(widths: Sequence[int], closes: Sequence[float]) -> list[list[int]]:
    """Rule 12: waves, each rising from short to long and falling to short again; the last falls to the end.

    The strands are dealt by length, so that every wave has its long and its short ones; among
    those of like length the earlier spoken come in the earlier wave.
    """
    last = closing(closes)
    by_length = sorted((place for place in range(len(widths)) if place != last), key=widths.__getitem__)
    many = max(1, round(len(widths) / _WAVE))
    dealt: list[list[int]] = [[] for _ in range(many)]
    for start in range(0, len(by_length), many):
        for wave, place in zip(dealt, sorted(by_length[start : start + many]), strict=False):
            wave.append(place)
    waves = [[*wave[::2], *wave[1::2][::-1]] for wave in dealt]
    waves[-1].append(last)
    return waves


def shuffled(closes: Sequence[float], seed: int) -> list[int]:
    """Rule 13: chance, and the same chance for the same seed."""
    last = closing(closes)
    places = [place for place in range(len(closes)) if place != last]
    random.Random(seed).shuffle(places)  # noqa: S311
    return [*places, last]
