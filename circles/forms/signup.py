"""Who somebody is when they sign up: a name, and where they are. The form is allauth's, this is our part of it."""

from contextlib import suppress
from typing import Any

from allauth.core import context
from django import forms
from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from circles.forms.fields import NameField, ZoneField
from circles.models import Person
from circles.signing_in.way import address_on


class NameAtSignUp(forms.Form):
    """Asks for a display name and, if they like, a zone; keeps them, with the language they signed up in."""

    name = NameField(
        label=_("Your name"),
        max_length=80,
        help_text=_("What people call you. The people of your circles see it."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    timezone = ZoneField(
        label=_("Your time zone"),
        required=False,
        help_text=_("Type a city near you, such as Edmonton, and choose. You may leave it for later."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Fill in the name by which a link knows them (`?name=`), and the address typed at the other door."""
        super().__init__(*args, **kwargs)
        if context.request and (typed := address_on(context.request)):
            self.initial.setdefault("email", typed)
        offered = context.request.GET.get("name", "") if context.request else ""
        with suppress(forms.ValidationError):
            self.fields["name"].initial = self.fields["name"].clean(offered)

    def signup(self, request: HttpRequest, user: Person) -> None:
        """Keep what was said of the new person; allauth calls this once they are saved."""
        user.name = self.cleaned_data["name"]
        user.timezone = self.cleaned_data["timezone"] or user.timezone
        user.language = get_language() or user.language
        user.save(update_fields=["name", "timezone", "language"])
