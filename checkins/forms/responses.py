"""What a reader answers to a poem: a member inside, or somebody beyond the circle; and what a host does with it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from checkins.forms.fields import SaidField, nonce_field
from checkins.models import RESPONSE_LIMIT
from circles.forms import NameField
from circles.forms.layout import helper


class ResponseForm(forms.Form):
    """What a member answers."""

    words = SaidField(
        label=_("Your response"),
        max_length=RESPONSE_LIMIT,
        help_text=_("Everybody in the circle reads it, with your name. It stays in the circle."),
        widget=forms.Textarea(attrs={"rows": 4, "class": "words"}),
    )
    nonce = nonce_field()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = helper(*self.fields)


class ReadersResponseForm(ResponseForm):
    """What somebody beyond the circle answers: no address is asked for."""

    name = NameField(
        label=_("Your name, if you like"),
        max_length=80,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    field_order = ("words", "name", "nonce")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["words"].help_text = _(
            "A host of the circle reads it first. With their yes it stands below the poem, for everybody to read."
        )


class DecisionForm(forms.Form):
    """A press on a response; `list` says that it was on the page of all that wait."""

    list = forms.BooleanField(required=False)


class SwitchForm(forms.Form):
    """Whether readers beyond the circle may respond."""

    takes = forms.BooleanField(required=False)
