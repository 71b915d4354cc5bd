"""A hosting role in words, and what its holder passes on."""

from typing import Any

from crispy_forms.layout import Div, Row
from django import forms
from django.utils.translation import gettext_lazy as _

from circles.forms.fields import NameField, WordsField
from circles.forms.layout import helper
from gatherings.models import HANDOVER_LIMIT, Duty


class RoleForm(forms.Form):
    """What a role is called, how to hold it, and how it goes round."""

    name = NameField(label=_("Name"), max_length=60)
    words = WordsField(
        label=_("How to hold it"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4, "class": "words"}),
        help_text=_("Three lines are enough. Whoever holds it reads them beforehand."),
    )
    duty = forms.ChoiceField(
        label=_("What it lets its holder do here"), choices=Duty.choices, initial=Duty.NONE
    )
    seats = forms.IntegerField(label=_("How many hold it together"), min_value=1, max_value=12, initial=1)
    demanding = forms.BooleanField(
        label=_("Demanding"), required=False, help_text=_("Newcomers hold something lighter first.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = helper("name", "words", Row(Div("duty"), Div("seats")), "demanding", *self.more())

    def more(self) -> list[str]:
        """Return further fields, in their order."""
        return []


class EveryEveningForm(RoleForm):
    """A role of every evening."""

    rotates = forms.BooleanField(
        label=_("It goes round"),
        required=False,
        initial=True,
        help_text=_("Otherwise nobody is proposed for it: a host asks somebody, or somebody takes it up."),
    )

    def more(self) -> list[str]:
        """Return further fields, in their order."""
        return ["rotates"]


class ChangeRoleForm(EveryEveningForm):
    """One that stands."""

    resting = forms.BooleanField(
        label=_("It rests"), required=False, help_text=_("Kept with its past, but not handed out.")
    )

    def more(self) -> list[str]:
        """Return further fields, in their order."""
        return ["rotates", "resting"]


class MoveRoleForm(forms.Form):
    """Which way a role moves in the order."""

    up = forms.BooleanField(required=False)


class BesideForm(forms.Form):
    """Who sits beside, by primary key; nobody: whoever sat there stands down."""

    member = forms.IntegerField(required=False, min_value=1)


class HandoverForm(forms.Form):
    """What the holder would tell the next one."""

    words = WordsField(
        label=_("What would you tell the next one?"),
        max_length=HANDOVER_LIMIT,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "class": "words"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = helper("words")
