"""From when a circle rests and why, and what it says when it closes."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from circles.forms.fields import NameField, WordsField
from circles.forms.layout import helper
from circles.models import Circle
from gatherings.forms.fields import day_field
from gatherings.schedule.reach import TEN_YEARS


class RestForm(forms.Form):
    """From which day on the circle rests, on its own calendar, and a word why."""

    since = day_field(label=gettext_lazy("From"))
    why = NameField(
        label=gettext_lazy("A word why"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("Everybody in the circle reads it, on its pages and in their calendar."),
    )

    def __init__(self, circle: Circle, data: Any = None, *, today: date) -> None:
        self.today, self.known = today, circle.resting_since
        initial = {"since": circle.resting_since or today, "why": circle.resting_why}
        super().__init__(data, initial=initial)
        self.helper = helper("since", "why")

    def clean_since(self) -> date:
        """Refuse a day that has gone by, unless the circle has rested since then, and one out of sight."""
        since: date = self.cleaned_data["since"]
        if since < self.today and since != self.known:
            raise forms.ValidationError(_("That day has gone by. Choose today or a day to come."))
        if since > self.today + TEN_YEARS:
            raise forms.ValidationError(_("That is more than ten years away. Look at the year again."))
        return since


class CloseForm(forms.Form):
    """What the circle says when it closes."""

    farewell = WordsField(
        label=gettext_lazy("Words of farewell"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4, "class": "words"}),
        help_text=gettext_lazy("They stand on the circle’s front page from then on."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = helper("farewell")
