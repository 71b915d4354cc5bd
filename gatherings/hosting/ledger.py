"""The ledger of who held what, as the rotation core reads it: loaded once, asked many times."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property

from circles.models import Circle, Membership
from gatherings import rotation
from gatherings.models import (
    Answer,
    Away,
    Gathering,
    HostingRole,
    How,
    RoleWish,
    Rsvp,
    Status,
    Turn,
    Wish,
)
from gatherings.wording import reason_words, suggestion_words, vacancy_words

type SeatKey = tuple[int, int, int]  # gathering, role, seat

_LOOKING_BACK = timedelta(days=3 * 366)


@dataclass
class Ledger:
    """A circle's people, roles, what was held, and the gatherings to come with whoever holds their seats."""

    circle: Circle
    gatherings: list[Gathering]
    roles: list[HostingRole]
    once: list[HostingRole]  # each for one evening only
    people: list[Membership]
    held: list[Turn]  # the past three years, oldest first
    turns: dict[SeatKey, Turn]  # at the gatherings to come
    away: set[tuple[int, int]]  # person, gathering
    coming: set[tuple[int, int]]  # the same: who said yes
    unwilling: dict[tuple[int, int], datetime]  # person, role: since when
    glad: set[tuple[int, int]]  # the same

    @cached_property
    def holders(self) -> dict[SeatKey, int]:
        """Who holds the seats of the gatherings to come."""
        return {seat: turn.holder_id for seat, turn in self.turns.items()}

    def suggestions(self, gathering: Gathering, role: HostingRole) -> list[tuple[int, str]]:
        """Return everybody who might hold the role then, named with the reason in words: who is free first.

        Among those, who has not held it yet, then whose turn is longest ago, then who would hold it gladly, then who
        said yes to that gathering.
        """
        glad = {person for person, gladly in self.glad if gladly == role.pk}
        found = rotation.suggest(
            self._gatherings[gathering.pk],
            self._roles[role.pk],
            sorted(
                self._people,
                key=lambda each: (each.key not in glad, (each.key, gathering.pk) not in self.coming),
            ),
            history=self._history,
            kept=[turn for turn in self._turns(self.holders) if turn.role != role.pk],
            away=self.away,
            unwilling=set(self.unwilling),
        )
        names = {person.pk: person.name for person in self.people}
        ordered = sorted(found, key=lambda each: not each.free)
        return [
            (each.person, f"{names[each.person]} · {suggestion_words(each, gladly=each.person in glad)}")
            for each in ordered
        ]

    def proposal(
        self, taken: Mapping[SeatKey, int], *, standing: Mapping[SeatKey, int] | None = None
    ) -> dict[SeatKey, tuple[int | None, str]]:
        """Return for each open seat whom the rota proposes, or nobody, and why; the seats `taken` stay as they are.

        Of the seats `standing` as few change as can be; of those, only the ones that change are returned. Where all
        else is equal, who said yes comes before who has not answered, by the order in which people are given.
        """
        standing = standing or {}
        rota = rotation.propose(
            list(self._gatherings.values()),
            [self._roles[role.pk] for role in self.roles if role.rotates],
            sorted(self._people, key=self._silences),
            history=self._history,
            kept=self._turns(taken),
            standing=self._turns(standing),
            away=self.away,
            unwilling=set(self.unwilling),
        )
        dealt = {(turn.gathering.key, turn.role, turn.person) for turn in rota.turns}
        dealt -= {(gathering, role, person) for (gathering, role, _seat), person in taken.items()}
        staying = {
            (gathering, role, seat): person
            for (gathering, role, seat), person in {**standing, **taken}.items()
            if (gathering, role, seat) in taken or (gathering, role, person) in dealt
        }
        sitting = {(gathering, role, person) for (gathering, role, _seat), person in staying.items()}
        free = {
            (gathering.pk, role.pk): [
                seat for seat in range(1, role.seats + 1) if (gathering.pk, role.pk, seat) not in staying
            ]
            for gathering in self.gatherings
            for role in self.roles
        }
        proposed: dict[SeatKey, tuple[int | None, str]] = {}
        for turn in rota.turns:
            place = (turn.gathering.key, turn.role)
            if turn.why and (*place, turn.person) not in sitting and free[place]:
                proposed[*place, free[place].pop(0)] = (turn.person, reason_words(turn.why))
        for empty, lack in rota.unfilled:
            place = (empty.gathering.key, empty.role)
            if free[place]:
                proposed[*place, free[place].pop(0)] = (None, vacancy_words(lack))
        return proposed

    def is_away(self, turn: Turn) -> bool:
        """Whether its holder is away by now."""
        return (turn.holder_id, turn.gathering_id) in self.away

    def would_rather_not(self, turn: Turn) -> bool:
        """Whether its holder has said since it came to them that they would rather not hold the role."""
        since = self.unwilling.get((turn.holder_id, turn.role_id))
        return since is not None and since > turn.set_at

    def stands(self, turn: Turn) -> bool:
        """Whether it is the rota's own, to be disturbed little: what hosts set and members said stays."""
        return turn.how == How.PROPOSED

    def last_turn(self, gathering: Gathering, role: HostingRole) -> Turn | None:
        """Return the last turn of a role before a gathering whose holder is here, and not away then."""
        people = {person.pk for person in self.people}
        before = [
            turn
            for turn in [*self.held, *self.turns.values()]
            if turn.role_id == role.pk
            and turn.gathering.starts_at < gathering.starts_at
            and turn.holder_id in people
            and (turn.holder_id, gathering.pk) not in self.away
        ]
        return max(before, key=lambda turn: turn.gathering.starts_at, default=None)

    @cached_property
    def _gatherings(self) -> dict[int, rotation.Gathering[int]]:
        return {each.pk: rotation.Gathering(each.pk, each.day) for each in self.gatherings}

    @cached_property
    def _roles(self) -> dict[int, rotation.Role[int]]:
        return {
            role.pk: rotation.Role(role.pk, seats=role.seats, demanding=role.demanding, name=role.name)
            for role in [*self.roles, *self.once]
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

    def _silences(self, person: rotation.Candidate[int]) -> list[bool]:
        """Return at which of the gatherings, in their order, somebody has not said yes."""
        return [(person.key, gathering.pk) not in self.coming for gathering in self.gatherings]

    def _turns(self, taken: Mapping[SeatKey, int]) -> list[rotation.Turn[int]]:
        return [
            rotation.Turn(self._gatherings[gathering], role, person)
            for (gathering, role, _seat), person in sorted(taken.items())
            if gathering in self._gatherings
        ]


def ledger_of(circle: Circle, *, ahead: int, now: datetime) -> Ledger:
    """Load the ledger for the next `ahead` gatherings that are on: seven queries.

    An evening whose circle was closed is none of them, whatever the clock says: what was held there is held.
    """
    gatherings = list(circle.gatherings.planned().evenings().not_closed().to_come(now)[:ahead])
    for gathering in gatherings:
        gathering.circle = circle
    shown = {gathering.pk for gathering in gatherings}
    turns = Turn.objects.filter(gathering__circle=circle, gathering__starts_at__gt=now - _LOOKING_BACK)
    # What is held at a lab is no turn of the monthly round, and at a gathering called off nothing was held.
    turns = turns.filter(gathering__lab__isnull=True).exclude(gathering__status=Status.CALLED_OFF)
    turns = turns.select_related("gathering", "role", "holder", "beside").order_by(
        "gathering__starts_at", "role__position", "seat"
    )
    known = list(turns)
    wishes = list(
        RoleWish.objects.filter(role__circle=circle).values_list("membership", "role", "wish", "said_at")
    )
    roles = list(circle.roles.handed_out())
    away, coming = _away_and_coming(circle, gatherings)
    return Ledger(
        circle=circle,
        gatherings=gatherings,
        roles=[role for role in roles if role.only_at_id is None],
        once=[role for role in roles if role.only_at_id in shown],
        people=list(circle.memberships.present()),
        held=[turn for turn in known if turn.gathering_id not in shown],
        turns={(t.gathering_id, t.role_id, t.seat): t for t in known if t.gathering_id in shown},
        away=away,
        coming=coming,
        unwilling={(who, role): at for who, role, wish, at in wishes if wish == Wish.RATHER_NOT},
        glad={(who, role) for who, role, wish, _at in wishes if wish == Wish.GLADLY},
    )


def _away_and_coming(
    circle: Circle, gatherings: list[Gathering]
) -> tuple[set[tuple[int, int]], set[tuple[int, int]]]:
    """Return who is away at which of the gatherings, by dates or by an answer, and who said yes to which."""
    days: list[tuple[int, date]] = [(gathering.pk, gathering.day) for gathering in gatherings]
    aways = list(Away.objects.filter(membership__circle=circle).values_list("membership", "first", "last"))
    by_dates = {(who, pk) for who, first, last in aways for pk, day in days if first <= day <= last}
    answers = Rsvp.objects.filter(gathering__in=gatherings, answer__in=[Answer.NO, Answer.YES])
    said = list(answers.values_list("membership_id", "gathering_id", "answer"))
    noes = {(who, pk) for who, pk, answer in said if answer == Answer.NO}
    return by_dates | noes, {(who, pk) for who, pk, answer in said if answer == Answer.YES}
