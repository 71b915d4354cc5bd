"""The form behind the page on which a circle grows out of a lab; its rhythm has its own."""

from collections.abc import Sequence
from typing import Any
from uuid import uuid4

from crispy_forms.layout import Div
from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from circles.forms.fields import NameField, WordsField
from circles.forms.layout import helper
from circles.models import Membership
from circles.promises.starter_agreements import STARTER_AGREEMENTS
from gatherings.models import GuestState, Lab, LabGuest

MOST_OWN = 12


class GrowForm(forms.Form):
    """Who belongs, what the circle is called and is for, what it promises itself first.

    Guests who asked to be asked are ticked; everybody else is for the steward to tick. No agreement is ticked.
    """

    guests = forms.MultipleChoiceField(
        label=gettext_lazy("Guests of the lab"), required=False, widget=forms.CheckboxSelectMultiple
    )
    members = forms.MultipleChoiceField(
        label=gettext_lazy("Of our circle"), required=False, widget=forms.CheckboxSelectMultiple
    )
    name = NameField(label=gettext_lazy("Name of the circle"), max_length=80)
    purpose = WordsField(
        label=gettext_lazy("Purpose"),
        max_length=2000,
        help_text=gettext_lazy(
            "What you care about, and what you practise together. Whoever you invite reads it."
        ),
        widget=forms.Textarea(attrs={"rows": 3, "class": "words"}),
    )
    texts = forms.MultipleChoiceField(
        label=gettext_lazy("Which of these did you agree?"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    own = WordsField(
        label=gettext_lazy("In your own words"),
        max_length=3000,
        required=False,
        help_text=gettext_lazy("One agreement on a line."),
        widget=forms.Textarea(attrs={"rows": 3, "class": "words"}),
    )
    once = forms.UUIDField(required=False, widget=forms.HiddenInput, initial=uuid4)

    def __init__(
        self, lab: Lab, guests: Sequence[LabGuest], members: Sequence[Membership], data: Any = None
    ) -> None:
        super().__init__(data)
        self.people: dict[str, dict[str, Any]] = {
            "guests": {str(guest.pk): guest for guest in guests},
            "members": {str(member.pk): member for member in members},
        }
        self._offer("guests", [(str(guest.pk), _guest_words(guest)) for guest in guests])
        self._offer("members", [(str(member.pk), member.name) for member in members])
        asked = [guest for guest in guests if guest.stays_in_touch and guest.state == GuestState.COMING]
        self.fields["guests"].initial = [str(guest.pk) for guest in asked]
        with override(lab.gathering.circle.language):
            words = [str(starter.wording) for starter in STARTER_AGREEMENTS]
        self._offer("texts", [(text, text) for text in words])
        offered = [Div(name) for name in ("guests", "members") if self.people[name]]
        self.who = helper("once", *offered)
        self.what = helper("name", "purpose")
        self.promises = helper("texts", "own")

    def _offer(self, name: str, choices: list[tuple[str, str]]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]

    def clean_own(self) -> list[str]:
        """Return the circle's own agreements, one a line; refuse one too long, or too many."""
        lines = [line.strip() for line in self.cleaned_data["own"].split("\n") if line.strip()]
        if len(lines) > MOST_OWN or any(len(line) > 1000 for line in lines):
            raise forms.ValidationError(_("Begin with a few, each in a sentence. Others can follow."))
        return lines

    def chosen(self) -> dict[str, Any]:
        """Return what growing.grow takes, but for the rhythm, once the form is valid."""
        given = self.cleaned_data
        who = {name: [self.people[name][pk] for pk in given[name]] for name in ("guests", "members")}
        texts = list(dict.fromkeys([*given["texts"], *given["own"]]))
        return {
            "name": given["name"],
            "purpose": given["purpose"],
            "texts": texts,
            "once": given["once"] or uuid4(),
            **who,
        }


def _guest_words(guest: LabGuest) -> str:
    """Return a guest's name, and what the steward should know before ticking it."""
    said = [guest.name]
    if guest.state != GuestState.COMING:
        said.append(str(guest.get_state_display()))
    said.append(_("asks about a circle") if guest.stays_in_touch else _("has not asked to be asked"))
    if not guest.email:
        said.append(_("only a name"))
    return " · ".join(said)
