"""Whom a host might ask, for one role at one gathering."""

from collections.abc import Hashable, Sequence, Set
from datetime import date

from gatherings.rotation.ledger import Ledger
from gatherings.rotation.reasons import Reason, Why
from gatherings.rotation.values import Candidate, Gathering, Role, Suggestion, Turn


def suggest[K: Hashable](
    gathering: Gathering[K],
    role: Role[K],
    people: Sequence[Candidate[K]],
    *,
    history: Sequence[Turn[K]] = (),
    kept: Sequence[Turn[K]] = (),
    away: Set[tuple[K, K]] = frozenset(),
    unwilling: Set[tuple[K, K]] = frozenset(),
) -> list[Suggestion[K]]:
    """Everybody who has joined by the day: those who have not held the role yet, then by how long ago.

    Among equals comes first whose last turn of any kind is longest ago, then the order given. Newcomers
    come last where the role is demanding. Nobody is left out for being away (person, gathering), unwilling
    (person, role) or busy with another kept turn that evening: a person decides, and reads the flags.
    """
    day = gathering.day
    ledger = Ledger([*history, *kept])
    held_on = sorted({turn.gathering.day for turn in (*history, *kept)} | {day})
    new = ledger.newcomers(people, day, held_on)
    busy = {turn.person for turn in kept if turn.gathering.key == gathering.key}
    suggestions = []
    for person in (person.key for person in people if person.joined <= day):
        this, any_role = ledger.last_in(person, role.key, day), ledger.last(person, day)
        suggestions.append(
            Suggestion(
                person,
                Reason(Why.ROUND_AGAIN if this else Why.NOT_YET, day, this, any_role, role=role.name),
                away=(person, gathering.key) in away,
                unwilling=(person, role.key) in unwilling,
                busy=person in busy,
                new=person in new,
            )
        )

    def turn_comes(suggestion: Suggestion[K]) -> tuple[bool, date, date]:
        why = suggestion.why
        too_early = suggestion.new and role.demanding
        return too_early, why.last_held_this or date.min, why.last_held_any or date.min

    return sorted(suggestions, key=turn_comes)
