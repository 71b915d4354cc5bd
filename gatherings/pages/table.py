"""The gatherings to come with their seats, as a host sees them: who holds each, who might, and why; the trail beside.

1. The rota is proposed for the seats open on the page; or anew around what stands: what hosts set and members said
   stays, what the rota proposed is disturbed little, and a seat whose holder is away by now, or would rather not hold
   it any more, is proposed anew.
2. Nothing is stored here: a proposal is on the page until the host keeps it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from circles.models import Circle, Membership
from gatherings.hosting.ledger import Ledger, ledger_of
from gatherings.hosting.turns_told import Telling, differences, reached_in, told_of
from gatherings.models import Gathering, HostingRole, Said, Told, Turn, TurnChange, TurnRequest
from gatherings.pages.trail_words import change_words, told_words

YEAR = 12  # gatherings


@dataclass(frozen=True)
class Option:
    """Somebody who might hold a seat, with the reason in words."""

    person: int
    label: str


@dataclass(frozen=True)
class Step:
    """One line of the trail."""

    at: datetime
    role: HostingRole
    words: str


@dataclass
class Cell:
    """One seat of one role at one gathering."""

    gathering: Gathering
    role: HostingRole
    seat: int
    turn: Turn | None
    options: list[Option]
    beside: Option | None  # who sits beside, or might
    names: Mapping[int, str]
    asked: list[str]  # who was asked by name to hold it and has not answered
    why: str = ""  # of the proposal shown, if it shows one
    choice: Any = None  # the form’s own fields, for the template
    beside_choice: Any = None
    hidden: list[Any] = field(default_factory=list)

    @property
    def key(self) -> str:
        """Its name in the form."""
        return f"{self.gathering.pk}-{self.role.pk}-{self.seat}"

    @property
    def holder(self) -> int | None:
        """Who holds it, as stored."""
        return self.turn.holder_id if self.turn else None

    @property
    def holder_beside(self) -> int | None:
        """Who sits beside them, as stored."""
        return self.turn.beside_id if self.turn else None

    @property
    def title(self) -> str:
        """What it is called at its gathering: the role, and which place of several."""
        if self.role.seats == 1:
            return self.role.name
        return _("%(role)s, place %(seat)s") % {"role": self.role, "seat": self.seat}

    @property
    def chosen(self) -> int | None:
        """Who is chosen on the page."""
        value = str(self.choice.value() or "")
        return int(value) if value.isdecimal() else None

    @property
    def is_beside_chosen(self) -> bool:
        """Whether the one offered beside is chosen on the page."""
        if self.beside is None or self.beside_choice is None:
            return False
        return str(self.beside_choice.value()) == str(self.beside.person)

    @property
    def is_changed(self) -> bool:
        """Whether the page shows something else than what is kept."""
        if self.chosen != self.holder or self.beside is None or self.beside_choice is None:
            return self.chosen != self.holder
        return self.is_beside_chosen != (self.holder_beside is not None) and self.holder is not None

    @property
    def moves(self) -> str:
        """What a proposal would change: "Luc → Anna"; empty where nobody holds the seat."""
        if not self.why or self.holder is None or self.chosen == self.holder:
            return ""
        return f"{self.names.get(self.holder, '')} → {self.names.get(self.chosen or 0, _('open'))}"


@dataclass
class Row:
    """One gathering and its seats, in the order of the roles; who is away; the trail, the latest step first."""

    gathering: Gathering
    cells: list[Cell]
    away: list[str]
    trail: list[Step]


@dataclass
class Table:
    """What the screen shows."""

    circle: Circle
    ahead: int
    rows: list[Row]
    ledger: Ledger
    tellings: list[Telling]

    @property
    def cells(self) -> list[Cell]:
        """Every seat."""
        return [cell for row in self.rows for cell in row.cells]

    @property
    def is_year(self) -> bool:
        """Whether it is the whole year: a grid, and not evening by evening."""
        return self.ahead == YEAR

    @property
    def heads(self) -> list[Cell]:
        """The heads of the grid’s columns."""
        return self.rows[0].cells if self.rows else []

    @property
    def has_trail(self) -> bool:
        """Whether anybody has set anything."""
        return any(row.trail for row in self.rows)

    @property
    def choices_ahead(self) -> list[tuple[int, str]]:
        """How far ahead the screen can look."""
        return [(2, _("The next two")), (6, _("The next six")), (YEAR, _("The whole year"))]

    @property
    def unkept(self) -> int:
        """How many seats on the page are not kept as they are shown."""
        return sum(cell.is_changed for cell in self.cells)

    def propose(
        self, chosen: Mapping[str, int], *, proposed: Mapping[str, int], anew: bool = False
    ) -> dict[str, int]:
        """Return who is chosen on the page, and for open seats whom the rota proposes; note the reasons.

        `proposed` are those of the chosen whom the rota proposed on the page just now. With `anew`, it is proposed
        around what stands (rule 1).
        """
        cells = {(cell.gathering.pk, cell.role.pk, cell.seat): cell for cell in self.cells}
        taken, standing, gone = {}, {}, {}
        for seat, cell in cells.items():
            person = chosen.get(cell.key)
            if person is None:
                continue
            turn = cell.turn if anew and person == cell.holder else None
            if turn and (words := self._gone_words(turn)):
                gone[seat] = words
            elif anew and (proposed.get(cell.key) == person or (turn and self.ledger.stands(turn))):
                standing[seat] = person
            else:
                taken[seat] = person
        on_page = {
            cell.key: chosen[cell.key] for seat, cell in cells.items() if seat in {**taken, **standing}
        }
        for seat, (proposal, why) in self.ledger.proposal(taken, standing=standing).items():
            cells[seat].why = "; ".join(filter(None, [gone.get(seat), why]))
            on_page.pop(cells[seat].key, None)
            if proposal is not None:
                on_page[cells[seat].key] = proposal
        for seat, words in gone.items():
            cells[seat].why = cells[seat].why or words  # of a role nobody is proposed for
        return on_page

    def _gone_words(self, turn: Turn) -> str:
        """Return why a turn can no longer stand, where it cannot."""
        name = next((each.name for each in self.ledger.people if each.pk == turn.holder_id), "")
        if self.ledger.is_away(turn):
            return _("%(name)s is away") % {"name": name}
        if self.ledger.would_rather_not(turn):
            return _("%(name)s would rather not") % {"name": name}
        return ""


def table_of(circle: Circle, *, ahead: int, now: datetime) -> Table:
    """Return the next `ahead` gatherings that are on, with their seats: the same few queries for any number."""
    ledger = ledger_of(circle, ahead=ahead, now=now)
    told, asked = told_of(ledger.gatherings), _asked(ledger)
    trails = _trails(ledger, told)
    names = {person.pk: person.name for person in ledger.people}
    rows = [
        Row(
            each,
            _cells(ledger, each, names, asked, is_year=ahead == YEAR),
            [names[who] for who in names if (who, each.pk) in ledger.away],
            trails.get(each.pk, []),
        )
        for each in ledger.gatherings
    ]
    tellings = differences(
        ledger.gatherings,
        turns=ledger.turns.values(),
        told=told,
        people=ledger.people,
        reached=reached_in(circle),
    )
    return Table(circle, ahead, rows, ledger, tellings)


def _cells(
    ledger: Ledger,
    gathering: Gathering,
    names: Mapping[int, str],
    asked: Mapping[tuple[int, int], list[str]],
    *,
    is_year: bool,
) -> list[Cell]:
    """Return the seats of one gathering; whoever holds one can be seen there, also if they could not be asked now.

    In the grid of a year, whose columns are the roles, one that is for one evening only has no place.
    """
    cells = []
    once = [] if is_year else [role for role in ledger.once if role.only_at_id == gathering.pk]
    for role in [*ledger.roles, *once]:
        options = [Option(person, label) for person, label in ledger.suggestions(gathering, role)]
        known = {option.person for option in options}
        last = ledger.last_turn(gathering, role)
        for seat in range(1, role.seats + 1):
            turn = ledger.turns.get((gathering.pk, role.pk, seat))
            kept = []
            if turn and turn.holder_id in names and turn.holder_id not in known:
                kept = [Option(turn.holder_id, turn.holder.name)]
            waits = [] if turn else asked.get((gathering.pk, role.pk), [])
            beside = _beside(turn, last.holder if last else None)
            cells.append(Cell(gathering, role, seat, turn, [*kept, *options], beside, names, waits))
    return cells


def _asked(ledger: Ledger) -> dict[tuple[int, int], list[str]]:
    """Return who was asked by name and has not answered, by gathering and role: one query."""
    requests = TurnRequest.objects.filter(gathering__in=ledger.gatherings, said=Said.OPEN)
    asked: dict[tuple[int, int], list[str]] = {}
    for request in requests.select_related("asked"):
        asked.setdefault((request.gathering_id, request.role_id), []).append(request.asked.name)
    return asked


def _beside(turn: Turn | None, last: Membership | None) -> Option | None:
    """Return who sits beside the holder; where nobody does, who held the role last and might."""
    who = turn.beside if turn and turn.beside else last
    if who is None or (turn and turn.holder_id == who.pk):
        return None
    return Option(who.pk, _("%(name)s sits beside") % {"name": who.name})


def _trails(ledger: Ledger, told: Iterable[Told]) -> dict[int, list[Step]]:
    """Return the trail of each gathering, what hosts told members among it, the latest step first: one query."""
    changes = TurnChange.objects.filter(gathering__in=ledger.gatherings)
    steps: dict[int, list[Step]] = {}
    for change in changes.select_related("role", "member", "by").order_by("pk"):
        steps.setdefault(change.gathering_id, []).append(Step(change.at, change.role, change_words(change)))
    for row in told:
        if row.by_id != row.member_id:
            steps.setdefault(row.gathering_id, []).append(Step(row.told_at, row.role, told_words(row)))
    return {key: sorted(found, key=lambda step: step.at, reverse=True) for key, found in steps.items()}
