"""What a member brings to the round, and what becomes of their lines in a poem."""

from enum import StrEnum
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from checkins.forms.fields import SaidField, nonce_field
from checkins.models import CHECKIN_LIMIT, PHRASE_LIMIT
from circles.forms.layout import helper


class WordsForm(forms.Form):
    """What a member brings to the round."""

    words = SaidField(
        label=gettext_lazy("Your words"),
        max_length=CHECKIN_LIMIT,
        widget=forms.Textarea(attrs={"rows": 5, "class": "words", "autocomplete": "off"}),
    )
    nonce = nonce_field()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = helper("words", "nonce")


class LineForm(forms.Form):
    """A line of one's own, as one says it was."""

    words = SaidField(
        label=gettext_lazy("Your line"),
        max_length=PHRASE_LIMIT,
        widget=forms.Textarea(
            attrs={"rows": 2, "class": "words", "autocomplete": "off", "spellcheck": "false"}
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = helper("words")

    def clean_words(self) -> str:
        """Refuse a line break: a line is one line; how the poem breaks is its catcher's."""
        words: str = self.cleaned_data["words"]
        if "\n" in words:
            raise forms.ValidationError(_("Keep it on one line; where the poem breaks is its catcher’s."))
        return words


class Say(StrEnum):
    """What a member can say of a line in a poem, or of what they said aloud."""

    RIGHT = "right"
    TRAVELS = "travels"
    STAYS = "stays"
    OUT = "out"
    MINE = "mine"
    NOT_MINE = "not mine"
    NOT_ALOUD = "not aloud"


class SayingForm(forms.Form):
    """What becomes of a line; without one, of all that are mine, which only may travel or stay."""

    say = forms.ChoiceField(choices=[(each, each) for each in Say])
    line = forms.IntegerField(required=False, min_value=1, max_value=2**63 - 1)

    def clean(self) -> dict[str, Any]:
        """See that only what can be said of all my lines at once is said of them."""
        said = self.cleaned_data
        if not said.get("line") and said.get("say") not in {Say.TRAVELS, Say.STAYS, Say.NOT_ALOUD}:
            self.add_error("line", _("Which line?"))
        return said


class TakingBackForm(forms.Form):
    """What becomes of a line of mine in a circle I have left: it is kept from travelling, no more."""

    say = forms.ChoiceField(choices=[(each, each) for each in (Say.STAYS, Say.OUT)])
    line = forms.IntegerField(min_value=1, max_value=2**63 - 1)
