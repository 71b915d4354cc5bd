"""Who somebody is when they sign up: a name. The form is allauth's, this is our part of it."""

from django import forms
from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from circles.models import Person


class NameAtSignUp(forms.Form):
    """Asks for a display name; keeps it, with the language the person signed up in."""

    name = forms.CharField(
        label=_("Your name"),
        max_length=80,
        help_text=_("What people call you. The people of your circles see it."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )

    def signup(self, request: HttpRequest, user: Person) -> None:
        """Keep the name and the language of the new person; allauth calls this once they are saved."""
        user.name = self.cleaned_data["name"]
        user.language = get_language() or user.language
        user.save(update_fields=["name", "language"])
