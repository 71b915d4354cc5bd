"""The form behind the screen where turns are handed out: a choice for every seat."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _

from gatherings.handing_out import SeatChange
from gatherings.table import Cell, Table


class SeatsForm(forms.Form):
    """For every seat of the table: whom the host wants there, whom they saw there, and whom the rota proposed."""

    def __init__(self, table: Table, data: Any = None, *, on_page: dict[str, int] | None = None) -> None:
        super().__init__(data)
        self.table = table
        for cell in table.cells:
            seen = cell.holder or ""
            wanted = seen if on_page is None else on_page.get(cell.key, "")
            choices = [("", _("open"))] + [(option.person, option.label) for option in cell.options]
            self.fields[f"seat-{cell.key}"] = forms.TypedChoiceField(
                label=cell.title,
                choices=choices,
                required=False,
                coerce=int,
                empty_value=None,
                initial=wanted,
            )
            self.fields[f"was-{cell.key}"] = _hidden(seen)
            self.fields[f"proposed-{cell.key}"] = _hidden(wanted if cell.why else "")
            cell.choice = self[f"seat-{cell.key}"]
            cell.hidden = [self[f"was-{cell.key}"], self[f"proposed-{cell.key}"]]

    def chosen(self) -> dict[str, int]:
        """Return what is chosen on the page so far, by seat; faulty choices left out."""
        self.is_valid()
        return {
            cell.key: chosen
            for cell in self.table.cells
            if (chosen := self.cleaned_data.get(f"seat-{cell.key}"))
        }

    def changes(self) -> list[SeatChange]:
        """Return what the host changed, once the form is valid."""
        return [change for cell in self.table.cells if (change := self._change(cell))]

    def _change(self, cell: Cell) -> SeatChange | None:
        given = self.cleaned_data
        was, to, proposed = (given[f"{name}-{cell.key}"] for name in ("was", "seat", "proposed"))
        if was == to:
            return None
        return SeatChange(
            cell.gathering.pk, cell.role.pk, cell.seat, was, to, proposed=to is not None and to == proposed
        )


def _hidden(value: int | str) -> forms.IntegerField:
    return forms.IntegerField(required=False, initial=value, widget=forms.HiddenInput)
