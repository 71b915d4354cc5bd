"""What the circle opens with."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from circles.forms import NameField
from circles.forms.layout import helper


class OpeningForm(forms.Form):
    """The question the round opens with."""

    question = NameField(label=gettext_lazy("The question"), max_length=300, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = helper("question")
