"""The gatherings to come with their seats, as a host sees them: who holds each, who might, and why."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from circles.models import Circle
from gatherings import moments
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
    def label(self) -> str:
        """What its choice is called, said whole for who hears the page read."""
        words = {"role": self.role, "day": moments.day_words(self.gathering.day), "seat": self.seat}
        if self.role.seats > 1:
            return _("%(role)s, place %(seat)s, %(day)s") % words
        return _("%(role)s, %(day)s") % words


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
        """Return whom the rota proposes for the seats still open beside those chosen, and note the reasons.

        What is chosen on the page counts as kept; nothing is stored.
        """
        proposed = dict(chosen)
        by_seat = {(cell.gathering.pk, cell.role.pk, cell.seat): cell for cell in self.cells}
        kept = {seat: chosen[cell.key] for seat, cell in by_seat.items() if cell.key in chosen}
        for seat, (person, why) in self.ledger.proposal(kept).items():
            cell = by_seat[seat]
            proposed[cell.key], cell.why = person, why
        return proposed


def table_of(circle: Circle, *, ahead: int, now: datetime) -> Table:
    """Return the next `ahead` gatherings that are on, with their seats: the same few queries for any number."""
    ledger = ledger_of(circle, ahead=ahead, now=now)
    rows = []
    for gathering in ledger.gatherings:
        cells = [
            Cell(
                gathering,
                role,
                seat,
                ledger.holders.get((gathering.pk, role.pk, seat)),
                [Option(person, label) for person, label in ledger.suggestions(gathering, role)],
            )
            for role in ledger.roles
            for seat in range(1, role.seats + 1)
        ]
        rows.append(Row(gathering, cells))
    return Table(circle, ahead, rows, ledger)
