"""What a host does with one gathering, and where a button was pressed."""

from typing import Any

from django import forms
from django.utils.functional import cached_property
from django.utils.timezone import localdate, now
from django.utils.translation import gettext_lazy as _

from circles.forms.fields import NameField, WordsField
from circles.forms.layout import helper
from circles.models import Circle
from gatherings.forms.fields import HoursForm, day_field, hours_row
from gatherings.wording import odd_words


class BackForm(forms.Form):
    """Which page a button was pressed on, where it stands on several."""

    back = forms.ChoiceField(choices=[("rota", "rota")], required=False)


class GaveBackForm(forms.Form):
    """Whether a role was given back a moment ago."""

    gave_back = forms.ChoiceField(choices=[("yes", "yes")], required=False)


class AddForm(HoursForm):
    """A gathering set by hand. What is odd about its time is said once before it is set (R85).

    The page that says it carries `said`: the day and hour it was said of.
    """

    day = day_field(label=_("Day"))
    said = forms.CharField(required=False, widget=forms.HiddenInput)
    field_order = ["day", "starts", "ends"]

    def __init__(self, circle: Circle, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.circle = circle
        self.helper = helper("day", hours_row())

    @property
    def when(self) -> str:
        """The day and hour that were chosen, in one line; nothing until both are."""
        day, starts = (
            (self.cleaned_data.get(name) for name in ("day", "starts")) if self.is_bound else (None, None)
        )
        return f"{day} {starts}" if day and starts is not None else ""

    @cached_property
    def odd(self) -> str:
        """What is odd about that day and hour, in words; nothing where they are as they were."""
        self.is_valid()
        if not self.when or not {"day", "starts"} & set(self.changed_data):
            return ""
        if self.cleaned_data["day"] < localdate(now(), self.circle.zone):
            return ""  # which is refused, whatever day it was
        return odd_words(
            self.cleaned_data["day"], self.cleaned_data["starts"], self.circle.zone, self.circle.country
        )

    @property
    def has_been_said(self) -> bool:
        """Whether there is nothing odd to say, or it was said before, once the form is valid."""
        return not self.odd or self.cleaned_data["said"] == self.when


class MoveForm(AddForm):
    """Another time for a gathering, with a word why."""

    reason = NameField(
        label=_("A word why"), max_length=300, help_text=_("Everybody in the circle reads it.")
    )
    field_order = ["day", "starts", "ends", "reason"]

    def __init__(self, circle: Circle, *args: Any, **kwargs: Any) -> None:
        super().__init__(circle, *args, **kwargs)
        self.helper = helper("day", hours_row(), "reason")


class CallOffForm(forms.Form):
    """Why a gathering will not be."""

    reason = NameField(
        label=_("A word why"), max_length=300, help_text=_("Everybody in the circle reads it.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = helper("reason")


class PrepareForm(forms.Form):
    """What a gathering is about, what to bring, and where it is."""

    theme = NameField(label=_("Theme"), max_length=200, required=False)
    question = WordsField(
        label=_("Check-in question"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2, "class": "words"}),
        help_text=_("The circle reads it here beforehand, and hears it when the circle opens."),
    )
    preparation = WordsField(
        label=_("Preparation"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_(
            "What to think of beforehand, or to bring. The circle reads it here and in its calendars."
        ),
    )
    materials = WordsField(
        label=_("Materials"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("One a line: what it is, and its address."),
    )
    place = NameField(label=_("Place"), max_length=200, required=False)
    call_link = forms.URLField(label=_("Call link"), max_length=500, required=False, assume_scheme="https")

    def __init__(self, *args: Any, usual_place: str = "", usual_call: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if usual_place:
            self.fields["place"].help_text = _("Left empty, it is the usual one: %(place)s") % {
                "place": usual_place
            }
        if usual_call:
            self.fields["call_link"].help_text = _("Left empty, it is the circle’s own.")
        self.helper = helper("theme", "question", "preparation", "materials", "place", "call_link")
