"""Who held what, and when: the facts that reasons, suggestions and the rules on newcomers rest on."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Hashable, Iterable, Sequence
from datetime import date, timedelta

from gatherings.rotation.values import Candidate, Turn

NEW_FOR_GATHERINGS = 2
NEW_FOR_DAYS = 100


class Ledger[K: Hashable]:
    """Turns by person and by role. All questions are about days before a day, that day left out."""

    def __init__(self, turns: Iterable[Turn[K]]) -> None:
        self._any: dict[K, list[date]] = defaultdict(list)
        self._this: dict[tuple[K, K], list[date]] = defaultdict(list)
        for turn in sorted(turns, key=lambda turn: turn.gathering.day):
            self._any[turn.person].append(turn.gathering.day)
            self._this[turn.person, turn.role].append(turn.gathering.day)

    def last(self, person: K, before: date) -> date | None:
        """When the person last held any role."""
        return _last(self._any.get(person, ()), before)

    def last_in(self, person: K, role: K, before: date) -> date | None:
        """When the person last held this role."""
        return _last(self._this.get((person, role), ()), before)

    def newcomers(self, people: Iterable[Candidate[K]], day: date, gatherings: Sequence[date]) -> set[K]:
        """Who is new on a day (rule 8); `gatherings` are the days of all gatherings known, in order."""
        here = [person for person in people if person.joined <= day]
        new = {
            person.key
            for person in here
            if day - person.joined < timedelta(days=NEW_FOR_DAYS)
            and bisect_left(gatherings, day) - bisect_left(gatherings, person.joined) < NEW_FOR_GATHERINGS
            and self.last(person.key, day) is None
        }
        return new if len(new) < len(here) else set()


def _last(days: Sequence[date], before: date) -> date | None:
    at = bisect_left(days, before)
    return days[at - 1] if at else None
