"""After a gathering: who was there, and what the circle keeps of it."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from circles.forms.fields import WordsField
from circles.forms.layout import helper
from circles.models import Membership


class ThereForm(forms.Form):
    """A tick for each who was there."""

    def __init__(self, *args: Any, members: list[Membership], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["there"] = forms.TypedMultipleChoiceField(
            label=_("Who was there"),
            coerce=int,
            required=False,
            choices=[(member.pk, str(member)) for member in members],
            widget=forms.CheckboxSelectMultiple,
            error_messages={"invalid_choice": _("Somebody on this list is not here any more. Look again.")},
        )


class NotesForm(forms.Form):
    """Notes and links, with the fingerprint of those their writer saw."""

    notes = WordsField(
        label=gettext_lazy("Notes and links"),
        max_length=5000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=gettext_lazy("Plain words; addresses become links. What was said stays with who said it."),
    )
    seen = forms.CharField(max_length=16, required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = helper("notes")  # the template shows what was seen
