"""Fields and rows for days and hours."""

from datetime import timedelta
from typing import Any

from crispy_forms.layout import Div, Layout, Row
from django import forms
from django.utils.formats import time_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gatherings.wording import lasts


def day_field(**given: Any) -> forms.DateField:
    """Return a field for a day."""
    return forms.DateField(**given, widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}))


def hour_field(**given: Any) -> forms.TimeField:
    """Return a field for an hour on the clock, to the minute."""
    return forms.TimeField(**given, widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}))


def hours_row() -> Layout:
    """Return "from" and "to" side by side, and below them whether that is the next day, where it is asked."""
    return Layout(Row(Div("starts"), Div("ends")), "overnight")


class HoursForm(forms.Form):
    """From when to when, on the circle's clock; `lasts` is cleaned with them.

    An end before the beginning may be a slip or a night: it is asked, by a box that stands there only then.
    """

    starts = hour_field(label=gettext_lazy("From"))
    ends = hour_field(label=gettext_lazy("To"))
    overnight = forms.BooleanField(
        label=gettext_lazy("It lasts until the next day"), required=False, widget=forms.HiddenInput
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        begins, closes = self.initial.get("starts"), self.initial.get("ends")
        if begins and closes and closes < begins:  # as it stands
            self._ask_whether_overnight()
            self.initial["overnight"] = True

    def clean(self) -> dict[str, Any]:
        """Add how long it lasts; refuse no time at all, and what goes past midnight without their saying so."""
        given = super().clean() or {}
        if given.get("starts") is None or given.get("ends") is None:
            return given
        given["lasts"] = lasts(given["starts"], given["ends"])
        if given["lasts"] == timedelta(0):
            self.add_error("ends", _("It would be over when it begins. Choose a later hour."))
        elif given["ends"] < given["starts"]:
            self._ask_whether_overnight()
            if not given["overnight"]:
                said = _(
                    "That is before it begins. Choose a later hour, or say that it lasts until the next day."
                )
                self.add_error("ends", said)
        return given

    @property
    def hours(self) -> str:
        """From when to when in words, once the form is valid: "18:00–20:00"."""
        begins, closes = self.cleaned_data["starts"], self.cleaned_data["ends"]
        span = f"{time_format(begins, 'H:i')}–{time_format(closes, 'H:i')}"
        return _("%(hours)s, until the next day") % {"hours": span} if closes < begins else span

    def _ask_whether_overnight(self) -> None:
        self.fields["overnight"].widget = forms.CheckboxInput()
