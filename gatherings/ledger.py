"""The ledger of who held what, as the rotation core reads it: loaded once, asked many times."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property

from circles.models import Circle, Membership
from gatherings import rotation
from gatherings.models import Answer, Away, Gathering, HostingRole, RoleWish, Rsvp, Turn, Wish
from gatherings.wording import reason_words, suggestion_words, vacancy_words

type SeatKey = tuple[int, int, int]  # gathering, role, seat

_LOOKING_BACK = timedelta(days=3 * 366)


@dataclass
class Ledger:
    """A circle's people, roles, what was held, and the gatherings to come with whoever holds their seats."""

    circle: Circle
    gatherings: list[Gathering]
    roles: list[HostingRole]
    people: list[Membership]
    held: list[Turn]  # the past three years, oldest first
    holders: dict[SeatKey, int]  # at the gatherings to come
    away: set[tuple[int, int]]  # person, gathering
    unwilling: set[tuple[int, int]]  # person, role
    glad: set[tuple[int, int]]  # the same

    def suggestions(self, gathering: Gathering, role: HostingRole) -> list[tuple[int, str]]:
        """Return everybody who might hold the role then, named with the reason in words: who is free first.

        Among those, who has not held it yet, then whose turn is longest ago, then who would hold it gladly.
        """
        glad = {person for person, gladly in self.glad if gladly == role.pk}
        found = rotation.suggest(
            self._gatherings[gathering.pk],
            self._roles[role.pk],
            sorted(self._people, key=lambda each: each.key not in glad),
            history=self._history,
            kept=[turn for turn in self._kept(self.holders) if turn.role != role.pk],
            away=self.away,
            unwilling=self.unwilling,
        )
        names = {person.pk: person.name for person in self.people}
        ordered = sorted(found, key=lambda each: not each.free)
        return [
            (each.person, f"{names[each.person]} · {suggestion_words(each, gladly=each.person in glad)}")
            for each in ordered
        ]

    def proposal(self, taken: Mapping[SeatKey, int]) -> dict[SeatKey, tuple[int | None, str]]:
        """Return for each open seat whom the rota proposes, or nobody, and why; the seats `taken` stay as they are."""
        rota = rotation.propose(
            list(self._gatherings.values()),
            [self._roles[role.pk] for role in self.roles if role.rotates],
            self._people,
            history=self._history,
            kept=self._kept(taken),
            away=self.away,
            unwilling=self.unwilling,
        )
        sitting = {(gathering, role, person) for (gathering, role, _seat), person in taken.items()}
        free = {
            (gathering.pk, role.pk): [
                seat for seat in range(1, role.seats + 1) if (gathering.pk, role.pk, seat) not in taken
            ]
            for gathering in self.gatherings
            for role in self.roles
        }
        proposed: dict[SeatKey, tuple[int | None, str]] = {}
        for turn in rota.turns:
            place = (turn.gathering.key, turn.role)
            if turn.why and (*place, turn.person) not in sitting:
                proposed[*place, free[place].pop(0)] = (turn.person, reason_words(turn.why))
        for empty, lack in rota.unfilled:
            place = (empty.gathering.key, empty.role)
            proposed[*place, free[place].pop(0)] = (None, vacancy_words(lack))
        return proposed

    @cached_property
    def _gatherings(self) -> dict[int, rotation.Gathering[int]]:
        return {each.pk: rotation.Gathering(each.pk, each.day) for each in self.gatherings}

    @cached_property
    def _roles(self) -> dict[int, rotation.Role[int]]:
        return {
            role.pk: rotation.Role(role.pk, seats=role.seats, demanding=role.demanding, name=role.name)
            for role in self.roles
        }

    @cached_property
    def _people(self) -> list[rotation.Candidate[int]]:
        zone = self.circle.zone
        return [
            rotation.Candidate(each.pk, joined=each.joined_at.astimezone(zone).date()) for each in self.people
        ]

    @cached_property
    def _history(self) -> list[rotation.Turn[int]]:
        return [
            rotation.Turn(
                rotation.Gathering(turn.gathering_id, turn.gathering.day), turn.role_id, turn.holder_id
            )
            for turn in self.held
        ]

    def _kept(self, taken: Mapping[SeatKey, int]) -> list[rotation.Turn[int]]:
        return [
            rotation.Turn(self._gatherings[gathering], role, person)
            for (gathering, role, _seat), person in sorted(taken.items())
            if gathering in self._gatherings
        ]


def ledger_of(circle: Circle, *, ahead: int, now: datetime) -> Ledger:
    """Load the ledger for the next `ahead` gatherings that are on: seven queries."""
    gatherings = list(circle.gatherings.planned().evenings().to_come(now)[:ahead])
    for gathering in gatherings:
        gathering.circle = circle
    shown = {gathering.pk for gathering in gatherings}
    turns = Turn.objects.filter(gathering__circle=circle, gathering__starts_at__gt=now - _LOOKING_BACK)
    turns = turns.filter(gathering__lab__isnull=True)  # what is held at a lab is no turn of the monthly round
    turns = turns.select_related("gathering").order_by("gathering__starts_at", "role__position", "seat")
    known = list(turns)
    wishes = list(RoleWish.objects.filter(role__circle=circle).values_list("membership", "role", "wish"))
    return Ledger(
        circle=circle,
        gatherings=gatherings,
        roles=list(circle.roles.filter(resting=False, only_at__isnull=True)),
        people=list(circle.memberships.present()),
        held=[turn for turn in known if turn.gathering_id not in shown],
        holders={(t.gathering_id, t.role_id, t.seat): t.holder_id for t in known if t.gathering_id in shown},
        away=_away(circle, gatherings),
        unwilling={(who, role) for who, role, wish in wishes if wish == Wish.RATHER_NOT},
        glad={(who, role) for who, role, wish in wishes if wish == Wish.GLADLY},
    )


def _away(circle: Circle, gatherings: list[Gathering]) -> set[tuple[int, int]]:
    """Return who is away at which of the gatherings, whether they said so by dates or by an answer."""
    days: list[tuple[int, date]] = [(gathering.pk, gathering.day) for gathering in gatherings]
    aways = list(Away.objects.filter(membership__circle=circle).values_list("membership", "first", "last"))
    by_dates = {(who, pk) for who, first, last in aways for pk, day in days if first <= day <= last}
    noes = Rsvp.objects.filter(gathering__in=gatherings, answer=Answer.NO)
    return by_dates | set(noes.values_list("membership_id", "gathering_id"))
