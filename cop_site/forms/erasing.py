"""What is asked before somebody goes for good."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from circles.forms.layout import helper
from circles.models import Membership

REMOVE, LEAVE, EACH = "remove", "leave", "each"
_CHOICES = [(REMOVE, _("Remove my words")), (LEAVE, _("Leave them without a name"))]


class EraseForm(forms.Form):
    """What becomes of somebody's words, in all circles at once or in each, and of the circles only they are in."""

    everywhere = forms.ChoiceField(label=_("My words"), widget=forms.RadioSelect)

    def __init__(self, places: Sequence[Membership], alone: Sequence[Membership], data: Any = None) -> None:
        super().__init__(data)
        self.places = places
        several = len(places) > 1
        everywhere: Any = self.fields["everywhere"]
        everywhere.choices = [*_CHOICES, (EACH, _("Choose for each circle"))] if several else _CHOICES
        if not places:
            del self.fields["everywhere"]
        if several:
            for place in places:
                self.fields[_field(place)] = forms.ChoiceField(
                    label=_("In %(circle)s") % {"circle": place.circle},
                    choices=_CHOICES,
                    widget=forms.RadioSelect,
                    required=False,
                )
        if alone:
            names = ", ".join(str(place.circle) for place in alone)
            self.fields["alone_may_go"] = forms.BooleanField(
                label=_("Delete %(circles)s with me") % {"circles": names},
                error_messages={
                    "required": _("Say that it may go with you, or invite somebody and hand it over first.")
                },
            )
        self.helper = helper()

    def clean(self) -> dict[str, Any]:
        """See that there is an answer for each circle where that was chosen."""
        cleaned = super().clean() or {}
        if cleaned.get("everywhere") == EACH:
            for place in self.places:
                if not cleaned.get(_field(place)) and _field(place) not in self.errors:
                    self.add_error(_field(place), _("Choose one of the two."))
        return cleaned

    def keep_words_in(self) -> set[int]:
        """Return the primary keys of the memberships whose words stay without a name."""
        everywhere = self.cleaned_data.get("everywhere")
        return {
            place.pk
            for place in self.places
            if LEAVE in (everywhere, self.cleaned_data.get(_field(place)) if everywhere == EACH else "")
        }


def _field(place: Membership) -> str:
    return f"in_{place.pk}"
