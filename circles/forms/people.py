"""What somebody is called, and who they are on the whole site."""

from typing import Any

from crispy_forms.layout import Div, Row
from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from circles.forms.fields import NameField, ZoneField
from circles.forms.layout import helper
from circles.models import Membership, MembershipQuerySet, Person, Standing


class NameHereForm(forms.Form):
    """What somebody is called in one circle."""

    name = NameField(
        label=_("Your name here"),
        max_length=80,
        help_text=_("What the circle calls you. Everybody in it sees it."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = helper()


class MeForm(forms.Form):
    """Name, zone and language of a person."""

    name = NameField(
        label=_("Your name"),
        max_length=80,
        help_text=_("Circles that call you by your old name will call you by the new one."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    timezone = ZoneField(
        label=_("Your time zone"),
        help_text=_(
            "Type a city near you, such as Edmonton, and choose. You see each time in yours as well."
        ),
    )
    language = forms.ChoiceField(
        label=_("Your language"),
        choices=settings.LANGUAGES,
        help_text=_("Of these pages, of your letters, of your calendar."),
    )

    def __init__(self, person: Person, data: Any = None) -> None:
        initial = {"name": person.name, "timezone": person.timezone, "language": person.language}
        super().__init__(data, initial=initial)
        self.helper = helper("name", Row(Div("timezone"), Div("language")))


class HandOverForm(forms.Form):
    """Who looks after the circle from now on, and whether I stay."""

    to: forms.ModelChoiceField[Membership] = forms.ModelChoiceField(
        label=_("Who takes over"), queryset=None, widget=forms.RadioSelect, empty_label=None
    )
    leaves = forms.ChoiceField(
        label=_("And you"),
        choices=[("", _("I stay, as a member")), ("yes", _("I leave the circle"))],
        required=False,
        widget=forms.RadioSelect,
    )

    def __init__(self, heirs: MembershipQuerySet, data: Any = None, *, leaving: bool = False) -> None:
        super().__init__(data, initial={"leaves": "yes" if leaving else ""})
        to: Any = self.fields["to"]
        to.queryset = heirs
        self.helper = helper("to", "leaves")

    def clean_leaves(self) -> bool:
        """Return whether they leave."""
        return bool(self.cleaned_data["leaves"])


class StandingForm(forms.Form):
    """The standing somebody is given."""

    standing = forms.TypedChoiceField(choices=Standing.choices, coerce=lambda value: Standing(int(value)))
