"""Trades: two people exchange a turn each, at one gathering or at two, again and again.

Where a role came back to somebody early, or turns come too soon after one another, somebody else is asked to take that
turn and to give one of theirs for it. The way to a better rota often leads over some that are no better: so a
trade that makes it a little worse is made now and then all the same (Metropolis 1953), and in the end the best
rota seen on the way is laid. Chance is seeded: the same question has the same answer.
"""

import random
from bisect import insort
from collections.abc import Callable, Iterable, Sequence
from math import log
from typing import Final, NamedTuple

from gatherings.rotation.draft import Draft, Move
from gatherings.rotation.score import LEAD, MOVED, NEW, SOON, leads, rounds, spacing

THOUGHTS: Final = 800  # trades thought of for one rule
PATIENCE: Final = 400  # of these, in a row without a better rota
BOLDNESS: Final = 0.5  # what a trade may cost on average, as a part of one lead, or of one turn too soon
ASIDE: Final = 0.3  # how often the turn thought of is any turn, not a bent one


class Bent(NamedTuple):
    """A turn that bends a rule, and who might hold it instead."""

    turn: Move
    others: Sequence[int]


class Trade(NamedTuple):
    """Turns to be taken back, and turns to be dealt."""

    taken: list[Move]
    given: list[Move]


def trade(draft: Draft) -> int:
    """Better a full, balanced rota by trades, first in the rounds of its roles (rule 6), then in its spacing (rule 7).

    Return by how much its score falls, in units of the last of the rules before rule 9; 0 if nothing changes.
    """
    trades = _Trades(draft)
    return trades.make_for_rounds() + trades.make_for_spacing()


class _Trades:
    """All trades leave everybody as many turns as they have and, each evening, as many roles (rules 3 and 4)."""

    def __init__(self, draft: Draft) -> None:
        self.draft, self.case = draft, draft.case
        self.chance = random.Random(0)  # noqa: S311
        self.may = [[frozenset(people) for people in row] for row in draft.case.may]
        self.leads = [leads(draft, role) for role in range(draft.case.roles)]
        self.turns: list[list[Move]] = [[] for _ in range(draft.case.people)]
        for role, line in enumerate(draft.dealt):
            for gathering, people in enumerate(line):
                for person in people:
                    self.turns[person].append((gathering, role, person))
        self.spacings: dict[tuple[int, ...], int] = {}

    def make_for_rounds(self) -> int:
        """Rule 6: trade where a role came back early."""
        return self._make(
            LEAD, self._leading, range(self.case.roles), of=1, rules=[self._leads, self._spacings]
        )

    def make_for_spacing(self) -> int:
        """Rule 7: trade where turns come too soon."""
        return self._make(
            SOON, self._crowded, range(self.case.people), of=2, rules=[self._spacings, self._leads]
        )

    def _make(
        self,
        unit: int,
        find: Callable[[int], list[Bent]],
        places: Iterable[int],
        of: int,
        rules: Iterable[Callable[[Trade], int]],
    ) -> int:
        """Trade while that leads to better rotas by the rule that counts in this unit.

        `find` tells what is bent for one role or person; `of` is where a move names them.
        """
        bent = {place: find(place) for place in places}
        found = [each for part in bent.values() for each in part]
        made: list[Trade] = []
        worth, best, kept, until = 0, 0, 0, PATIENCE
        for number in range(THOUGHTS):
            if not found or number > until:
                break
            thought = self._think(found)
            limit = int(-log(1 - self.chance.random()) * BOLDNESS * unit)
            if thought is None or (change := self._change(thought, limit, rules)) > limit:
                continue
            self._carry_out(thought)
            made.append(thought)
            worth += change
            if (worth + NEW // 2) // NEW < best:
                best, kept, until = (worth + NEW // 2) // NEW, len(made), number + PATIENCE
            bent |= {place: find(place) for place in {move[of] for move in (*thought.taken, *thought.given)}}
            found = [each for part in bent.values() for each in part]
        for taken, given in reversed(made[kept:]):
            self._carry_out(Trade(given, taken))
        return -best

    def _leading(self, role: int) -> list[Bent]:
        """Where a role came back to somebody, and who was further behind and could have held it."""
        if not self.leads[role]:
            return []
        dealt, may = self.draft.dealt[role], self.case.may
        return [
            Bent((gathering, role, person), behind)
            for gathering, person, lead, rung in rounds(self.draft, role)
            if lead
            and person in dealt[gathering]
            and (behind := [other for other in may[gathering][role] if rung[other] < rung[person]])
        ]

    def _crowded(self, person: int) -> list[Bent]:
        """The turns of somebody without which fewer would come too soon, and everybody who could hold them."""
        case, days = self.case, self.draft.days[person]
        cost = self._spacing(days)
        if cost < SOON:
            return []
        found = []
        for gathering, role, _ in self.turns[person]:
            rest = [day for day in days if day != case.day[gathering]]
            if cost - self._spacing(rest) >= SOON:
                found.append(Bent((gathering, role, person), case.may[gathering][role]))
        return found

    def _think(self, bent: Sequence[Bent]) -> Trade | None:
        """Think of a trade, if it can be made."""
        draft, may, load = self.draft, self.may, self.draft.load
        turn, others = self._any_turn() if self.chance.random() < ASIDE else self._one_of(bent)
        gathering, role, person = turn
        other = self._one_of(others)
        if other in draft.dealt[role][gathering]:
            return None
        same = load[gathering][other] >= load[gathering][person]
        back = [
            move
            for move in self.turns[other]
            if (move[0] == gathering if same else load[move[0]][person] < load[move[0]][other])
            and person in may[move[0]][move[1]]
            and person not in draft.dealt[move[1]][move[0]]
        ]
        given = gathering, role, other
        if not same and draft.total[other] < draft.total[person]:
            back.append(given)
        if not back:
            return None
        theirs = self._one_of(back)
        if theirs is given:
            return Trade([turn], [given])
        return Trade([turn, theirs], [given, (theirs[0], theirs[1], person)])

    def _any_turn(self) -> Bent:
        turns: list[Move] = []
        while not turns:
            turns = self._one_of(self.turns)
        gathering, role, _ = turn = self._one_of(turns)
        return Bent(turn, self.case.may[gathering][role])

    def _one_of[T](self, these: Sequence[T]) -> T:
        return these[int(self.chance.random() * len(these))]

    def _change(self, trade: Trade, limit: int, rules: Iterable[Callable[[Trade], int]]) -> int:
        """What a trade would change by rules 5 to 8; once that is above the limit, the rest is left out."""
        change = sum(map(self._own, trade.given)) - sum(map(self._own, trade.taken))
        for rule in rules:
            if change > limit:
                break
            change += rule(trade)
        return change

    def _leads(self, trade: Trade) -> int:
        change = 0
        for role in {role for _, role, _ in trade.taken}:
            line = list(self.draft.dealt[role])
            for gathering, what, person in trade.taken:
                if what == role:
                    people = list(line[gathering])
                    people.remove(person)
                    line[gathering] = tuple(people)
            for gathering, what, person in trade.given:
                if what == role:
                    line[gathering] += (person,)
            change += leads(self.draft, role, line) - self.leads[role]
        return change * LEAD

    def _spacings(self, trade: Trade) -> int:
        return self._apart(trade.taken[0][2], trade) + self._apart(trade.given[0][2], trade)

    def _apart(self, person: int, trade: Trade) -> int:
        """What a trade would change in the spacing of one of its two."""
        load, days = self.draft.load, list(self.draft.days[person])
        for gathering in {move[0] for move in trade.taken}:
            less = sum(move[0] == gathering and move[2] == person for move in trade.taken)
            more = sum(move[0] == gathering and move[2] == person for move in trade.given)
            there = load[gathering][person]
            if there and not there - less + more:
                days.remove(self.case.day[gathering])
            elif more and not there:
                insort(days, self.case.day[gathering])
        return self._spacing(days) - self._spacing(self.draft.days[person])

    def _own(self, move: Move) -> int:
        """Rules 5 and 8 for one turn."""
        gathering, role, person = move
        stands = person in self.case.standing[gathering][role]
        return NEW * (self.case.demanding[role] and person in self.case.new[gathering]) - MOVED * stands

    def _carry_out(self, trade: Trade) -> None:
        self.draft.exchange(trade.taken, trade.given)
        for move in trade.taken:
            self.turns[move[2]].remove(move)
        for move in trade.given:
            self.turns[move[2]].append(move)
        for role in {role for _, role, _ in trade.taken}:
            self.leads[role] = leads(self.draft, role)

    def _spacing(self, days: Sequence[int]) -> int:
        key = tuple(days)
        if key not in self.spacings:
            self.spacings[key] = spacing(days, self.case.pace, self.case.day[0])
        return self.spacings[key]
