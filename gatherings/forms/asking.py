"""Asking somebody to hold a role, and answering."""

from collections.abc import Collection
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from circles.models import Membership
from gatherings.models import Said


class AskForm(forms.Form):
    """Whom to ask, and whether last time's holder sits beside them."""

    member = forms.TypedChoiceField(coerce=int)
    beside = forms.BooleanField(required=False)

    def __init__(self, members: Collection[int], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["member"].choices = [(pk, pk) for pk in members]  # type: ignore[attr-defined]


class AskedForm(forms.Form):
    """Yes, or please ask someone else; perhaps whom."""

    said = forms.ChoiceField(choices=[(said.value, said.label) for said in (Said.YES, Said.NO)])
    to = forms.TypedChoiceField(label=_("Whom?"), required=False, coerce=int, empty_value=None)

    def __init__(self, others: Collection[Membership], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {member.pk: member for member in others}
        names = [(member.pk, member.name) for member in others]
        self.fields["to"].choices = [("", _("whoever feels called")), *names]  # type: ignore[attr-defined]

    def named(self) -> Membership | None:
        """Return whom they named instead, once the form is valid."""
        return self.people.get(self.cleaned_data["to"])
