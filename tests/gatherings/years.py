"""A hundred circles with a year before them, dealt by chance from a seed: what the rotation is held against.

They owe nothing to the rotation itself, so that they stay the same questions whatever it answers: what was held and
what stands goes by the list (`in_turn`), the simplest way to share roles there is. There are five kinds, in turn.
"""

import random
from dataclasses import replace
from itertools import product

from gatherings.rotation import Candidate, Gathering, Role, Turn
from tests.gatherings.rotas import LONG_AGO, Question, evening, evenings, turn

COUNT = 100
KINDS = ("anew", "a past", "stands, away since", "middle of the year", "crowded")
GONE = 99  # somebody who has left


def in_turn(question: Question) -> list[Turn]:
    """The simplest rota: a list of names, and every seat goes to the next one in it who can.

    The roles are gone through from another one each month, or else they would stick to the same people.
    """
    names, turns = [person.key for person in question.people], []
    for number, gathering in enumerate(question.gatherings):
        busy: set[object] = set()
        first = number % len(question.roles)
        for role in question.roles[first:] + question.roles[:first]:
            for _ in range(role.seats):
                may = set(question.may(gathering, role)) - busy
                chosen = next((name for name in names if name in may), None)
                if chosen is not None:
                    names.remove(chosen)
                    names.append(chosen)
                    busy.add(chosen)
                    turns.append(Turn(gathering, role.key, chosen))
    return turns


def kind_of(seed: int) -> str:
    return KINDS[seed % len(KINDS)]


def year(seed: int) -> Question:
    """The circle of this seed: up to 12 people, 6 roles and 12 months, and every seventh just that."""
    chance = random.Random(f"a year {seed}")
    crowded, full = kind_of(seed) == "crowded", seed % 7 == 0
    size = chance.randint(3, 5) if crowded else 12 if full else chance.randint(6, 12)
    months = 12 if full else chance.randint(5, 12)
    hosting = [
        Role(number, seats=1 if full else chance.choice([1, 1, 1, 2]), demanding=chance.random() < 0.3)
        for number in range(6 if full else chance.randint(3, 6) if crowded else chance.randint(2, 6))
    ]
    people = [Candidate(number, LONG_AGO) for number in range(size)]
    question = Question(evenings(months), hosting, people)
    if kind_of(seed) == "anew":
        return _with_wishes(question, chance, away=chance.choice([0, 0.1]), unwilling=chance.choice([0, 0.1]))
    question = _with_wishes(question, chance, away=0.12, unwilling=0.08)
    if kind_of(seed) != "crowded" or seed % 2:
        question = replace(question, history=_past(question, chance))
    if kind_of(seed) in {"stands, away since", "middle of the year"}:
        question = replace(question, standing=in_turn(question))
        question = _with_wishes(question, chance, away=0.06, unwilling=0.02)
    if kind_of(seed) == "middle of the year":
        question = _half_over(question, chance)
    elif kind_of(seed) != "stands, away since" or seed % 2:
        question = _with_newcomers(question, chance)
    return _with_kept(question, chance)


def _with_wishes(question: Question, chance: random.Random, *, away: float, unwilling: float) -> Question:
    """Some people away from some evenings, some unwilling to hold some roles, those who were before included."""
    people = [person.key for person in question.people]
    evenings_away = product(people, [gathering.key for gathering in question.gatherings])
    not_these = product(people, [role.key for role in question.roles])
    return replace(
        question,
        away=question.away | {pair for pair in evenings_away if chance.random() < away},
        unwilling=question.unwilling | {pair for pair in not_these if chance.random() < unwilling},
    )


def _past(question: Question, chance: random.Random) -> list[Turn]:
    """What was held in the year before, with gaps: not every seat was filled, nor by whom the list names."""
    months = chance.randint(3, 12)
    before = Question(evenings(months), question.roles, question.people, unwilling=question.unwilling)
    names = [person.key for person in question.people]
    return [
        turn(each.gathering.key - months, each.role, chance.choice([each.person, each.person, *names]))
        for each in in_turn(before)
        if chance.random() < 0.8
    ]


def _with_newcomers(question: Question, chance: random.Random) -> Question:
    """One person or two who join shortly before the year or in it, and so have no past."""
    joining = set(chance.sample(range(len(question.people)), chance.randint(1, 2)))
    people = [
        replace(person, joined=_joined(question.gatherings, chance)) if person.key in joining else person
        for person in question.people
    ]
    past = [each for each in question.history if each.person not in joining]
    return replace(question, people=people, history=past)


def _joined(gatherings: list[Gathering], chance: random.Random):
    return evening(chance.randint(-1, len(gatherings) - 2)).day


def _half_over(question: Question, chance: random.Random) -> Question:
    """What was held so far is kept; since the rota was made one has left, one has come, and one goes soon."""
    months = len(question.gatherings)
    now = chance.randint(2, months - 2)
    leaver, goer = chance.sample(range(len(question.people)), 2)
    everything = [replace(each, person=GONE) if each.person == leaver else each for each in question.standing]
    people = [person for person in question.people if person.key != leaver]
    newcomer = Candidate(len(question.people), evening(now).day)
    return replace(
        question,
        people=[*people, newcomer],
        history=[each for each in question.history if each.person != leaver or chance.random() < 0.5],
        kept=[each for each in everything if each.gathering.key < now],
        standing=[each for each in everything if each.gathering.key >= now],
        away=question.away | {(goer, month) for month in range(chance.randint(now, months), months)},
    )


def _with_kept(question: Question, chance: random.Random) -> Question:
    """A few turns accepted already, some of them by people who were away or unwilling before they said yes."""
    anywhere = list(product(question.gatherings, question.roles, question.people))
    chosen = chance.sample(anywhere, chance.randint(0, 4))
    taken = {(each.gathering.key, each.role) for each in question.kept}
    kept = [
        Turn(gathering, role.key, person.key)
        for gathering, role, person in chosen
        if person.joined <= gathering.day and (gathering.key, role.key) not in taken
    ]
    return replace(question, kept=[*question.kept, *kept])
