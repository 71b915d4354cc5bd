"""The rota itself: dealt, balanced, refined, and explained."""

from collections.abc import Hashable, Sequence, Set

from gatherings.rotation.balancing import balance
from gatherings.rotation.case import Case
from gatherings.rotation.dealing import fill
from gatherings.rotation.draft import Draft
from gatherings.rotation.explaining import explain
from gatherings.rotation.reading import Reading
from gatherings.rotation.refining import mend, refine, settle
from gatherings.rotation.trading import trade
from gatherings.rotation.values import Candidate, Gathering, Role, Rota, Turn


def propose[K: Hashable](
    gatherings: Sequence[Gathering[K]],
    roles: Sequence[Role[K]],
    people: Sequence[Candidate[K]],
    *,
    history: Sequence[Turn[K]] = (),
    kept: Sequence[Turn[K]] = (),
    standing: Sequence[Turn[K]] = (),
    away: Set[tuple[K, K]] = frozenset(),
    unwilling: Set[tuple[K, K]] = frozenset(),
) -> Rota[K]:
    """Share the roles of these gatherings, the window, by the rules of this package.

    `history` is what was held at gatherings outside the window; `kept` are turns accepted or set by a
    host; `standing` is the rota as it stands, to be disturbed little; `away` pairs people with gatherings,
    `unwilling` people with roles, all by key. Turns of people or roles not given count as far as they can.
    A year's rota stays stillest when the whole year is proposed each time, what was held in it being `kept`.

    Raises ValueError where two gatherings, roles or people share a key.
    """
    reading = Reading(
        gatherings,
        roles,
        people,
        history=history,
        kept=kept,
        standing=standing,
        away=away,
        unwilling=unwilling,
    )
    if not gatherings:
        return Rota([], [])
    return explain(reading, arrange(reading.case()))


def arrange(case: Case) -> Draft:
    """The rota in numbers: what stands, the empty seats filled, and all of it made as good as can be."""
    draft = Draft(case)
    for gathering, roles in enumerate(case.standing):
        for role, holders in enumerate(roles):
            for person in sorted(holders)[: case.need[gathering][role]]:
                draft.give(gathering, role, person)
    for gathering in range(case.gatherings):
        fill(draft, gathering)
    mend(draft)
    balance(draft)
    mend(draft)  # once more: what the balance moved may find a better place too
    refine(draft)
    if trade(draft):
        settle(draft)
    return draft
