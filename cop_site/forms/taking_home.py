"""What is asked before a circle is taken home."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from circles.forms.layout import helper


class TakeHomeForm(forms.Form):
    """Whether the addresses of the members come along."""

    addresses = forms.BooleanField(
        required=False,
        label=_("With e-mail addresses, so that people find their place again"),
        help_text=_(
            "Only for moving the circle to another site. Without them each of you claims their name there."
        ),
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        self.helper = helper()
