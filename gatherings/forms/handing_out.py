"""The forms behind the screen where turns are handed out: a choice for every seat, and whom to tell."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gatherings.hosting.handing_out import SeatChange
from gatherings.hosting.turns_told import Telling
from gatherings.pages.table import Cell, Table

_STALE = gettext_lazy("Something has changed since you looked. Read again who is to be told what.")


class SeatsForm(forms.Form):
    """For every seat of the table: whom the host wants there, whom they saw there, and whom the rota proposed."""

    def __init__(self, table: Table, data: Any = None, *, on_page: dict[str, int] | None = None) -> None:
        super().__init__(data)
        self.table = table
        people = [(person.pk, person.name) for person in table.ledger.people]
        for cell in table.cells:
            seen = cell.holder or ""
            wanted = seen if on_page is None else on_page.get(cell.key, "")
            choices = [("", _("open"))] + [(option.person, option.label) for option in cell.options]
            self.fields[f"seat-{cell.key}"] = _person(choices, wanted, label=cell.title)
            self.fields[f"was-{cell.key}"] = _hidden(seen)
            self.fields[f"proposed-{cell.key}"] = _hidden(wanted if cell.why else "")
            cell.choice = self[f"seat-{cell.key}"]
            cell.hidden = [self[f"was-{cell.key}"], self[f"proposed-{cell.key}"]]
            # In the grid of a year nobody is set beside; who sits there stays with the holder.
            if not table.is_year:
                beside = cell.holder_beside if wanted == seen else None
                self.fields[f"beside-{cell.key}"] = _person([("", ""), *people], beside or "")
                self.fields[f"was_beside-{cell.key}"] = _hidden(cell.holder_beside or "")
                cell.beside_choice = self[f"beside-{cell.key}"]
                cell.hidden.append(self[f"was_beside-{cell.key}"])

    def chosen(self) -> dict[str, int]:
        """Return what is chosen on the page so far, by seat; faulty choices left out."""
        return self._given("seat")

    def proposed(self) -> dict[str, int]:
        """Return whom the rota proposed on the page, by seat."""
        return self._given("proposed")

    def changes(self) -> list[SeatChange]:
        """Return what the host changed, once the form is valid."""
        return [change for cell in self.table.cells if (change := self._change(cell))]

    def _given(self, name: str) -> dict[str, int]:
        self.is_valid()
        return {
            cell.key: given
            for cell in self.table.cells
            if (given := self.cleaned_data.get(f"{name}-{cell.key}"))
        }

    def _change(self, cell: Cell) -> SeatChange | None:
        given = self.cleaned_data
        was, to, proposed = (given[f"{name}-{cell.key}"] for name in ("was", "seat", "proposed"))
        was_beside, beside = (given.get(f"{name}-{cell.key}") for name in ("was_beside", "beside"))
        if beside == to or to is None:
            beside = None  # nobody sits beside themselves, or beside an open seat
        if (was, was_beside) == (to, beside):
            return None
        return SeatChange(
            cell.gathering.pk,
            cell.role.pk,
            cell.seat,
            was,
            to,
            was_beside=was_beside,
            beside=beside,
            proposed=to is not None and to == proposed,
        )


class TellForm(forms.Form):
    """Whom the host was shown to be told what; or one of them, who knows already."""

    telling = forms.MultipleChoiceField(required=False)
    knows = forms.ChoiceField(required=False)

    def __init__(self, tellings: list[Telling], data: Any = None) -> None:
        super().__init__(data)
        keys = [(telling.key, telling.member.name) for telling in tellings]
        for name in ("telling", "knows"):
            self.fields[name].choices = keys  # type: ignore[attr-defined]
            self.fields[name].error_messages["invalid_choice"] = _STALE

    @property
    def stale(self) -> str:
        """The sentence for a host who read something else than what is to be told by now; else empty."""
        return str(_STALE) if self.errors else ""


def _person(choices: list[tuple[Any, str]], initial: int | str, *, label: str = "") -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label=label, choices=choices, required=False, coerce=int, empty_value=None, initial=initial
    )


def _hidden(value: int | str) -> forms.IntegerField:
    return forms.IntegerField(required=False, initial=value, widget=forms.HiddenInput)
