"""Fields and rows for days and hours."""

from datetime import timedelta
from typing import Any

from crispy_forms.layout import Div, Row
from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gatherings.wording import lasts


def day_field(**given: Any) -> forms.DateField:
    """Return a field for a day."""
    return forms.DateField(**given, widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}))


def hour_field(**given: Any) -> forms.TimeField:
    """Return a field for an hour on the clock, to the minute."""
    return forms.TimeField(**given, widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}))


def hours_row() -> Row:
    """Return "from" and "to" side by side."""
    return Row(Div("starts"), Div("ends"))


class HoursForm(forms.Form):
    """From when to when, on the circle's clock; `lasts` is cleaned with them."""

    starts = hour_field(label=gettext_lazy("From"))
    ends = hour_field(label=gettext_lazy("To"))

    def clean(self) -> dict[str, Any]:
        """Add how long it lasts, past midnight where it ends earlier than it begins; refuse no time at all."""
        given = super().clean() or {}
        if given.get("starts") and given.get("ends"):
            given["lasts"] = lasts(given["starts"], given["ends"])
            if given["lasts"] == timedelta(0):
                self.add_error("ends", _("It would be over when it begins. Choose a later hour."))
        return given
