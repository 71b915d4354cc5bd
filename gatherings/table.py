"""The gatherings to come with their seats, as a host sees them: who holds each, who might, and why."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from circles.models import Circle
from gatherings.ledger import Ledger, ledger_of
from gatherings.models import Gathering, HostingRole


@dataclass(frozen=True)
class Option:
    """Somebody who might hold a seat, with the reason in words."""

    person: int
    label: str


@dataclass
class Cell:
    """One seat of one role at one gathering."""

    gathering: Gathering
    role: HostingRole
    seat: int
    holder: int | None
    options: list[Option]
    why: str = ""  # of the proposal shown, if it shows one
    choice: Any = None  # the form’s own field, for the template
    hidden: list[Any] = field(default_factory=list)

    @property
    def key(self) -> str:
        """Its name in the form."""
        return f"{self.gathering.pk}-{self.role.pk}-{self.seat}"

    @property
    def title(self) -> str:
        """What it is called at its gathering: the role, and which place of several."""
        if self.role.seats == 1:
            return self.role.name
        return _("%(role)s, place %(seat)s") % {"role": self.role, "seat": self.seat}


@dataclass
class Row:
    """One gathering and its seats, in the order of the roles."""

    gathering: Gathering
    cells: list[Cell]


@dataclass
class Table:
    """What the screen shows."""

    circle: Circle
    ahead: int
    rows: list[Row]
    ledger: Ledger

    @property
    def cells(self) -> list[Cell]:
        """Every seat."""
        return [cell for row in self.rows for cell in row.cells]

    @property
    def choices_ahead(self) -> list[tuple[int, str]]:
        """How far ahead the screen can look."""
        return [(2, _("The next two")), (6, _("The next six")), (12, _("The whole year"))]

    def propose(self, chosen: Mapping[str, int]) -> dict[str, int]:
        """Return who is chosen on the page, and for the seats still open whom the rota proposes; note the reasons.

        Nothing is stored.
        """
        cells = {(cell.gathering.pk, cell.role.pk, cell.seat): cell for cell in self.cells}
        taken = {seat: chosen[cell.key] for seat, cell in cells.items() if cell.key in chosen}
        on_page = dict(chosen)
        for seat, (person, why) in self.ledger.proposal(taken).items():
            cells[seat].why = why
            if person is not None:
                on_page[cells[seat].key] = person
        return on_page


def table_of(circle: Circle, *, ahead: int, now: datetime) -> Table:
    """Return the next `ahead` gatherings that are on, with their seats: the same few queries for any number."""
    ledger = ledger_of(circle, ahead=ahead, now=now)
    return Table(circle, ahead, [Row(each, _cells(ledger, each)) for each in ledger.gatherings], ledger)


def _cells(ledger: Ledger, gathering: Gathering) -> list[Cell]:
    """Return the seats of one gathering; whoever holds one can be seen there, also if they could not be asked now."""
    names = {person.pk: person.name for person in ledger.people}
    cells = []
    for role in ledger.roles:
        options = [Option(person, label) for person, label in ledger.suggestions(gathering, role)]
        known = {option.person for option in options}
        for seat in range(1, role.seats + 1):
            holder = ledger.holders.get((gathering.pk, role.pk, seat))
            kept = [Option(holder, names[holder])] if holder in names and holder not in known else []
            cells.append(Cell(gathering, role, seat, holder, [*kept, *options]))
    return cells
