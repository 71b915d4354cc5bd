"""What a rota is worth: one whole number, lower is better, in which each rule outweighs all after it.

The numbers are those of the rules. Rules 1 and 2 have none: nothing else is ever dealt.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

from gatherings.rotation.draft import Draft, Hands

# Each rule has room for far more than sixty people can bring together in a year before it reaches the next.
REST: Final = 1  # 9
SHARE: Final = REST << 24  # 9, and before it: who held little last year
NEW: Final = SHARE << 24  # 8
SOON: Final = NEW << 16  # 7
LEAD: Final = SOON << 16  # 6
MOVED: Final = LEAD << 20  # 5
TOTAL: Final = MOVED << 16  # 4
DOUBLE: Final = TOTAL << 24  # 3


def breakdown(draft: Draft) -> dict[str, int]:
    """What each rule counts, by name, the weightiest first: for tests, benches and the curious."""
    case = draft.case
    seats = [(g, r) for g in range(case.gatherings) for r in range(case.roles)]
    apart = [spacing(days, case.pace, case.day[0]) for days in draft.days]
    return {
        "double": sum(load * load for people in draft.load for load in people),
        "total": sum(total * total for total in draft.total),
        "moved": sum(len(case.standing[g][r].difference(draft.dealt[r][g])) for g, r in seats),
        "lead": sum(leads(draft, role) for role in range(case.roles)),
        "soon": sum(cost // SOON for cost in apart),
        "new": sum(len(case.new[g].intersection(draft.dealt[r][g])) for g, r in seats if case.demanding[r]),
        "share": sum((year + all_) ** 2 for year, all_ in zip(case.last_year, draft.total, strict=True)),
        "rest": sum(cost % SOON for cost in apart)
        + sum(
            returning(case.cycle[role], day - before)
            for role, people in enumerate(draft.role_days)
            for days in people
            for before, day in pairwise(days)
            if day >= case.day[0]
        ),
    }


def score(draft: Draft) -> int:
    """All of it as one number."""
    weights = (DOUBLE, TOTAL, MOVED, LEAD, SOON, NEW, SHARE, REST)
    return sum(weight * count for weight, count in zip(weights, breakdown(draft).values(), strict=True))


def leads(draft: Draft, role: int, line: Hands | None = None) -> int:
    """Rule 6: how far ahead of the one furthest behind the holders of a role were, all turns together.

    With `line`, as it would be if so dealt.
    """
    case, line = draft.case, draft.dealt[role] if line is None else line
    rung, ahead, behind, others, size = list(case.rung[role]), 0, 0, 0, -1
    for holders, row, waiting in zip(line, case.kept, case.waiting[role], strict=True):
        if len(waiting) != size:
            size = len(waiting)
            behind, others = _furthest_behind(rung, waiting)
        if row[role]:
            holders += row[role]
        for person in sorted(holders, key=rung.__getitem__) if len(holders) > 1 else holders:
            at = rung[person]
            rung[person] = at + 1
            if person in waiting:
                ahead += at - behind
                if at == behind:
                    others -= 1
                    if not others:
                        behind, others = _furthest_behind(rung, waiting)
    return ahead


def rounds(draft: Draft, role: int) -> Iterator[tuple[int, int, int, list[int]]]:
    """The turns of a role as they come: gathering, holder, their lead, and everybody's rung just then.

    Of those who hold it together, whoever is further behind counts first: the last of one round and the
    first of the next may well meet.
    """
    case = draft.case
    rung = list(case.rung[role])
    for gathering, waiting in enumerate(case.waiting[role]):
        holders = draft.dealt[role][gathering] + case.kept[gathering][role]
        for person in sorted(holders, key=rung.__getitem__):
            if person in waiting:
                yield gathering, person, rung[person] - min([rung[other] for other in waiting]), rung
            rung[person] += 1


def _furthest_behind(rung: Sequence[int], waiting: Sequence[int]) -> tuple[int, int]:
    """The lowest rung, and how many stand on it."""
    rungs = [rung[person] for person in waiting]
    behind = min(rungs, default=0)
    return behind, rungs.count(behind)


def spacing(days: Sequence[int], pace: int, opens: int) -> int:
    """Rules 7 and 9: the turns of one person that come too soon, and how far all fall short of the pace."""
    cost = 0
    for before, day in pairwise(days):
        if day >= opens and day - before <= pace:
            cost += (pace + 1 - (day - before)) ** 2 * REST
            if 2 * (day - before) <= pace:
                cost += SOON
    for first, third in zip(days, days[2:], strict=False):
        if third >= opens and third - first <= pace and pace > 1:
            cost += SOON
    return cost


def returning(cycle: int, gap: int) -> int:
    """Rule 9: that a role comes back to somebody, the more so the sooner."""
    return (1 + max(0, cycle - gap) ** 2) * REST
