"""One gathering dealt anew, the best way there is while all others stay as they are.

The network has a node for each role and one for the bench, where everybody sits for whom a role would be one
more. A ring in it passes roles on: one takes over from the next, somebody leaves for the bench, somebody else
comes from it. When no ring makes it cheaper, the gathering is dealt as well as can be. A second role costs
its holder rule 3, so it is given only where it must be.
"""

from collections import Counter
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


def fill(draft: Draft, gathering: int) -> None:
    """Give each empty seat to whoever comes cheapest; if there were any, deal the gathering anew."""
    table, given = _Table(draft, gathering), False
    for role, need in enumerate(draft.case.need[gathering]):
        while len(draft.dealt[role][gathering]) < need:
            draft.give(gathering, role, table.cheapest(role, table.turns())[1])
            given = True
    if given:
        deal(draft, gathering)


def deal(draft: Draft, gathering: int, wish: Wish | None = None) -> int:
    """Deal a gathering anew and return by how much the score changes.

    It never rises, and equally good hands stay as they are; but a wish is granted whatever it costs. One
    that cannot be granted changes nothing, and 0 is returned.
    """
    table = _Table(draft, gathering, wish)
    ring = table.ring()
    if not ring:
        return 0
    before, worth = draft.hands(gathering), table.worth()
    while ring:
        carry_out(draft, ring)
        ring = table.ring()
    change = table.worth() - worth
    if not table.granted() or (wish is None and change >= 0):
        draft.lay(gathering, before)
        return 0
    return change


class _Table:
    """The prices at one gathering while all others are as they are; a wish bends them."""

    def __init__(self, draft: Draft, gathering: int, wish: Wish | None = None) -> None:
        self.draft, self.gathering, self.wish = draft, gathering, wish
        self.need = draft.case.need[gathering]
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
        return find_ring(len(self.need) + 1, self._arcs())

    def worth(self) -> int:
        """What the present hands add to the score, whatever was wished."""
        worth, dealt = 0, Counter[int]()
        for role, people in enumerate(self._hands()):
            dealt.update(people)
            worth += sum(self.offers[role][person] - self._bend(role, person) for person in people)
            if people and self.draft.case.shared[role]:
                estimate = prices.leads_of(self.draft, self.gathering, role)
                worth += LEAD * (leads(self.draft, role) - sum(estimate[person] for person in people))
        return worth + sum(
            self._turn(person, less) for person, count in dealt.items() for less in range(1, count + 1)
        )

    def turns(self) -> list[int]:
        """The price of one turn more for each person, whichever the role."""
        return [self._turn(person) for person in range(self.draft.case.people)]

    def cheapest(self, role: int, turns: list[int]) -> tuple[int, int]:
        """The lowest price for a role among those who do not hold it, and whose it is."""
        holders = self.draft.dealt[role][self.gathering]
        return min(
            (price + turns[person], person)
            for person, price in self.offers[role].items()
            if person not in holders
        )

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
        """The price of one turn more, whichever the role; with `less`, of the last they have, or the one before."""
        load = self.draft.load[self.gathering][person] - less
        price = prices.of_turn(self.draft, person, load, self.draft.total[person] - less)
        return price if load else price + prices.of_coming(self.draft, self.gathering, person)

    def _arcs(self) -> list[Arc]:
        gathering, hands = self.gathering, self._hands()
        bench = len(hands)
        arcs: list[Arc] = []
        turns = self.turns()
        for role, people in enumerate(hands):
            for person in people:
                price, gone = self.offers[role][person], (gathering, role, person)
                arcs.append((bench, role, -price - self._turn(person, less=1), gone, None))
                for taker, offers in enumerate(self.offers):
                    if person in offers and person not in hands[taker]:
                        taken = (gathering, taker, person)
                        arcs.append((taker, role, offers[person] - price, gone, taken))
            if len(people) < len(self.offers[role]):
                price, person = self.cheapest(role, turns)
                arcs.append((role, bench, price, None, (gathering, role, person)))
        return arcs
