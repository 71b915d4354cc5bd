"""Where the rules start from: what counts as had, how far the rounds are, how often a turn comes."""

from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from datetime import date, timedelta
from fractions import Fraction
from itertools import groupby
from operator import itemgetter

from gatherings.rotation.case import PerSeat
from gatherings.rotation.values import Candidate, Gathering, Turn

YEAR = timedelta(days=365)


def head_starts[K: Hashable](
    people: Sequence[Candidate[K]],
    gatherings: Sequence[Gathering[K]],
    filled: PerSeat[int],
    here: Sequence[Sequence[int]],
) -> list[int]:
    """By person: an even share of the turns before they join, which nobody asks them to catch up (rule 4)."""
    evenings = [
        (gathering.day, sum(turns), len(members))
        for gathering, turns, members in zip(gatherings, filled, here, strict=True)
    ]
    return [_missed(person.joined, evenings) for person in people]


def last_year[K: Hashable](people: Sequence[Candidate[K]], past: Sequence[Turn[K]], opens: date) -> list[int]:
    """By person: turns held in the year before the window, a share for who joined meanwhile (rule 9)."""
    recent = [turn for turn in past if opens - YEAR <= turn.gathering.day < opens]
    turns = Counter(turn.person for turn in recent)
    evenings = [
        (day, held, sum(person.joined <= day for person in people))
        for day, held in Counter(turn.gathering.day for turn in recent).items()
    ]
    return [turns[person.key] + _missed(person.joined, evenings) for person in people]


def rungs[K: Hashable](
    people: Sequence[Candidate[K]],
    waiting: Sequence[Sequence[int]],
    held: Iterable[tuple[date, int]],
    filled: Sequence[int],
) -> list[int]:
    """How far each person is in the rounds of a role when the window opens (rule 6).

    1 for who has held it in the round now running, else 0. A round is over when everybody who was a member
    by then has held it, and who holds it twice meanwhile begins the next. `held` are the past turns in order.
    Who joins later starts on the rung of the others.
    """
    able, round_ = waiting[-1], set[int]()
    for day, turns_that_day in groupby(held, key=itemgetter(0)):
        holders = {person for _, person in turns_that_day if person in able}
        again = round_ & holders
        round_ |= holders
        if round_.issuperset(at for at in able if people[at].joined <= day):
            round_ = again
    rung = [int(at in round_) for at in range(len(people))]
    turns = 0
    for gathering, members in enumerate(waiting):
        if gathering:
            for newcomer in members[len(waiting[gathering - 1]) :]:
                rung[newcomer] = turns // len(able)
        turns += filled[gathering]
    return rung


def pace(filled: PerSeat[int], here: Sequence[Sequence[int]]) -> int:
    """How many gatherings pass, on average and rounded, from one turn of a person to the next (rule 7)."""
    turns, members = sum(map(sum, filled)), sum(map(len, here))
    return max(1, (2 * members + turns) // (2 * turns)) if turns else 1


def _missed(joined: date, evenings: Iterable[tuple[date, int, int]]) -> int:
    """An even share of the turns on days before somebody joined: (day, turns, members)."""
    return int(sum(Fraction(turns, max(1, members)) for day, turns, members in evenings if day < joined))
