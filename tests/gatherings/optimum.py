"""The best rota there is, exactly: the rules as a program in whole numbers, solved one after the other.

Each rule becomes a sum to be made as small as can be, of the very counts that `score.breakdown` makes; what it comes to
is then a condition of all that follow. That the counts agree is looked at each time: the rota found is counted too.

Rule 6 is the one that needs a thought. All leads of a role together are the rungs its holders stood on, which
depends only on how often each held it, less the rung of whoever was furthest behind, turn by turn. So the
program wants nobody left far behind; and that nobody can be above the mean keeps it quick.
"""

import json
import zlib
from collections.abc import Iterable
from pathlib import Path

from gatherings.rotation.case import Case
from gatherings.rotation.draft import Draft
from gatherings.rotation.reading import Reading
from gatherings.rotation.score import breakdown
from tests.gatherings.programs import Program, Sum
from tests.gatherings.rotas import Question

RULES = ("double", "total", "moved", "lead", "soon", "new")  # 3 to 8, by the names of `score.breakdown`
FIXTURE = Path(__file__).with_name("optimum.json")


def known() -> dict[int, dict[str, int]]:
    """The optima on file, by seed: each rule's count, `spread`, and in `asked` what they are the answer to."""
    return {int(seed): optimum for seed, optimum in json.loads(FIXTURE.read_text()).items()}


def asked(question: Question) -> int:
    """A number that changes when the question does."""
    turns = [
        sorted((each.gathering.key, each.role, each.person) for each in these)
        for these in (question.history, question.kept, question.standing)
    ]
    rest = (
        question.gatherings,
        question.roles,
        question.people,
        sorted(question.away),
        sorted(question.unwilling),
    )
    return zlib.crc32(repr((turns, rest)).encode())


def reading_of(question: Question) -> Reading:
    """The question as `propose` reads it."""
    return Reading(
        question.gatherings,
        question.roles,
        question.people,
        history=question.history,
        kept=question.kept,
        standing=question.standing,
        away=question.away,
        unwilling=question.unwilling,
    )


def case_of(question: Question) -> Case:
    """The question in numbers."""
    return reading_of(question).case()


def spread(draft: Draft) -> int:
    """How many rounds the people of a role are apart when the window is over, all roles together."""
    apart = 0
    for rung, times, waiting in zip(draft.case.rung, draft.times, draft.case.waiting, strict=True):
        after = [rung[person] + times[person] for person in waiting[-1]]
        apart += max(after, default=0) - min(after, default=0)
    return apart


def counted(draft: Draft) -> dict[str, int]:
    """What each rule counts, and the spread."""
    counts = breakdown(draft)
    return {rule: counts[rule] for rule in RULES} | {"spread": spread(draft)}


def optimum(case: Case) -> dict[str, int]:
    """The least each rule can count, given those before it; and the least spread, given rules 3 to 5."""
    program = _Rota(case)
    least = {rule: program.least(getattr(program, rule)()) for rule in RULES[:3]}
    apart = _Rota(case)
    for rule in RULES[:3]:
        apart.least(getattr(apart, rule)(), least[rule])
    least_spread = apart.least(apart.spread())
    least |= {rule: program.least(getattr(program, rule)()) for rule in RULES[3:]}
    found = counted(program.draft())
    if any(found[rule] != least[rule] for rule in RULES) or spread(apart.draft()) != least_spread:
        raise AssertionError(f"the program says {least}, its rota counts {found}")
    return least | {"spread": least_spread}


class _Rota(Program):
    """A rota as a program: who is dealt what (rules 1 and 2), and the sums of the other rules.

    Each rule gives a constant, for what is kept, and a sum.
    """

    def __init__(self, case: Case) -> None:
        super().__init__()
        self.case = case
        self.gatherings, self.roles, self.people = map(range, (case.gatherings, case.roles, case.people))
        self.dealt: dict[tuple[int, int, int], int] = {}
        for gathering in self.gatherings:
            for role in self.roles:
                may, need = case.may[gathering][role], case.need[gathering][role]
                if need:
                    seats = {person: self.variable(whole=True) for person in may}
                    self.dealt |= {(gathering, role, person): at for person, at in seats.items()}
                    self.require([(1, at) for at in seats.values()], need, need)

    def least(self, rule: tuple[int, Sum], so_far: int | None = None) -> int:
        """How little a rule can count (or did, if that is known); from now on it counts no more."""
        constant, these = rule
        if so_far is None:
            so_far = constant + (self.minimise(these) if these else 0)
        if these:
            self.require(these, most=so_far - constant)
        return so_far

    def draft(self) -> Draft:
        """The rota last found."""
        draft = Draft(self.case)
        for place, at in self.dealt.items():
            if self.values[at] > 0.5:
                draft.give(*place)
        return draft

    def double(self) -> tuple[int, Sum]:
        """Rule 3: at each gathering, everybody's roles squared."""
        constant, these = 0, []
        for gathering in self.gatherings:
            for person in self.people:
                kept = sum(person in people for people in self.case.kept[gathering])
                constant += kept * kept
                these += self._squares(self._turns(person, [gathering]), kept)
        return constant, these

    def total(self) -> tuple[int, Sum]:
        """Rule 4: everybody's turns squared."""
        constant, these = 0, []
        for person, had in enumerate(self.case.head_start):
            had += sum(person in people for row in self.case.kept for people in row)
            constant += had * had
            these += self._squares(self._turns(person, self.gatherings), had)
        return constant, these

    def moved(self) -> tuple[int, Sum]:
        """Rule 5: standing turns that do not stand any more."""
        places = [
            (gathering, role, person)
            for gathering in self.gatherings
            for role in self.roles
            for person in self.case.standing[gathering][role]
        ]
        return len(places), [(-1, self.dealt[place]) for place in places if place in self.dealt]

    def lead(self) -> tuple[int, Sum]:
        """Rule 6: the rungs of all holders, less the rung of whoever is furthest behind, turn by turn."""
        constant, these = 0, []
        for role in self.roles:
            waiting = self.case.waiting[role]
            for person, rung in enumerate(self.case.rung[role]):
                kept = [g for g in self.gatherings if person in self.case.kept[g][role]]
                not_yet = sum(person not in waiting[g] for g in kept)
                constant += sum(range(rung + not_yet, rung + len(kept)))
                these += self._each_dearer(self._turns(person, self.gatherings, [role]), rung + len(kept))
            for gathering in self.gatherings:
                these += [(-1, behind) for behind in self._furthest_behind(role, gathering)]
        return constant, these

    def soon(self) -> tuple[int, Sum]:
        """Rule 7: turns within half a pace of the last, and third ones within a pace of the first."""
        case, these = self.case, []
        for person in self.people:
            serves: dict[int, Sum] = {day: [] for day in case.served[person]}
            for gathering, day in enumerate(case.day):
                turns = self._turns(person, [gathering])
                if any(person in people for people in case.kept[gathering]):
                    serves[day] = []
                elif turns:
                    there = self.variable(whole=True)
                    serves[day] = [(-1, there)]
                    for at in turns:
                        self.require([(1, there), (-1, at)], least=0)
            for day in sorted(set(serves).intersection(case.day)):
                near = [other for other in serves if day - other > 0 and 2 * (day - other) <= case.pace]
                far = [other for other in serves if 0 < day - other <= case.pace] if case.pace > 1 else []
                these += self._any_of([[day, other] for other in near], serves)
                these += self._any_of([[day, a, b] for a in far for b in far if a < b], serves)
        return 0, these

    def new(self) -> tuple[int, Sum]:
        """Rule 8: newcomers with a demanding role."""
        case = self.case
        return 0, [
            (1, at)
            for (g, r, person), at in self.dealt.items()
            if case.demanding[r] and person in case.new[g]
        ]

    def spread(self) -> tuple[int, Sum]:
        """How far apart the people of each role end."""
        these = []
        for role in self.roles:
            ends = self.case.waiting[role][-1]
            if ends:
                most, least = self.variable(-100, 100), self.variable(-100, 100)
                these += [(1, most), (-1, least)]
                for person in ends:
                    turns, had = (
                        self._turns(person, self.gatherings, [role]),
                        self._had(role, person, self.gatherings),
                    )
                    self.require([(1, most), *[(-1, at) for at in turns]], least=had)
                    self.require([(1, least), *[(-1, at) for at in turns]], most=had)
        return 0, these

    def _turns(self, person: int, gatherings: Iterable[int], roles: Iterable[int] | None = None) -> list[int]:
        """The variables of what a person may be dealt there."""
        places = [(g, r, person) for g in gatherings for r in (self.roles if roles is None else roles)]
        return [self.dealt[place] for place in places if place in self.dealt]

    def _had(self, role: int, person: int, gatherings: Iterable[int]) -> int:
        """The rung a person starts on, with the kept turns of these gatherings."""
        return self.case.rung[role][person] + sum(person in self.case.kept[g][role] for g in gatherings)

    def _each_dearer(self, turns: list[int], first: int, step: int = 1) -> Sum:
        """What turns cost where the first costs so much, and each one more than the one before."""
        steps = [self.variable() for _ in turns]
        if turns:
            self.require([(1, at) for at in turns] + [(-1, at) for at in steps], 0, 0)
        return [(first + step * number, at) for number, at in enumerate(steps)]

    def _squares(self, turns: list[int], had: int) -> Sum:
        """By how much the square of a number rises with each of these turns."""
        return self._each_dearer(turns, 2 * had + 1, step=2)

    def _any_of(self, groups: list[list[int]], serves: dict[int, Sum]) -> Sum:
        """1 if on all days of any of these groups somebody serves."""
        if not groups:
            return []
        so = self.variable()
        for days in groups:
            chosen = [part for day in days for part in serves[day]]
            self.require([(1, so), *chosen], least=1 - len(chosen))
        return [(1, so)]

    def _furthest_behind(self, role: int, gathering: int) -> list[int]:
        """For each turn of a role at a gathering, the rung of whoever is furthest behind before it.

        Of those who hold it together whoever is further behind comes first; in other words, before each of
        their turns whichever others lift the lowest rung the most have come.
        """
        case, before = self.case, range(gathering)
        waiting = case.waiting[role][gathering]
        kept = [person for person in case.kept[gathering][role] if person in waiting]
        rungs = sum(self._had(role, person, before) for person in waiting)
        rungs += sum(case.need[g][role] for g in before)
        found = []
        for turn in range(len(kept) + case.need[gathering][role]):
            lowest = self.variable(-100, (rungs + turn) // len(waiting), whole=True)
            come = {}
            if turn:
                for person in waiting:
                    at = self.dealt.get((gathering, role, person))
                    if at is not None or person in kept:
                        come[person] = self.variable()
                        self.require(
                            [(1, come[person]), *([(-1, at)] if at is not None else [])], most=int(at is None)
                        )
                self.require([(1, at) for at in come.values()], turn, turn)
            for person in waiting:
                turns = self._turns(person, before, [role]) + [
                    at for other, at in come.items() if other == person
                ]
                self.require([(1, lowest), *[(-1, at) for at in turns]], most=self._had(role, person, before))
            found.append(lowest)
        return found
