"""What a member wishes for each role."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gatherings.models import HostingRole, Wish

WISHES = [
    (Wish.GLADLY.value, _("Gladly")),
    ("", _("Like any other")),
    (Wish.RATHER_NOT.value, _("Rather not")),
]


class WishesForm(forms.Form):
    """For each role of the circle one of three wishes; as loaded, a role carries the present one in `my_wish`."""

    def __init__(self, roles: Sequence[HostingRole], data: Any = None) -> None:
        super().__init__(data)
        self.roles = roles
        for role in roles:
            self.fields[f"role-{role.pk}"] = forms.ChoiceField(
                label=role.name,
                choices=WISHES,
                required=False,
                initial=getattr(role, "my_wish", None) or "",
                widget=forms.RadioSelect,
            )

    def rows(self) -> list[tuple[HostingRole, forms.BoundField]]:
        """Return each role with its field, for the page."""
        return [(role, self[f"role-{role.pk}"]) for role in self.roles]

    def wishes(self) -> dict[int, str]:
        """Return the wish for each role by its primary key, once the form is valid."""
        return {role.pk: self.cleaned_data[f"role-{role.pk}"] for role in self.roles}
