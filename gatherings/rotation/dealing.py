"""One gathering dealt anew, the best way there is while all others stay as they are.

The network has a node for each role and one for the bench, where everybody sits for whom a role would be one
more. A ring in it passes roles on: one takes over from the next, somebody leaves for the bench, somebody else
comes from it. When no ring makes it cheaper, the gathering is dealt as well as can be. A second role costs
its holder rule 3, so it is given only where it must be.
"""

from typing import NamedTuple

from gatherings.rotation import prices
from gatherings.rotation.draft import Draft, Hands
from gatherings.rotation.rings import Arc, carry_out, find_ring
from gatherings.rotation.score import DOUBLE, LEAD, leads

_AT_ALL_COSTS = DOUBLE << 24


class Wish(NamedTuple):
    """That a person is dealt this role at a gathering; or, without a role, that they are dealt none."""

    person: int
    role: int | None = None


class Between(NamedTuple):
    """Who alone may come to have one role fewer at a gathering, and who alone one more."""

    fewer: frozenset[int]
    more: frozenset[int]


def fill(draft: Draft, gathering: int) -> None:
    """Give each empty seat to whoever comes cheapest; if there were any, deal the gathering anew."""
    given = False
    for role, need in enumerate(draft.case.need[gathering]):
        while len(draft.dealt[role][gathering]) < need:
            table = _Table(draft, gathering)
            found = table.cheapest(role, table.turns())
            if not found:
                break
            draft.give(gathering, role, found[1])
            given = True
    if given:
        deal(draft, gathering)


def deal(draft: Draft, gathering: int, wish: Wish | None = None, between: Between | None = None) -> int:
    """Deal a gathering anew and return by how much the score changes.

    It never rises, and equally good hands stay as they are; but a wish is granted whatever it costs. One
    that cannot be granted changes nothing, and 0 is returned.
    """
    table = _Table(draft, gathering, wish, between)
    ring = table.ring()
    if not ring:
        return 0
    before, change, beyond = draft.hands(gathering), 0, table.beyond_prices()
    while ring:
        change += table.cost(ring)
        carry_out(draft, ring)
        ring = table.ring()
    change += table.beyond_prices() - beyond
    if not table.granted() or (wish is None and change >= 0):
        draft.lay(gathering, before)
        return 0
    return change


class _Table:
    """The prices at one gathering while all others are as they are; a wish bends them."""

    def __init__(
        self, draft: Draft, gathering: int, wish: Wish | None = None, between: Between | None = None
    ) -> None:
        everybody = frozenset(range(draft.case.people))
        self.draft, self.gathering, self.wish = draft, gathering, wish
        self.between = between or Between(everybody, everybody)
        self.need = draft.case.need[gathering]
        self.bench = len(self.need)
        self.offers = [
            prices.of_role(draft, gathering, role) if need else {} for role, need in enumerate(self.need)
        ]
        if wish:
            for role, offers in enumerate(self.offers):
                if wish.person in offers and self._bend(role, wish.person):
                    bent = offers[wish.person] + self._bend(role, wish.person)
                    self.offers[role] = offers | {wish.person: bent}

    def ring(self) -> list[Arc]:
        """An exchange after which the hands are cheaper, if there is one."""
        return find_ring(self.bench + 1, self._arcs())

    def cost(self, ring: list[Arc]) -> int:
        """What an exchange changes by these prices."""
        cost = sum(arc[2] for arc in ring)
        leaves = [arc[3][2] for arc in ring if arc[0] == self.bench and arc[3]]
        comes = [arc[4][2] for arc in ring if arc[1] == self.bench and arc[4]]
        if leaves and leaves == comes:  # they have neither one role more nor one fewer
            cost -= self._turn(leaves[0]) - self._turn(leaves[0], less=1)
        return cost

    def beyond_prices(self) -> int:
        """What the prices of the present hands leave out of their score."""
        beyond = 0
        for role, people in enumerate(self._hands()):
            beyond -= sum(self._bend(role, person) for person in people)
            if people and self.draft.case.shared[role]:
                estimate = prices.leads_of(self.draft, self.gathering, role)
                beyond += LEAD * (leads(self.draft, role) - sum(estimate[person] for person in people))
        return beyond

    def turns(self) -> dict[int, int]:
        """The price of one turn more, whichever the role, for each who may come to have one."""
        return {person: self._turn(person) for person in self.between.more}

    def cheapest(self, role: int, turns: dict[int, int]) -> tuple[int, int] | None:
        """The lowest price for a role among those who do not hold it, and whose it is."""
        offers, holders = self.offers[role], self.draft.dealt[role][self.gathering]
        may = [person for person in turns if person in offers and person not in holders]
        return min([(offers[person] + turns[person], person) for person in may], default=None)

    def granted(self) -> bool:
        """Whether it came as wished."""
        if self.wish is None:
            return True
        roles = [role for role, people in enumerate(self._hands()) if self.wish.person in people]
        return not roles if self.wish.role is None else self.wish.role in roles

    def _hands(self) -> Hands:
        return self.draft.hands(self.gathering)

    def _bend(self, role: int, person: int) -> int:
        if self.wish is None or person != self.wish.person:
            return 0
        if self.wish.role is None:
            return _AT_ALL_COSTS
        return -_AT_ALL_COSTS if role == self.wish.role else 0

    def _turn(self, person: int, less: int = 0) -> int:
        """The price of one turn more, whichever the role; with `less`, of the last one they have."""
        load = self.draft.load[self.gathering][person] - less
        price = prices.of_turn(self.draft, person, load, self.draft.total[person] - less)
        return price if load else price + prices.of_coming(self.draft, self.gathering, person)

    def _arcs(self) -> list[Arc]:
        gathering, hands, bench = self.gathering, self._hands(), self.bench
        arcs: list[Arc] = []
        turns = self.turns()
        for role, people in enumerate(hands):
            for person in people:
                price, gone = self.offers[role][person], (gathering, role, person)
                if person in self.between.fewer:
                    arcs.append((bench, role, -price - self._turn(person, less=1), gone, None))
                for taker, offers in enumerate(self.offers):
                    if person in offers and person not in hands[taker]:
                        taken = (gathering, taker, person)
                        arcs.append((taker, role, offers[person] - price, gone, taken))
            if people and (found := self.cheapest(role, turns)):
                arcs.append((role, bench, found[0], None, (gathering, role, found[1])))
        return arcs
