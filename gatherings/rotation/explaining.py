"""Every turn with its reason, every empty seat with its lack."""

from collections.abc import Hashable

from gatherings.rotation.draft import Draft
from gatherings.rotation.ledger import Ledger
from gatherings.rotation.reading import Reading
from gatherings.rotation.reasons import Lack, Reason, Vacancy, Why
from gatherings.rotation.values import Role, Rota, Seat, Turn


def explain[K: Hashable](reading: Reading[K], draft: Draft) -> Rota[K]:
    """The finished draft in the words it was asked in."""
    explanation = _Explanation(reading, draft)
    rota = Rota[K]([], [])
    for gathering in range(len(reading.gatherings)):
        for role in range(len(reading.roles)):
            rota.turns.extend(explanation.turns(gathering, role))
            rota.unfilled.extend(explanation.unfilled(gathering, role))
    return rota


class _Explanation[K: Hashable]:
    def __init__(self, reading: Reading[K], draft: Draft) -> None:
        self.reading, self.draft, self.case = reading, draft, draft.case
        self.kept = reading.kept_by_seat()
        self.stood = {(turn.gathering.key, turn.role, turn.person) for turn in reading.standing}
        self.ledger = Ledger([*reading.past, *self._all()])

    def turns(self, gathering: int, role: int) -> list[Turn[K]]:
        """The turns of one role at one gathering, the kept ones first."""
        where, what = self.reading.gatherings[gathering], self.reading.roles[role]
        kept = [(person, Why.KEPT) for person in self.kept[gathering][role]]
        dealt = [
            (self.reading.people[at].key, self._why(gathering, role, at))
            for at in self.draft.dealt[role][gathering]
        ]
        return [
            Turn(where, what.key, person, self._reason(gathering, what, person, why))
            for person, why in kept + dealt
        ]

    def unfilled(self, gathering: int, role: int) -> list[tuple[Seat[K], Vacancy]]:
        """The empty seats of one role at one gathering."""
        reading = self.reading
        where, what = reading.gatherings[gathering], reading.roles[role]
        empty = what.seats - len(self.kept[gathering][role]) - len(self.draft.dealt[role][gathering])
        if empty <= 0:
            return []
        members = [reading.people[at].key for at in reading.here[gathering]]
        away = [person for person in members if (person, where.key) in reading.away]
        unwilling = [person for person in members if (person, what.key) in reading.unwilling]
        if not members:
            kind = Lack.NOBODY_YET
        elif len(away) == len(members):
            kind = Lack.EVERYBODY_AWAY
        elif len(unwilling) == len(members):
            kind = Lack.NOBODY_WILLING
        elif len({*away, *unwilling}) == len(members):
            kind = Lack.WILLING_AWAY
        else:
            kind = Lack.TOO_FEW
        vacancy = Vacancy(kind, len(members), len(away), len(unwilling), role=what.name)
        return [(Seat(where, what.key), vacancy)] * empty

    def _why(self, gathering: int, role: int, at: int) -> Why:
        case, where, what = self.case, self.reading.gatherings[gathering], self.reading.roles[role]
        person = self.reading.people[at].key
        if (where.key, what.key, person) in self.stood:
            return Why.STANDS
        if len(case.may[gathering][role]) <= case.need[gathering][role]:
            return Why.ONLY_ONE
        if at in case.new[gathering] and not what.demanding and any(case.demanding):
            return Why.EASES_IN
        last = self.ledger.last_in(person, what.key, where.day)
        if last is None:
            return Why.NOT_YET
        free = [other for other in case.may[gathering][role] if not self.draft.load[gathering][other]]
        if not free:
            return Why.NOBODY_FREE
        waited = {
            other: self.ledger.last_in(self.reading.people[other].key, what.key, where.day) for other in free
        }
        if all(when is not None and when > last for when in waited.values()):
            return Why.LONGEST_AGO
        longer = [other for other, when in waited.items() if when is None or when < last]
        return Why.EVENLY if longer and all(self._had(other, at) for other in longer) else Why.ROUND_AGAIN

    def _had(self, other: int, at: int) -> bool:
        """Whether another has as many turns in the window as this person, also with those that count as had."""
        total, start = self.draft.total, self.case.head_start
        return total[other] >= total[at] and total[other] - start[other] >= total[at] - start[at]

    def _reason(self, gathering: int, role: Role[K], person: K, why: Why) -> Reason:
        day, at = self.reading.gatherings[gathering].day, self.reading.person_at.get(person)
        return Reason(
            why,
            day,
            last_held_this=self.ledger.last_in(person, role.key, day),
            last_held_any=self.ledger.last(person, day),
            second_role=at is not None and self.draft.load[gathering][at] > 1,
            role=role.name,
        )

    def _all(self) -> list[Turn[K]]:
        reading = self.reading
        dealt = [
            Turn(reading.gatherings[gathering], role.key, reading.people[at].key)
            for line, role in zip(self.draft.dealt, reading.roles, strict=True)
            for gathering, people in enumerate(line)
            for at in people
        ]
        return [*reading.kept, *dealt]
