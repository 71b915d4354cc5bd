"""Rings of exchange: each gives something up to the next, and everybody together is better off.

A ring is a cycle of negative cost in a network of arcs (Bellman and Ford). Where a rota's price is what its
arcs cost, the rota without such a ring is the best there is (Klein 1967).
"""

from collections.abc import Sequence

from gatherings.rotation.draft import Draft, Move

type Arc = tuple[int, int, int, Move | None, Move | None]


def carry_out(draft: Draft, ring: Sequence[Arc]) -> None:
    """Take and give what the arcs of a ring say."""
    draft.exchange([arc[3] for arc in ring if arc[3]], [arc[4] for arc in ring if arc[4]])


def find_ring(nodes: int, arcs: Sequence[Arc]) -> list[Arc]:
    """A cycle that costs less than nothing, or an empty list where there is none."""
    cost = [0] * nodes
    came: list[Arc | None] = [None] * nodes
    while True:
        lowered = False
        for arc in arcs:
            price = cost[arc[0]] + arc[2]
            if price < cost[arc[1]]:
                cost[arc[1]] = price
                came[arc[1]] = arc
                lowered = True
        if not lowered:
            return []
        found = _cycle(came)
        if found:
            return found


def _cycle(came: Sequence[Arc | None]) -> list[Arc]:
    """A cycle among the arcs by which the nodes were last reached cheapest: it costs less than nothing."""
    seen: set[int] = set()
    for node in range(len(came)):
        walk: dict[int, Arc] = {}
        while node not in seen and (arc := came[node]):
            seen.add(node)
            walk[node] = arc
            node = arc[0]
        found: list[Arc] = []
        while node in walk:
            found.append(walk.pop(node))
            node = found[-1][0]
        if found:
            return found
    return []
