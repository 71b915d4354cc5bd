"""Rules 3 to 5 for circles of any size, by another road: a flow of least cost from seats to people.

A unit of flow is a turn: from a seat to a person at that gathering, where a second role costs more than the first; to
the person, where every turn costs more than the one before; and out. Units are sent one by one, each the cheapest
way there is (Jewell, Busacker and Gowen), so that what they cost together is the least that any rota costs.
"""

from collections.abc import Iterator
from heapq import heappop, heappush
from itertools import count

from gatherings.rotation.case import Case
from gatherings.rotation.draft import Draft, Move

MOVED, TOTAL, DOUBLE = 1, 1 << 16, 1 << 40
SOURCE, SINK = 0, 1


class Flow:
    """A network of arcs in pairs, there and back: where an arc leads, what it costs, what may still pass."""

    def __init__(self) -> None:
        self.leads_to: list[int] = []
        self.costs: list[int] = []
        self.room: list[int] = []
        self.leaving: dict[int, list[int]] = {SOURCE: [], SINK: []}

    def arc(self, start: int, end: int, cost: int, room: int = 1) -> int:
        """Add an arc and return its number; the number after it is the way back."""
        for node, other, price, may_pass in ((start, end, cost, room), (end, start, -cost, 0)):
            self.leaving.setdefault(node, []).append(len(self.leads_to))
            self.leads_to.append(other)
            self.costs.append(price)
            self.room.append(may_pass)
        return len(self.leads_to) - 2

    def send_all(self) -> None:
        """Send as much as can pass, each unit the cheapest way (Dijkstra, with the heights of Edmonds and Karp)."""
        height = dict.fromkeys(self.leaving, 0)
        while True:
            reached, came = self._cheapest(height)
            if SINK not in reached:
                return
            for node in height:
                height[node] += min(reached.get(node, reached[SINK]), reached[SINK])
            node = SINK
            while node != SOURCE:
                arc = came[node]
                self.room[arc] -= 1
                self.room[arc ^ 1] += 1
                node = self.leads_to[arc ^ 1]

    def _cheapest(self, height: dict[int, int]) -> tuple[dict[int, int], dict[int, int]]:
        """What it costs to reach each node that is no farther than the sink, and by which arc."""
        reached, came, order = {SOURCE: 0}, dict[int, int](), count()
        waiting, done = [(0, next(order), SOURCE)], set[int]()
        while waiting:
            cost, _, node = heappop(waiting)
            if node in done:
                continue
            done.add(node)
            if node == SINK:
                break
            for arc in self.leaving[node]:
                if self.room[arc]:
                    other = self.leads_to[arc]
                    price = cost + self.costs[arc] + height[node] - height[other]
                    if other not in done and price < reached.get(other, price + 1):
                        reached[other], came[other] = price, arc
                        heappush(waiting, (price, next(order), other))
        return {node: reached[node] for node in done}, came


def least(case: Case) -> Draft:
    """A rota that keeps rules 3 to 5 as well as any can, and knows of no other."""
    flow, nodes, offers = Flow(), count(2), dict[int, Move]()
    people = [next(nodes) for _ in range(case.people)]
    for person, had in enumerate(case.head_start):
        kept = had + sum(person in holders for row in case.kept for holders in row)
        for turn in range(kept, kept + case.gatherings * case.roles):
            flow.arc(people[person], SINK, (2 * turn + 1) * TOTAL)
    for gathering in range(case.gatherings):
        for role, person, arc in _evening(flow, nodes, people, case, gathering):
            offers[arc] = gathering, role, person
    flow.send_all()
    draft = Draft(case)
    for arc, place in offers.items():
        if not flow.room[arc]:
            draft.give(*place)
    return draft


def _evening(
    flow: Flow, nodes: Iterator[int], people: list[int], case: Case, gathering: int
) -> list[tuple[int, int, int]]:
    """The arcs of one gathering; those that stand for a turn are returned with role and person."""
    there, offers = [next(nodes) for _ in people], []
    for person, node in enumerate(there):
        kept = sum(person in holders for holders in case.kept[gathering])
        for role in range(kept, kept + case.roles):
            flow.arc(node, people[person], (2 * role + 1) * DOUBLE)
    for role, need in enumerate(case.need[gathering]):
        if need:
            seats = next(nodes)
            flow.arc(SOURCE, seats, 0, need)
            for person in case.may[gathering][role]:
                stands = person in case.standing[gathering][role]
                offers.append((role, person, flow.arc(seats, there[person], 0 if stands else MOVED)))
    return offers
