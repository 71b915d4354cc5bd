"""What a member says of themselves: when they are away, where they use a calendar link."""

from typing import Any
from uuid import uuid4

from crispy_forms.layout import Div, Row
from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from circles.forms.fields import NameField
from circles.forms.layout import helper
from gatherings.forms.fields import day_field


class AwayForm(forms.Form):
    """The days somebody is away, the first and the last included."""

    first = day_field(label=gettext_lazy("From"))
    last = day_field(label=gettext_lazy("To, that day included"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = helper(Row(Div("first"), Div("last")))

    def clean(self) -> dict[str, Any]:
        """Refuse days that end before they begin."""
        given = super().clean() or {}
        if given.get("first") and given.get("last") and given["last"] < given["first"]:
            self.add_error("last", _("The last day is before the first."))
        return given


class CalendarLinkForm(forms.Form):
    """What a calendar link is called, to tell it from the others, and whether it shows what I said no to."""

    label = NameField(
        label=gettext_lazy("Where will you use it?"),
        max_length=60,
        required=False,
        help_text=gettext_lazy("Such as “my phone”. Only you see it."),
    )
    leaves_out_no = forms.BooleanField(
        label=gettext_lazy("Leave out what I said no to"),
        required=False,
        help_text=gettext_lazy("Otherwise it stands there as free time. You can change this later."),
    )
    once = forms.UUIDField(required=False, widget=forms.HiddenInput, initial=uuid4)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = helper("once", "label", "leaves_out_no")


class LeavesOutForm(forms.Form):
    """Whether a calendar link leaves out what one said no to: the button says so."""

    leaves_out = forms.TypedChoiceField(
        choices=[("yes", "yes"), ("no", "no")], coerce=lambda said: said == "yes"
    )
