"""What the circle opens with."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from checkins.models import RoundKind
from circles.forms import NameField
from circles.forms.layout import helper


class OpeningForm(forms.Form):
    """The question a round opens with, or that it closes."""

    question = NameField(label=gettext_lazy("The question"), max_length=300, required=False)

    kind = forms.ChoiceField(
        choices=RoundKind.choices, required=False, widget=forms.HiddenInput, initial=RoundKind.CHECK_IN
    )
    close = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = helper("question", "kind")

    def clean_kind(self) -> RoundKind:
        """Return which round is meant: the check-in where nothing is said."""
        return RoundKind(self.cleaned_data["kind"] or RoundKind.CHECK_IN)
