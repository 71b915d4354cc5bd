"""What the circle opens and closes with."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from checkins.models import RoundKind
from circles.forms import NameField
from circles.forms.layout import helper

_LONG = forms.Textarea(attrs={"rows": 2, "class": "grows"})  # all of a question is seen, also on a phone


class OpeningForm(forms.Form):
    """The question a round opens with, or that it closes."""

    question = NameField(label=gettext_lazy("The question"), max_length=300, required=False, widget=_LONG)

    kind = forms.ChoiceField(
        choices=RoundKind.choices, required=False, widget=forms.HiddenInput, initial=RoundKind.CHECK_IN
    )
    close = forms.CharField(required=False, widget=forms.HiddenInput)
    keep = forms.CharField(required=False, widget=forms.HiddenInput)  # the question alone, and open nothing

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = helper("question", "kind")
        if self["kind"].value() == RoundKind.CHECK_OUT:
            self.fields["question"].label = _("The question to close with")

    def clean_kind(self) -> RoundKind:
        """Return which round is meant: the check-in where nothing is said."""
        return RoundKind(self.cleaned_data["kind"] or RoundKind.CHECK_IN)
