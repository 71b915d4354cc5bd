"""A rota in the making: who is dealt what, and the counts that follow."""

from bisect import insort
from collections.abc import Iterable

from gatherings.rotation.case import Case

type Hands = list[tuple[int, ...]]  # [role]: the people dealt it at one gathering
type Move = tuple[int, int, int]  # gathering, role, person


class Draft:
    """Starts with the kept turns alone. Only `give` and `take` change it, and both keep the counts right."""

    def __init__(self, case: Case) -> None:
        self.case = case
        self.dealt: list[Hands] = [[() for _ in range(case.gatherings)] for _ in range(case.roles)]
        self.times = [[0] * case.people for _ in range(case.roles)]  # [role][person], kept turns included
        self.total = list(case.head_start)  # [person]
        self.load = [[0] * case.people for _ in range(case.gatherings)]  # [gathering][person]
        self.days = [list(days) for days in case.served]  # [person] days with a role, in order
        self.role_days = [[list(days) for days in people] for people in case.held]  # [role][person]
        # Prices worked out so far, by all they depend on (`prices.py`).
        self.role_prices: dict[object, dict[int, int]] = {}
        self.coming_prices: dict[object, int] = {}
        for gathering, kept in enumerate(case.kept):
            for role, people in enumerate(kept):
                for person in people:
                    self._count(gathering, role, person)

    def give(self, gathering: int, role: int, person: int) -> None:
        """Deal a role to a person."""
        people = self.dealt[role][gathering]
        self.dealt[role][gathering] = tuple(sorted((*people, person)))
        self._count(gathering, role, person)

    def take(self, gathering: int, role: int, person: int) -> None:
        """Take a dealt role back."""
        people = self.dealt[role][gathering]
        self.dealt[role][gathering] = tuple(other for other in people if other != person)
        self.times[role][person] -= 1
        self.total[person] -= 1
        self.load[gathering][person] -= 1
        day = self.case.day[gathering]
        self.role_days[role][person].remove(day)
        if not self.load[gathering][person]:
            self.days[person].remove(day)

    def exchange(self, taken: Iterable[Move], given: Iterable[Move]) -> None:
        """Take some turns back and deal others."""
        for move in taken:
            self.take(*move)
        for move in given:
            self.give(*move)

    def hands(self, gathering: int) -> Hands:
        """What is dealt at a gathering, to come back to."""
        return [line[gathering] for line in self.dealt]

    def lay(self, gathering: int, hands: Hands) -> None:
        """Deal a gathering as given, in place of what is dealt there."""
        for role, (now, then) in enumerate(zip(self.hands(gathering), hands, strict=True)):
            if now != then:
                self.exchange(
                    [(gathering, role, person) for person in now],
                    [(gathering, role, person) for person in then],
                )

    def _count(self, gathering: int, role: int, person: int) -> None:
        self.times[role][person] += 1
        self.total[person] += 1
        self.load[gathering][person] += 1
        day = self.case.day[gathering]
        insort(self.role_days[role][person], day)
        if self.load[gathering][person] == 1:
            insort(self.days[person], day)
