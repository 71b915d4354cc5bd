"""How long a rota takes, and how good it is: beside the simplest one, and beside the best there is.

Milliseconds of the processor are printed beside what they should keep to; what to watch are the ratios,
which compare two things measured in the same run. The simplest rota, a list of names, looks at nothing but who is
away or unwilling; the best, of a hundred smaller circles, is on file (`make optimum`). All are counted alike.
"""

import random
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import product
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from gatherings.rotation import Turn
from gatherings.rotation.draft import Draft
from gatherings.rotation.proposing import arrange
from gatherings.rotation.score import breakdown
from tests.gatherings.optimum import RULES, case_of, counted, known, reading_of
from tests.gatherings.rotas import Question, held, plain, turn
from tests.gatherings.years import in_turn, kind_of, year

CASES = 10


@dataclass(frozen=True)
class Kind:
    """Circles of one size, by the shares of evenings away and roles unwilling, and gatherings in the past."""

    name: str
    gatherings: int
    roles: int
    people: int
    away: float = 0.0
    unwilling: float = 0.0
    past: int = 0
    within: str = ""

    def questions(self) -> list[Question]:
        return [self.question(seed) for seed in range(CASES)]

    def question(self, seed: int) -> Question:
        chance = random.Random(f"{self.name} {seed}")
        people, roles = range(self.people), range(self.roles)
        away = {pair for pair in product(people, range(self.gatherings)) if chance.random() < self.away}
        unwilling = {pair for pair in product(people, roles) if chance.random() < self.unwilling}
        asked = plain(self.gatherings, self.roles, self.people, away=away, unwilling=unwilling)
        before = plain(self.past, self.roles, self.people).answer().turns if self.past else []
        past = [turn(each.gathering.key - self.past, each.role, each.person) for each in before]
        chance.shuffle(past)
        return replace(asked, history=past[: len(past) * 4 // 5])


KINDS = [
    Kind("12 people, 6 roles, 12 months, all there", 12, 6, 12, within="50 ms"),
    Kind("the same, one evening in ten away, a past", 12, 6, 12, 0.1, 0.05, 12, within="50 ms, the median"),
    Kind("12 people, 4 roles, one evening in six away", 12, 4, 12, 0.16, 0.1, 9),
    Kind("30 people, 6 roles, one evening in ten away", 12, 6, 30, 0.1, 0.05, 12),
    Kind("60 people, 10 roles, one evening in ten away", 12, 10, 60, 0.1, 0.05, 12),
]


def milliseconds(call: Callable[[], object]) -> float:
    """The quickest of three."""
    times = []
    for _ in range(3):
        began = time.process_time()
        call()
        times.append(time.process_time() - began)
    return min(times) * 1000


def counts(question: Question, turns: list[Turn]) -> tuple[int, int, int]:
    """Spread of totals, leads and turns too soon, as the rules count them."""
    reading = reading_of(question)
    draft = Draft(reading.case())
    for each in turns:
        draft.give(
            reading.gathering_at[each.gathering.key],
            reading.role_at[each.role],
            reading.person_at[each.person],
        )
    counted = breakdown(draft)
    return max(draft.total) - min(draft.total), counted["lead"], counted["soon"]


def fairness(kind: Kind) -> None:
    """How long and how good, against the list of names."""
    took, simply, ours, simplest = [], [], [], []
    for question in kind.questions():
        took.append(milliseconds(question.answer))
        simply.append(milliseconds(lambda question=question: in_turn(question)))
        ours.append(counts(question, question.answer().turns))
        simplest.append(counts(question, in_turn(question)))
    took.sort()
    print(f"\n{kind.name}{f' (within {kind.within})' if kind.within else ''}")
    print(f"  median {took[len(took) // 2]:.1f} ms, longest {took[-1]:.1f} ms")
    print(f"  {sum(took) / sum(simply):.0f} times as long as the list")
    for what, place in (("widest spread of totals", 0), ("leads", 1), ("turns too soon", 2)):
        gather = max if place == 0 else sum
        print(f"  {what}: {gather(c[place] for c in ours)}, the list {gather(c[place] for c in simplest)}")


def disturbance(kind: Kind) -> None:
    """How many standing turns change when one person falls away once, against proposing all anew."""
    took, changed, anew = [], 0, 0
    for seed, question in enumerate(kind.questions()):
        stood = question.answer().turns
        lost = random.Random(seed).choice(stood)
        again = replace(question, away=question.away | {(lost.person, lost.gathering.key)}, standing=stood)
        took.append(milliseconds(again.answer))
        changed += len(held(stood) - held(again.answer().turns))
        anew += len(held(stood) - held(again.answer(standing=[]).turns))
    took.sort()
    print(f"  one falls away: {changed / CASES:.1f} turns change, {anew / CASES:.1f} if all is proposed anew")
    print(f"    median {took[len(took) // 2]:.1f} ms, longest {took[-1]:.1f} ms")


def beside_the_optimum() -> None:
    """What each rule counts in a hundred years, and in how many of them it is the least it can be."""
    years = [(kind_of(seed), counted(arrange(case_of(year(seed)))), best) for seed, best in known().items()]
    print(
        f"\n{len(years)} years beside the optimum: counted, least possible, years at the least, farthest from it"
    )
    for rule in (*RULES, "spread"):
        over = [reached[rule] - best[rule] for _, reached, best in years]
        least = sum(best[rule] for *_, best in years)
        print(f"  {rule}: {least + sum(over)}, {least}, {sum(each <= 0 for each in over)}, {max(over)}")
    print("  years in which all rules are kept as well as can be, by kind:")
    for kind in dict.fromkeys(kind for kind, *_ in years):
        alike = [
            all(reached[rule] == best[rule] for rule in RULES) for of, reached, best in years if of == kind
        ]
        print(f"    {kind}: {sum(alike)} of {len(alike)}")


if __name__ == "__main__":
    for kind in KINDS:
        fairness(kind)
        disturbance(kind)
    beside_the_optimum()
