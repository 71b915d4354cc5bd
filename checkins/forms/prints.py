"""As what a poem is kept."""

from typing import Any

from django import forms

from checkins.models import PrintKind


class KeepingForm(forms.Form):
    """One of the sheets a member keeps; the picture for sharing is made for links alone."""

    form = forms.ChoiceField(choices=[(kind, kind) for kind in (PrintKind.PDF, PrintKind.SVG, PrintKind.PNG)])

    @property
    def kind(self) -> PrintKind:
        """What was chosen, of a form that is valid."""
        chosen: dict[str, Any] = self.cleaned_data
        return PrintKind(chosen["form"])
