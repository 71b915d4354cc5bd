"""When a circle's letters go."""

from datetime import time
from typing import Any

from crispy_forms.layout import Row
from django import forms
from django.utils.translation import gettext_lazy as _

from circles.forms.layout import helper
from gatherings.forms.fields import hour_field
from gatherings.models import LetterTimes

DAYS = {"asked_days": (2, 27), "eve_days": (1, 3), "harvest_days": (1, 14)}
EARLIEST, LATEST = time(7), time(19)


class LetterTimesForm(forms.Form):
    """How many days before or after a gathering each letter goes, and the earliest hour of the day."""

    asked_days = forms.IntegerField(
        label=_("“Will you be there?”"),
        required=False,
        help_text=_("Days before, 2 to 27. It goes only to who has not answered. Empty: nobody is asked."),
    )
    eve_days = forms.IntegerField(
        label=_("“We’re expecting you”"),
        required=False,
        help_text=_("Days before, 1 to 3. It goes to who comes or may come. Empty: it is not sent."),
    )
    harvest_days = forms.IntegerField(
        label=_("The poem"),
        required=False,
        help_text=_("Days after, 1 to 14; later if it is given later. Empty: nobody is sent it."),
    )
    hour = hour_field(
        label=_("Not before"),
        help_text=_("From 7:00 to 19:00, on the clock of each who reads."),
    )

    def __init__(self, times: LetterTimes, data: Any = None) -> None:
        fields = (*DAYS, "hour")
        super().__init__(data, initial={field: getattr(times, field) for field in fields})
        self.helper = helper(Row("asked_days", "eve_days"), Row("harvest_days", "hour"))
        for name, (least, most) in DAYS.items():
            self.fields[name].widget.attrs.update({"min": least, "max": most, "inputmode": "numeric"})

    def _days(self, name: str) -> int | None:
        days: int | None = self.cleaned_data[name]
        least, most = DAYS[name]
        if days is not None and not least <= days <= most:
            words = {"least": least, "most": most}
            raise forms.ValidationError(
                _("From %(least)s to %(most)s days, or nothing at all."), params=words, code="days"
            )
        return days

    def clean_asked_days(self) -> int | None:
        """Refuse what is too near or too far."""
        return self._days("asked_days")

    def clean_eve_days(self) -> int | None:
        """The same."""
        return self._days("eve_days")

    def clean_harvest_days(self) -> int | None:
        """The same."""
        return self._days("harvest_days")

    def clean_hour(self) -> time:
        """Refuse an hour at which nobody wants a letter."""
        hour: time = self.cleaned_data["hour"]
        if not EARLIEST <= hour <= LATEST:
            raise forms.ValidationError(_("From 7:00 to 19:00: a letter should not wake anybody."))
        return hour
