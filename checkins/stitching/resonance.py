"""Seating what echoes side by side (rule 11): a way through all of it that ends where it should."""

from collections import deque
from collections.abc import Iterator, Sequence

type Web = Sequence[dict[int, float]]  # for each place, those it echoes and how strongly

# A stretch of an order by its first and last index, and what becomes of it: 0, it is turned round;
# 1, its first goes to its end; -1, its last to its beginning.
type _Way = tuple[int, int, int]

_NEAR = 8  # so many echoes of a place are tried; more would only cost time
_TRIES = 40  # for each place, on average; it settles sooner
_WORTH = 1e-5  # less gain than this is rounding


def seated(web: Web, last: int) -> list[int]:
    """The places of ``web`` in an order whose neighbours echo strongly, with ``last`` at its end.

    The strongest echoes are linked first, and the chains so made follow each other as spoken. Then
    a stretch is turned round, or one place moved, wherever that brings more echo, until nothing does.
    """
    near = [sorted(others, key=lambda other: (-others[other], other))[:_NEAR] for others in web]
    order = _Order(_chained(web, near, last), web)
    waiting, queued = deque(range(len(web))), [True] * len(web)
    for _ in range(_TRIES * len(web)):
        if not waiting:
            break
        one = waiting.popleft()
        queued[one] = False
        for place in order.settle(one, near[one]):
            if not queued[place]:
                waiting.append(place)
                queued[place] = True
    return order.places[1:]


def _chained(web: Web, near: Sequence[Sequence[int]], last: int) -> list[int]:
    """The strongest echo first, unless a place has its neighbours already or a ring would close."""
    chains = [[place] for place in range(len(web))]
    pairs = {(min(one, other), max(one, other)) for one, others in enumerate(near) for other in others}
    for one, other in sorted(pairs, key=lambda pair: (-web[pair[0]][pair[1]], pair)):
        head, tail = chains[one], chains[other]
        ends = one in (head[0], head[-1]) and other in (tail[0], tail[-1])
        if not ends or head is tail or last in (one, other):
            continue
        if head[-1] != one:
            head.reverse()
        if tail[0] != other:
            tail.reverse()
        head += tail
        for place in tail:
            chains[place] = head
    order: list[int] = []
    for place, chain in enumerate(chains):
        if place == min(chain) and place != last:
            order += chain if chain.index(place) * 2 < len(chain) else chain[::-1]
    return [*order, last]


class _Order:
    """An order under way. Before its first place stands one more, which echoes nothing."""

    def __init__(self, places: Sequence[int], web: Web) -> None:
        self._web = [*web, {}]
        self.places = [len(web), *places]
        self._where = sorted(range(len(self.places)), key=self.places.__getitem__)

    def settle(self, one: int, near: Sequence[int]) -> list[int]:
        """Seat beside ``one`` the first of ``near`` that brings more echo in all; gives whose neighbours changed."""
        for other in near:
            here, there = self._where[one], self._where[other]
            beside = self._echo(here, here + 1) if here + 1 < len(self.places) else 0.0
            if self._web[one][other] <= min(self._echo(here - 1, here), beside):
                break
            if abs(here - there) == 1:
                continue
            gain, way = max((self._gain(*way), way) for way in self._ways(here, there))
            if gain > _WORTH:
                return self._go(*way)
        return []

    def _ways(self, here: int, there: int) -> Iterator[_Way]:
        """Each way to seat two side by side that leaves the first and the last of all where they are."""
        low, high, end = min(here, there), max(here, there), len(self.places) - 1
        yield low, high - 1, 0
        if high < end:
            yield low + 1, high, 0
        if here < there < end:
            yield here, there, -1
            yield here + 1, there, -1
        elif there < here:
            yield there, here - 1, 1
            if here < end:
                yield there, here, 1

    def _gain(self, first: int, last: int, way: int) -> float:
        """How much echo more: the joints as they would be, less those as they are."""
        echo = self._echo
        less = echo(first - 1, first) + echo(last, last + 1)
        if way == 0:
            return echo(first - 1, last) + echo(first, last + 1) - less
        if way > 0:
            less += echo(first, first + 1)
            return echo(first - 1, first + 1) + echo(last, first) + echo(first, last + 1) - less
        less += echo(last - 1, last)
        return echo(first - 1, last) + echo(last, first) + echo(last - 1, last + 1) - less

    def _go(self, first: int, last: int, way: int) -> list[int]:
        stretch = self.places[first : last + 1]
        self.places[first : last + 1] = stretch[way:] + stretch[:way] if way else stretch[::-1]
        for index in range(first, last + 1):
            self._where[self.places[index]] = index
        edges = {first - 1, first, first + 1, last - 1, last, last + 1}
        return [self.places[index] for index in sorted(edges) if index]

    def _echo(self, index: int, other: int) -> float:
        return self._web[self.places[index]].get(self.places[other], 0.0)
