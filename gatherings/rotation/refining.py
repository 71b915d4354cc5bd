"""A full rota made better by exchanges between gatherings, until none is left that helps.

Dealing one gathering anew cannot move a turn from one person to another without making totals uneven. So
where a rule is bent, a wish is granted there and made up for at the other gathering where that costs least.
"""

from collections.abc import Iterator, Sequence

from gatherings.rotation import prices
from gatherings.rotation.dealing import Between, Wish, deal
from gatherings.rotation.draft import Draft, Hands
from gatherings.rotation.score import NEW, rounds

PATIENCE = 14  # wishes tried for one rota
VACANCIES = 12  # seats that fell vacant and are looked at one by one
WISHES = 12  # people asked for one seat, the cheapest first

type Place = tuple[int, tuple[Wish, ...]]  # a gathering, and what might help there


def mend(draft: Draft) -> None:
    """Look for the best holder of each seat that is held anew in a rota that stood."""
    for gathering, wishes in list(vacated(draft))[:VACANCIES]:
        exchange(draft, gathering, wishes)


def refine(draft: Draft) -> None:
    """Deal each gathering anew while that helps; then exchange where a rule is bent, and start over."""
    settle(draft)
    patience = PATIENCE
    while patience > 0:
        for gathering, wishes in dict.fromkeys(bent(draft)):
            patience -= len(wishes)
            if exchange(draft, gathering, wishes):
                settle(draft)
                break
            if patience <= 0:
                return
        else:
            return


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
        so_already = wish.role is not None and wish.person in before[wish.role]
        change = deal(draft, gathering, wish)
        if not change and not so_already:
            continue
        here = gathering, draft.hands(gathering)
        best = min(best, (_worth(change), [here]), key=_first)
        between = _shifted(draft, totals)
        for other in range(draft.case.gatherings):
            if other == gathering or not _could_mend(draft, other, between):
                continue
            there = draft.hands(other)
            back = deal(draft, other, between=between)
            if back:
                best = min(best, (_worth(change + back), [here, (other, draft.hands(other))]), key=_first)
                draft.lay(other, there)
        draft.lay(gathering, before)
    for place, hands in best[1]:
        draft.lay(place, hands)
    return bool(best[1])


def vacated(draft: Draft) -> Iterator[Place]:
    """Where a rota stood and one of its seats is held anew: might somebody else hold it better?"""
    for gathering, standing in enumerate(draft.case.standing):
        if any(standing):
            for role, line in enumerate(draft.dealt):
                if not standing[role].issuperset(line[gathering]):
                    yield gathering, _ask(draft, gathering, role)


def bent(draft: Draft) -> Iterator[Place]:
    """Where a rule is bent by a turn that did not stand, and what might mend it."""
    case = draft.case
    for role in range(case.roles):
        yield from _leading(draft, role)
    yield from _crowded(draft)
    for gathering, new in enumerate(case.new):
        for person in sorted(new):
            if any(
                _anew(draft, gathering, role, person) for role in range(case.roles) if case.demanding[role]
            ):
                yield gathering, (Wish(person),)


def _leading(draft: Draft, role: int) -> Iterator[Place]:
    """Rule 6: where a role came back to somebody early. Might another have it, who is further behind?"""
    for gathering, person, lead, rung in rounds(draft, role):
        if lead and _anew(draft, gathering, role, person):
            yield gathering, (Wish(person),)
            for wish in _ask(draft, gathering, role):
                if rung[wish.person] < rung[person]:
                    yield gathering, (wish,)


def _crowded(draft: Draft) -> Iterator[Place]:
    """Rule 7: where turns of a person come too soon after one another."""
    case = draft.case
    for person in range(case.people):
        for gathering in range(case.gatherings):
            anew = any(_anew(draft, gathering, role, person) for role in range(case.roles))
            if anew and prices.of_coming(draft, gathering, person) >= NEW:
                yield gathering, (Wish(person),)


def _anew(draft: Draft, gathering: int, role: int, person: int) -> bool:
    """Whether a person is dealt a role that they did not hold in the rota that stood."""
    return person in draft.dealt[role][gathering] and person not in draft.case.standing[gathering][role]


def _ask(draft: Draft, gathering: int, role: int) -> tuple[Wish, ...]:
    offers = prices.of_role(draft, gathering, role)
    cheapest = sorted(offers, key=lambda person: (offers[person], person))[:WISHES]
    return tuple(Wish(person, role) for person in cheapest)


def _shifted(draft: Draft, before: Sequence[int]) -> Between | None:
    """Who should pass a turn on, having more than before or too many; and who should get one."""
    most, least = max(draft.total), min(draft.total)
    totals = list(enumerate(draft.total))
    rich = frozenset(p for p, total in totals if total > before[p] or total >= least + 2)
    poor = frozenset(p for p, total in totals if total < before[p] or total <= most - 2)
    return Between(rich, poor) if rich and poor else None


def _could_mend(draft: Draft, gathering: int, between: Between | None) -> bool:
    """Whether a turn might be passed on between them there, without giving anybody a second role."""
    if between is None:
        return True
    load, may = draft.load[gathering], draft.case.may[gathering]
    loads = [load[p] for p in between.fewer if any(p in line[gathering] for line in draft.dealt)]
    return bool(loads) and any(
        load[person] < max(loads) and any(person in people for people in may) for person in between.more
    )


def _worth(change: int) -> int:
    """A change in the score without rule 9: no exchange is made for that alone."""
    return (change + NEW // 2) // NEW


def _first[T](found: tuple[int, T]) -> int:
    return found[0]
