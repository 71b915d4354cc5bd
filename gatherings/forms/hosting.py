"""What hosts do on their page of a gathering: answer for somebody, set seats, let guests in."""

from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from circles.forms.fields import NameField
from circles.forms.layout import helper
from gatherings.models import SAID, Answer, Way
from gatherings.pages.answer_choices import NOTHING

MOST_SEATS = 500
_MOST_KEY = 2**63 - 1


class ToldForm(forms.Form):
    """What somebody told a host: whose answer it is, and which; or that it is taken back."""

    said = forms.RegexField(rf"^[0-9]{{1,19}}\.({'|'.join([NOTHING, *SAID, *Way.values])})$")

    def clean_said(self) -> tuple[int, str, str | None]:
        """Return the member's primary key, the answer (empty where it is taken back), and the way."""
        key, _dot, answer = self.cleaned_data["said"].partition(".")
        member = min(int(key), _MOST_KEY)
        if answer in Way.values:
            return member, Answer.YES.value, answer
        return member, "" if answer == NOTHING else answer, None


class SeatsForm(forms.Form):
    """How many seats a gathering has."""

    seats = forms.IntegerField(
        label=_("Seats"),
        required=False,
        min_value=1,
        max_value=MOST_SEATS,
        help_text=_(
            "Empty: as many as come. With a number, who says yes later waits, and is told when a seat is theirs."
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = helper("seats")


class GuestForm(forms.Form):
    """Whom a member brings along. `once` is drawn for each page: sent twice, it is one guest (R5)."""

    once = forms.UUIDField(required=False, widget=forms.HiddenInput, initial=uuid4)
    name = NameField(
        label=_("Their first name"),
        max_length=60,
        help_text=_("The circle reads it. It is let go half a year after the gathering."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = helper("once", "name")
