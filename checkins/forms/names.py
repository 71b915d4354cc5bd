"""What becomes of names that stand at lines which are kept without who said them."""

from collections.abc import Iterable
from enum import StrEnum

from django import forms

from checkins.phrases import line_names


class Named(StrEnum):
    """What becomes of them."""

    OFF = "off"
    STAY = "stay"


class NamesForm(forms.Form):
    """Many lines at once: where names stand at them, nothing is kept before somebody has said what becomes of these.

    A name that is taken off is kept nowhere: nobody is known by it to have said the line.
    """

    named = forms.ChoiceField(
        choices=[(each, each) for each in Named], required=False, widget=forms.HiddenInput
    )
    names: frozenset[str] = frozenset()  # whose they may be (`line_names.names_to_find`)

    def as_kept(self, line: str) -> str:
        """Return a line as it is kept: as it was typed, or without the names that stood at it."""
        off = self.cleaned_data["named"] == Named.OFF
        return line_names.without_names(line, self.names) if off else line

    def asking(self, lines: Iterable[str]) -> list[tuple[str, str]]:
        """Return the lines that seem to carry a name, each with what it would be without; none once that is settled."""
        return [] if self.cleaned_data["named"] else line_names.that_carry_names(lines, self.names)
