"""Questions for the rotation: small ones of every kind for the property tests, and plain circles by size."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from hypothesis import strategies as st

from gatherings.rotation import Candidate, Gathering, Role, Rota, Turn, propose

LAST_WEDNESDAY = date(2027, 1, 27)
LONG_AGO = date(2020, 1, 1)


def evening(number):
    """The gathering of that number; those before 0 lie in the past."""
    return Gathering(number, LAST_WEDNESDAY + timedelta(days=28 * number))


def evenings(count):
    return [evening(number) for number in range(count)]


def roles(count, **known):
    return [Role(number, **known) for number in range(count)]


def people(count, joined=LONG_AGO):
    return [Candidate(number, joined) for number in range(count)]


def turn(number, role, person):
    return Turn(evening(number), role, person)


@dataclass(frozen=True)
class Question:
    """What `propose` is asked, with what the tests ask about it."""

    gatherings: list[Gathering]
    roles: list[Role]
    people: list[Candidate]
    history: list[Turn] = field(default_factory=list)
    kept: list[Turn] = field(default_factory=list)
    standing: list[Turn] = field(default_factory=list)
    away: frozenset = frozenset()
    unwilling: frozenset = frozenset()

    def answer(self, **changes: Any) -> Rota:
        asked = replace(self, **changes)
        return propose(
            asked.gatherings,
            asked.roles,
            asked.people,
            history=asked.history,
            kept=asked.kept,
            standing=asked.standing,
            away=asked.away,
            unwilling=asked.unwilling,
        )

    def may(self, gathering, role):
        """Whom rule 1 allows."""
        return [
            person.key
            for person in self.people
            if person.joined <= gathering.day
            and (person.key, gathering.key) not in self.away
            and (person.key, role.key) not in self.unwilling
        ]


def plain(gathering_count, role_count, person_count, **rest):
    """A circle where all are there and willing, nothing is kept and nobody is new."""
    return Question(evenings(gathering_count), roles(role_count), people(person_count), **rest)


def held(turns):
    """Turns without their reasons, to compare."""
    return {(turn.gathering.key, turn.role, turn.person) for turn in turns}


def totals(question, turns):
    """How many turns each person has, those with none included."""
    counted = Counter(turn.person for turn in turns)
    return [counted[person.key] for person in question.people]


def triples(draw, first, second, third, *, most):
    return draw(st.sets(st.tuples(*map(st.sampled_from, (first, second, third))), max_size=most))


@st.composite
def questions(draw, *, most_gatherings=4, most_roles=3, most_people=5, most_seats=2, late=True):
    """Anything a circle may come up with."""
    gatherings = evenings(draw(st.integers(1, most_gatherings)))
    size = draw(st.integers(1, most_people))
    joined = st.sampled_from([LONG_AGO, *([evening(n).day for n in (-2, 0, 1, 2)] if late else [])])
    circle = [Candidate(number, draw(joined)) for number in range(size)]
    hosting = [
        Role(number, seats=draw(st.integers(1, most_seats)), demanding=draw(st.booleans()))
        for number in range(draw(st.integers(1, most_roles)))
    ]
    numbers, kinds, keys = range(len(gatherings)), range(len(hosting)), range(size)
    past = triples(draw, range(-5, 0), kinds, keys, most=8)
    kept = triples(draw, numbers, kinds, [*keys, 99], most=3)
    standing = triples(draw, numbers, kinds, keys, most=5)
    return Question(
        gatherings,
        hosting,
        circle,
        history=[turn(*each) for each in sorted(past)],
        kept=[turn(*each) for each in sorted(kept)],
        standing=[turn(*each) for each in sorted(standing)],
        away=frozenset(draw(st.sets(st.tuples(st.sampled_from(keys), st.sampled_from(numbers)), max_size=5))),
        unwilling=frozenset(
            draw(st.sets(st.tuples(st.sampled_from(keys), st.sampled_from(kinds)), max_size=3))
        ),
    )


def early_returns(question, turns):
    """Turns in a role that came back before it had gone to everyone."""
    had = {role.key: Counter() for role in question.roles}
    early = []
    for each in turns:
        if had[each.role][each.person] > min(had[each.role][person.key] for person in question.people):
            early.append(each)
        had[each.role][each.person] += 1
    return early


def turns_in_a_row(turns):
    """Who held roles at two gatherings in a row, and when."""
    numbers = defaultdict(list)
    for each in turns:
        numbers[each.person].append(each.gathering.key)
    return [
        (who, later) for who in numbers for sooner, later in pairwise(numbers[who]) if later - sooner == 1
    ]
