"""Who said yes aloud."""

from enum import StrEnum
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from checkins.forms.fields import choose_from
from circles.models import Membership


class Aloud(StrEnum):
    """What a tap on the page says: a yes of somebody, or of the circle; or that it was a slip."""

    YES = "yes"
    UNDO = "undo"
    CIRCLE = "circle"
    CIRCLE_UNDO = "circle undo"

    @property
    def is_yes(self) -> bool:
        """Whether it keeps a yes."""
        return self in {Aloud.YES, Aloud.CIRCLE}


class AloudForm(forms.Form):
    """One tap: what is said, and by whom, if it is not the circle."""

    say = forms.ChoiceField(choices=[(each, each) for each in Aloud])
    who = forms.ModelChoiceField(queryset=Membership.objects.none(), required=False)

    def __init__(self, *args: Any, people: QuerySet[Membership], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose_from(self, "who", people)

    def clean(self) -> dict[str, Any]:
        """See that somebody speaks for themselves and nobody for the circle by a slip."""
        given = super().clean() or {}
        of_the_circle = given.get("say") in {Aloud.CIRCLE, Aloud.CIRCLE_UNDO}
        if "who" in given and of_the_circle == bool(given["who"]):
            self.add_error("who", _("Who says so?"))
        return given
