"""What one more turn adds to the score, for everybody who could take it: the score's own marginal prices.

What is dealt at the gathering itself is left out of account, so that the prices add up exactly to what the
gathering adds to the score. Only where several people hold a role together are its leads (rule 6) no more
than a close estimate, which `dealing.py` corrects.
"""

from bisect import bisect_left, bisect_right

from gatherings.rotation.draft import Draft
from gatherings.rotation.score import DOUBLE, LEAD, MOVED, NEW, SHARE, TOTAL, returning, spacing

_ABSENT = 1 << 20


def of_role(draft: Draft, gathering: int, role: int) -> dict[int, int]:
    """Rules 5, 6, 8 and the role's part of 9, by person."""
    line = draft.dealt[role]
    key = (role, gathering, *line[:gathering], None, *line[gathering + 1 :])
    if key not in draft.role_prices:
        case = draft.case
        standing = case.standing[gathering][role]
        new = case.new[gathering] if case.demanding[role] else ()
        draft.role_prices[key] = {
            person: ahead * LEAD
            - (person in standing) * MOVED
            + (person in new) * NEW
            + _returning(draft, gathering, role, person)
            for person, ahead in leads_of(draft, gathering, role).items()
        }
    return draft.role_prices[key]


def of_coming(draft: Draft, gathering: int, person: int) -> int:
    """Rule 7 and its part of 9: what it costs that this person has a role there at all."""
    days, day = draft.days[person], draft.case.day[gathering]
    key = (day, *days)
    if key not in draft.coming_prices:
        left, right = bisect_left(days, day), bisect_right(days, day)
        before, after = days[max(0, left - 2) : left], days[right : right + 2]
        with_it, without = [*before, day, *after], [*before, *after]
        pace, opens = draft.case.pace, draft.case.day[0]
        draft.coming_prices[key] = spacing(with_it, pace, opens) - spacing(without, pace, opens)
    return draft.coming_prices[key]


def of_turn(draft: Draft, person: int, load: int, total: int) -> int:
    """Rules 3 and 4 and the first part of 9: one turn more for one with `load` roles there, `total` in all."""
    return (
        (2 * load + 1) * DOUBLE
        + (2 * total + 1) * TOTAL
        + (2 * (total + draft.case.last_year[person]) + 1) * SHARE
    )


def leads_of(draft: Draft, gathering: int, role: int) -> dict[int, int]:
    """Rule 6, by person: what their turn adds to the leads of all turns of the role.

    That is their own lead, one more for each of their later turns, and one less for every later turn in a
    time when they alone would still be furthest behind: with this turn, nobody is.
    """
    case = draft.case
    rung, times, now = case.rung[role], draft.times[role], draft.dealt[role][gathering]
    relief = _relief(draft, gathering, role)
    return {
        person: rung[person] + times[person] - (person in now) - relief[person]
        for person in case.may[gathering][role]
    }


def _relief(draft: Draft, gathering: int, role: int) -> list[int]:
    case = draft.case
    relief = [0] * case.people
    rung = [start + _ABSENT for start in case.rung[role]]
    joined = 0
    for other in range(case.gatherings):
        waiting = case.waiting[role][other]
        for person in waiting[joined:]:
            rung[person] -= _ABSENT
        joined = len(waiting)
        holders = case.kept[other][role]
        if other != gathering:
            holders += draft.dealt[role][other]
        if other > gathering and holders and waiting:
            behind = min(rung)
            if rung.count(behind) == 1:
                relief[rung.index(behind)] += sum(rung[person] < _ABSENT for person in holders)
        for person in holders:
            rung[person] += 1
    return relief


def _returning(draft: Draft, gathering: int, role: int, person: int) -> int:
    days, day = draft.role_days[role][person], draft.case.day[gathering]
    if not days:
        return 0
    left, right = bisect_left(days, day), bisect_right(days, day)
    before, after = left > 0, right < len(days)
    cycle, price = draft.case.cycle[role], 0
    if before:
        price += returning(cycle, day - days[left - 1])
    if after:
        price += returning(cycle, days[right] - day)
    if before and after:
        price -= returning(cycle, days[right] - days[left - 1])
    return price
