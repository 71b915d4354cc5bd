"""The question as it is asked, turned into whole numbers (`case.py`)."""

from collections.abc import Hashable, Iterable, Sequence, Set

from gatherings.rotation import estimates
from gatherings.rotation.case import Case, PerSeat
from gatherings.rotation.ledger import Ledger
from gatherings.rotation.values import Candidate, Gathering, Role, Turn


class Reading[K: Hashable]:
    """What was asked, put in order. Raises ValueError where a key is given twice."""

    def __init__(
        self,
        gatherings: Sequence[Gathering[K]],
        roles: Sequence[Role[K]],
        people: Sequence[Candidate[K]],
        *,
        history: Sequence[Turn[K]],
        kept: Sequence[Turn[K]],
        standing: Sequence[Turn[K]],
        away: Set[tuple[K, K]],
        unwilling: Set[tuple[K, K]],
    ) -> None:
        self.gatherings = sorted(gatherings, key=lambda gathering: gathering.day)
        self.gathering_at = _places("gathering", (gathering.key for gathering in self.gatherings))
        self.people = list(people)
        self.person_at = _places("person", (person.key for person in people))
        self.kept = [turn for turn in kept if turn.gathering.key in self.gathering_at]
        others = [turn for turn in (*history, *kept) if turn.gathering.key not in self.gathering_at]
        self.past = sorted(others, key=lambda turn: turn.gathering.day)
        given = {role.key for role in roles}
        only_kept = dict.fromkeys(turn.role for turn in self.kept if turn.role not in given)
        self.roles = [*roles, *(Role(key, seats=0) for key in only_kept)]
        self.role_at = _places("role", (role.key for role in self.roles))
        self.standing, self.away, self.unwilling = standing, away, unwilling
        self.here = [
            [at for at, person in enumerate(self.people) if person.joined <= gathering.day]
            for gathering in self.gatherings
        ]
        self.held = self._seated(self.kept)
        self.may = [[self._may(g, r) for r in range(len(self.roles))] for g in range(len(self.gatherings))]

    def case(self) -> Case:
        """The whole question in numbers."""
        taken = [[len(people) for people in row] for row in self.kept_by_seat()]
        need = [
            [
                min(max(0, role.seats - already), len(may))
                for role, already, may in zip(self.roles, row, may_row, strict=True)
            ]
            for row, may_row in zip(taken, self.may, strict=True)
        ]
        filled = [
            [a + b for a, b in zip(row, need_row, strict=True)]
            for row, need_row in zip(taken, need, strict=True)
        ]
        waiting = [self._waiting(role) for role in range(len(self.roles))]
        day, served, past = self._days()
        return Case(
            people=len(self.people),
            gatherings=len(self.gatherings),
            roles=len(self.roles),
            may=self.may,
            kept=self.held,
            need=need,
            head_start=estimates.head_starts(self.people, self.gatherings, filled, self.here),
            standing=self._standing(),
            rung=[self._rungs(role, waiting[role], filled) for role in range(len(self.roles))],
            shared=[
                any(row[role] + len(held[role]) > 1 for row, held in zip(need, self.held, strict=True))
                for role in range(len(self.roles))
            ],
            waiting=waiting,
            day=day,
            served=served,
            pace=estimates.pace(filled, self.here),
            new=self._new(),
            demanding=[role.demanding for role in self.roles],
            last_year=estimates.last_year(self.people, self.past, self.gatherings[0].day),
            held=past,
            cycle=[
                max(1, -(-len(line[-1]) // max(1, role.seats)))
                for line, role in zip(waiting, self.roles, strict=True)
            ],
        )

    def kept_by_seat(self) -> PerSeat[list[K]]:
        """Who holds each role at each gathering by kept turns, people who have left included."""
        holders: PerSeat[dict[K, None]] = [[{} for _ in self.roles] for _ in self.gatherings]
        for turn in self.kept:
            holders[self.gathering_at[turn.gathering.key]][self.role_at[turn.role]][turn.person] = None
        return [[list(people) for people in row] for row in holders]

    def _seated(self, turns: Iterable[Turn[K]]) -> PerSeat[tuple[int, ...]]:
        """Turns by gathering and role, those left out that speak of anything unknown."""
        people: PerSeat[set[int]] = [[set() for _ in self.roles] for _ in self.gatherings]
        for turn in turns:
            gathering = self.gathering_at.get(turn.gathering.key)
            role, person = self.role_at.get(turn.role), self.person_at.get(turn.person)
            if gathering is not None and role is not None and person is not None:
                people[gathering][role].add(person)
        return [[tuple(sorted(holders)) for holders in row] for row in people]

    def _may(self, gathering: int, role: int) -> tuple[int, ...]:
        """Whom the rules allow there (rule 1), those left out who hold the role already."""
        where, what = self.gatherings[gathering].key, self.roles[role].key
        return tuple(
            at
            for at in self.here[gathering]
            if (self.people[at].key, where) not in self.away
            and (self.people[at].key, what) not in self.unwilling
            and at not in self.held[gathering][role]
        )

    def _standing(self) -> PerSeat[frozenset[int]]:
        """The standing turns that may stay."""
        return [
            [frozenset(people).intersection(may) for people, may in zip(row, may_row, strict=True)]
            for row, may_row in zip(self._seated(self.standing), self.may, strict=True)
        ]

    def _waiting(self, role: int) -> list[tuple[int, ...]]:
        """Who has joined by each gathering and can hold the role at one of them; in the order they joined."""
        able = {at for row in (*self.may, *self.held) for at in row[role]}
        joined: dict[int, None] = {}
        line = []
        for here in self.here:
            joined |= dict.fromkeys(at for at in here if at in able)
            line.append(tuple(joined))
        return line

    def _rungs(self, role: int, waiting: list[tuple[int, ...]], filled: PerSeat[int]) -> list[int]:
        held = [
            (turn.gathering.day, self.person_at[turn.person])
            for turn in self.past
            if turn.role == self.roles[role].key and turn.person in self.person_at
        ]
        return estimates.rungs(self.people, waiting, held, [row[role] for row in filled])

    def _days(self) -> tuple[list[int], list[list[int]], list[list[list[int]]]]:
        """Each gathering of the window in the order of all that are known; and the past turns in it."""
        past = {turn.gathering.day for turn in self.past}
        window = list(enumerate(gathering.day for gathering in self.gatherings))
        order = sorted([(day, -1) for day in past] + [(day, at) for at, day in window])
        place = {what: at for at, what in enumerate(order)}
        served: list[set[int]] = [set() for _ in self.people]
        held: list[list[set[int]]] = [[set() for _ in self.people] for _ in self.roles]
        for turn in self.past:
            person, role = self.person_at.get(turn.person), self.role_at.get(turn.role)
            if person is not None:
                served[person].add(place[turn.gathering.day, -1])
                if role is not None:
                    held[role][person].add(place[turn.gathering.day, -1])
        return (
            [place[day, at] for at, day in window],
            [sorted(days) for days in served],
            [[sorted(days) for days in people] for people in held],
        )

    def _new(self) -> list[frozenset[int]]:
        ledger = Ledger([*self.past, *self.kept])
        days = sorted({turn.gathering.day for turn in self.past} | {g.day for g in self.gatherings})
        return [
            frozenset(self.person_at[key] for key in ledger.newcomers(self.people, gathering.day, days))
            for gathering in self.gatherings
        ]


def _places[K: Hashable](what: str, keys: Iterable[K]) -> dict[K, int]:
    places: dict[K, int] = {}
    for key in keys:
        if key in places:
            raise ValueError(f"The {what} {key!r} is given twice.")
        places[key] = len(places)
    return places
