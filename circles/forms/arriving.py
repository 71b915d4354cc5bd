"""What is asked of people who arrive, and of the stewards who answer them."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from circles.forms.fields import NameField, WordsField
from circles.forms.layout import helper
from circles.forms.people import NameHereForm
from circles.models import Circle, Membership


class AskForm(NameHereForm):
    """What somebody is to be called in a circle, and a word to its stewards."""

    words = WordsField(
        label=_("A word to the stewards"),
        max_length=1000,
        required=False,
        help_text=_("Who you are, and what brings you. Only the stewards read it."),
        widget=forms.Textarea(attrs={"rows": 4, "class": "words"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].help_text = _("What the circle would call you. Everybody in it would see it.")


class AnswerForm(forms.Form):
    """A steward's yes or no to somebody who asks, and which of the names of the circle they are."""

    answer = forms.ChoiceField(choices=[("yes", "yes"), ("no", "no")])
    claims = forms.ModelChoiceField(Membership.objects.none(), required=False)

    def __init__(self, circle: Circle, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names: Any = self.fields["claims"]
        names.queryset = circle.memberships.present().only_names()

    @property
    def welcome(self) -> bool:
        """Whether it is a yes."""
        return bool(self.cleaned_data["answer"] == "yes")


class NamesForm(forms.Form):
    """People who have no e-mail address, or whose address is not known: one name on a line."""

    names = WordsField(
        label=_("Who else is in the circle?"),
        max_length=5000,
        help_text=_("One name on a line, as the circle calls them. No letter is sent."),
        widget=forms.Textarea(attrs={"rows": 4, "autocomplete": "off"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = helper("names")

    def clean_names(self) -> list[str]:
        """Return the names, each once; refuse what is none."""
        one = NameField(max_length=80)
        found = []
        for line in filter(str.strip, self.cleaned_data["names"].split("\n")):
            name = one.clean(line)
            if "@" in name:
                raise forms.ValidationError(
                    _("“%(name)s” is an e-mail address: invite them instead, so that they get a letter."),
                    params={"name": name},
                )
            found.append(name)
        return list(dict.fromkeys(found))


class ClaimInvitationForm(forms.Form):
    """The address of somebody who is only a name so far."""

    email = forms.EmailField(
        label=_("Their e-mail address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = helper("email")

    def clean_email(self) -> str:
        """Return the address in lower case."""
        return str(self.cleaned_data["email"]).lower()


class PageForm(forms.Form):
    """Which page of a list somebody asks for; anything else is the first."""

    page = forms.IntegerField(min_value=1, max_value=100_000, required=False)

    @property
    def number(self) -> int:
        """The page asked for, from 1."""
        return (self.cleaned_data.get("page") if self.is_valid() else None) or 1
