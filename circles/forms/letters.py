"""Which letters I get: a tick for each kind, circle by circle."""

from collections.abc import Sequence
from typing import Any

from django import forms

from circles.models import LetterKind, Membership
from circles.post.letter_choices import kinds_for


class LettersForm(forms.Form):
    """The kinds of letters somebody gets from each of their circles; `memberships` come with what they do without."""

    def __init__(self, memberships: Sequence[Membership], data: Any = None) -> None:
        super().__init__(data)
        self.memberships = memberships
        for membership in memberships:
            without = {unwanted.kind for unwanted in membership.unwanted.all()}
            kinds = kinds_for(membership)
            self.fields[f"circle_{membership.pk}"] = forms.TypedMultipleChoiceField(
                label=membership.circle.name,
                choices=[(kind.value, kind.label) for kind in kinds],
                initial=[kind.value for kind in kinds if kind not in without],
                coerce=LetterKind,
                required=False,
                widget=forms.CheckboxSelectMultiple,
            )

    def chosen(self) -> dict[Membership, list[LetterKind]]:
        """Return the kinds ticked for each membership."""
        return {each: self.cleaned_data[f"circle_{each.pk}"] for each in self.memberships}


class StopForm(forms.Form):
    """What is pressed on the page of an unsubscribing link: any press stops the letters, `again` brings them back."""

    again = forms.BooleanField(required=False)
