"""Labs: what a host says of one, and how somebody from outside signs up."""

from datetime import date
from typing import Any
from uuid import uuid4

from crispy_forms.layout import Div, Row
from django import forms
from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from circles.forms.fields import NameField, WordsField
from circles.forms.layout import helper
from gatherings.forms.fields import day_field, hour_field
from gatherings.models import Lab

MOST_SEATS = 500
ABOUT = ("title", "invitation", "place", "call_link", "seats")
DAYS = ("first_day", "last_day", "starts", "daily_ends")


class LabForm(forms.Form):
    """What a lab says of itself."""

    title = NameField(label=_("Title"), max_length=120)
    invitation = WordsField(
        label=_("Invitation"),
        max_length=3000,
        help_text=_("What it is about, for whom, what to bring. Everybody who opens its page reads it."),
        widget=forms.Textarea(attrs={"rows": 6, "class": "words"}),
    )
    place = NameField(
        label=_("Place"),
        max_length=200,
        required=False,
        help_text=_("Everybody who opens its page reads it. Empty: the circle’s usual place."),
    )
    call_link = forms.URLField(
        label=_("Call link"),
        max_length=500,
        required=False,
        assume_scheme="https",
        help_text=_("Only those who come see it. Empty: the circle’s own."),
    )
    seats = forms.IntegerField(
        label=_("Seats for guests"),
        required=False,
        min_value=1,
        max_value=MOST_SEATS,
        help_text=_("Empty: as many as come."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = helper(*self.layout())

    def layout(self) -> list[Any]:
        """Return the fields in their order."""
        return ["title", "invitation", *self.between(), "place", "call_link", "seats"]

    def between(self) -> list[Any]:
        """Return what stands between the words and the place."""
        return []

    def about(self) -> dict[str, Any]:
        """Return what it says of itself as labs.plan and labs.change take it, once the form is valid."""
        return {name: self.cleaned_data[name] for name in ABOUT}


class DaysForm(forms.Form):
    """When a lab is."""

    first_day = day_field(label=_("First day"))
    last_day = day_field(label=_("Last day"))
    starts = hour_field(label=_("Each day from"), initial="09:00")
    daily_ends = hour_field(label=_("Each day to"), initial="17:00")

    def days(self) -> dict[str, Any]:
        """Return its days and hours as labs.plan and labs.move take them, once the form is valid."""
        return {name: self.cleaned_data[name] for name in DAYS}


def _days_rows() -> list[Any]:
    return [Row(Div("first_day"), Div("last_day")), Row(Div("starts"), Div("daily_ends"))]


class PlanLabForm(DaysForm, LabForm):
    """A new lab. `once` is drawn for each page: posted twice, it is one lab (R5)."""

    once = forms.UUIDField(required=False, widget=forms.HiddenInput, initial=uuid4)

    def between(self) -> list[Any]:
        """Return its days."""
        return ["once", *_days_rows()]


class MoveLabForm(DaysForm):
    """Other days or hours, with a word why."""

    reason = NameField(
        label=_("A word why"), max_length=300, help_text=_("The circle and the guests of the lab read it.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = helper(*_days_rows(), "reason")


class SignUpForm(forms.Form):
    """Somebody from outside would like to come. No account is needed."""

    name = NameField(
        label=_("Your name"), max_length=80, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    email = forms.EmailField(
        label=_("E-mail"), max_length=254, widget=forms.EmailInput(attrs={"autocomplete": "email"})
    )
    words = NameField(
        label=_("What brings you?"),
        max_length=300,
        required=False,
        help_text=_("A line, if you like. The hosts of the lab read it, nobody else."),
    )
    stays_in_touch = forms.BooleanField(label=_("Ask me when a circle grows out of it"), required=False)
    language = forms.ChoiceField(label=_("Write to me in"), choices=settings.LANGUAGES)
    once = forms.UUIDField(required=False, widget=forms.HiddenInput, initial=uuid4)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["language"].initial = get_language()
        self.helper = helper("once", Row(Div("name"), Div("email")), "words", "stays_in_touch", "language")


class GuestForm(forms.Form):
    """A guest who said so by word of mouth."""

    name = NameField(label=_("First name"), max_length=80)
    email = forms.EmailField(
        label=_("E-mail"),
        max_length=254,
        required=False,
        help_text=_("If they have one: they are sent the link to their seat."),
    )
    once = forms.UUIDField(required=False, widget=forms.HiddenInput, initial=uuid4)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = helper("once", Row(Div("name"), Div("email")))


class AnnounceForm(forms.Form):
    """What a host does with a lab's public page."""

    do = forms.ChoiceField(choices=[(word, word) for word in ("publish", "unpublish", "open", "close")])


class SeatForm(forms.Form):
    """What a guest says on their own page."""

    do = forms.ChoiceField(choices=[("confirm", "confirm"), ("withdraw", "withdraw")])


def as_it_stands(lab: Lab) -> dict[str, Any]:
    """Return what the forms of a lab begin with."""
    gathering = lab.gathering
    days: dict[str, date | Any] = {
        "first_day": gathering.day,
        "last_day": lab.last_day,
        "starts": gathering.starts,
        "daily_ends": lab.daily_ends,
    }
    about = {"title": lab.title, "invitation": lab.invitation, "seats": lab.seats}
    return days | about | {"place": gathering.place, "call_link": gathering.call_link}
