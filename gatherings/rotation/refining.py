"""A full rota made better by exchanges between gatherings, until none is left that helps.

Dealing one gathering anew cannot move a turn from one person to another without making totals uneven. So
where a rule is bent, a wish is granted there and made up for at the other gathering where that costs least.
"""

from collections.abc import Iterator, Sequence

from gatherings.rotation import prices
from gatherings.rotation.dealing import Wish, deal
from gatherings.rotation.draft import Draft, Hands
from gatherings.rotation.score import NEW

PATIENCE = 100  # wishes tried for one rota
WISHES = 12  # people asked for one seat, the cheapest first

type Place = tuple[int, tuple[Wish, ...]]  # a gathering, and what might help there


def mend(draft: Draft) -> None:
    """Find the best place for each turn that is new in a rota that stood, before anything else moves."""
    if draft.case.stood:
        for place in list(places(draft)):
            exchange(draft, *place)


def refine(draft: Draft) -> None:
    """Deal each gathering anew while that helps; then exchange where a rule is bent, and start over."""
    settle(draft)
    patience, better = PATIENCE, True
    while better:
        better = False
        for place in list(places(draft)):
            patience -= len(place[1])
            if patience < 0:
                return
            better = exchange(draft, *place)
            if better:
                settle(draft)
                break


def settle(draft: Draft) -> None:
    """Deal every gathering anew, given all others, until none changes any more."""
    unchanged, gathering, gatherings = 0, 0, draft.case.gatherings
    while unchanged < gatherings:
        unchanged = 0 if deal(draft, gathering) else unchanged + 1
        gathering = (gathering + 1) % gatherings


def exchange(draft: Draft, gathering: int, wishes: Sequence[Wish]) -> bool:
    """Carry out the best of these wishes, with what makes up for it elsewhere, if the rota gets better."""
    before, totals = draft.hands(gathering), list(draft.total)
    best: tuple[int, list[tuple[int, Hands]]] = 0, []
    for wish in wishes:
        change = deal(draft, gathering, wish)
        here = gathering, draft.hands(gathering)
        best = min(best, (_worth(change), [here]), key=_first)
        for other in _others(draft, gathering, totals):
            there = draft.hands(other)
            back = deal(draft, other)
            if back:
                best = min(best, (_worth(change + back), [here, (other, draft.hands(other))]), key=_first)
                draft.lay(other, there)
        draft.lay(gathering, before)
    for place, hands in best[1]:
        draft.lay(place, hands)
    return bool(best[1])


def places(draft: Draft) -> Iterator[Place]:
    """Where a rule is bent, or, in a rota that stood, where a seat is held anew."""
    case = draft.case
    if case.stood:
        for gathering in range(case.gatherings):
            for role, line in enumerate(draft.dealt):
                for person in line[gathering]:
                    if person not in case.standing[gathering][role]:
                        yield gathering, tuple(_ask(draft, gathering, role))
        return
    for role in range(case.roles):
        yield from _leading(draft, role)
    yield from _crowded(draft)
    for gathering, new in enumerate(case.new):
        for role, line in enumerate(draft.dealt):
            for person in new.intersection(line[gathering]) if case.demanding[role] else ():
                yield gathering, (Wish(person),)


def _leading(draft: Draft, role: int) -> Iterator[Place]:
    """Rule 6: where a role came back to somebody early. Might another have it, who is further behind?"""
    case = draft.case
    rung = list(case.rung[role])
    for gathering in range(case.gatherings):
        holders = draft.dealt[role][gathering]
        behind = min((rung[person] for person in case.waiting[role][gathering]), default=0)
        for person in holders:
            if rung[person] > behind:
                yield gathering, (Wish(person),)
                for wish in _ask(draft, gathering, role):
                    if rung[wish.person] < rung[person]:
                        yield gathering, (wish,)
        for person in holders + case.kept[gathering][role]:
            rung[person] += 1


def _crowded(draft: Draft) -> Iterator[Place]:
    """Rule 7: where turns of a person come too soon after one another."""
    case = draft.case
    for person, days in enumerate(draft.days):
        for gathering, day in enumerate(case.day):
            if day in days and prices.of_coming(draft, gathering, person) >= NEW:
                yield gathering, (Wish(person),)


def _ask(draft: Draft, gathering: int, role: int) -> list[Wish]:
    offers = prices.of_role(draft, gathering, role)
    return [Wish(person, role) for person in sorted(offers, key=lambda p: (offers[p], p))[:WISHES]]


def _others(draft: Draft, gathering: int, totals: Sequence[int]) -> Iterator[int]:
    """The gatherings that could make up for a change here: who has more turns now may pass one on there."""
    case = draft.case
    more = {person for person, total in enumerate(draft.total) if total > totals[person]}
    less = {person for person, total in enumerate(draft.total) if total < totals[person]}
    for other in range(case.gatherings):
        if other != gathering and (
            not more
            or (
                any(more.intersection(line[other]) for line in draft.dealt)
                and any(less.intersection(may) for may in case.may[other])
            )
        ):
            yield other


def _worth(change: int) -> int:
    """A change in the score without rule 9: no exchange is made for that alone."""
    return (change + NEW // 2) // NEW


def _first[T](found: tuple[int, T]) -> int:
    return found[0]
