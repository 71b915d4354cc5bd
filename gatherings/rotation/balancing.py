"""Rules 3, 4 and 5 brought to their optimum, exactly, over all gatherings at once.

The network: every seat, every person at every gathering, every person, and one node for all. A seat asks
somebody in; for whom it is one role more that evening (rule 3), or they pass on another of theirs; for whom it
is one turn more in all (rule 4), or they give up one elsewhere. A standing turn that is given up costs its
part (rule 5). All three are sums of such costs, rising ones, so no ring means no better rota.
"""

from collections.abc import Iterator

from gatherings.rotation.draft import Draft
from gatherings.rotation.rings import Arc, carry_out, find_ring
from gatherings.rotation.score import DOUBLE, MOVED, TOTAL


def balance(draft: Draft) -> None:
    """Exchange turns of a full rota until these rules cannot be kept better."""
    if not even(draft):
        case = draft.case
        nodes = 1 + case.people + case.gatherings * (case.people + case.roles)
        while ring := find_ring(nodes, list(_arcs(draft))):
            carry_out(draft, ring)


def even(draft: Draft) -> bool:
    """Whether it can be seen at a glance that nothing can be better by these rules."""
    case = draft.case
    return (
        max(draft.total, default=0) - min(draft.total, default=0) <= 1
        and all(max(load, default=0) <= 1 for load in draft.load)
        and all(
            len(standing.intersection(draft.dealt[role][gathering]))
            == min(len(standing), case.need[gathering][role])
            for gathering, roles in enumerate(case.standing)
            for role, standing in enumerate(roles)
        )
    )


def _arcs(draft: Draft) -> Iterator[Arc]:
    case = draft.case
    for person, total in enumerate(draft.total):
        yield 1 + person, 0, (2 * total + 1) * TOTAL, None, None
        yield 0, 1 + person, -(2 * total - 1) * TOTAL, None, None
    for gathering in range(case.gatherings):
        yield from _evening_arcs(draft, gathering)


def _evening_arcs(draft: Draft, gathering: int) -> Iterator[Arc]:
    case = draft.case
    first = 1 + case.people + gathering * (case.people + case.roles)
    seats = first + case.people
    busy = {person for line in draft.dealt for person in line[gathering]}
    for person, load in enumerate(draft.load[gathering]):
        yield first + person, 1 + person, (2 * load + 1) * DOUBLE, None, None
        if person in busy:
            yield 1 + person, first + person, -(2 * load - 1) * DOUBLE, None, None
    for role, may in enumerate(case.may[gathering]):
        held = draft.dealt[role][gathering]
        if held:
            standing = case.standing[gathering][role]
            for person in may:
                stands = MOVED if person in standing else 0
                move = (gathering, role, person)
                if person in held:
                    yield first + person, seats + role, stands, move, None
                else:
                    yield seats + role, first + person, -stands, None, move
