"""What the catcher heard, or takes from what was brought."""

from typing import Any, cast

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from checkins.forms.marks import nonce_field
from checkins.models import PHRASE_LIMIT, CheckIn
from circles.forms import WordsField
from circles.forms.layout import helper
from circles.models import Membership


class CatchingForm(forms.Form):
    """What the catcher heard: a line, or many; who said it, when that is known."""

    heard = WordsField(
        label=gettext_lazy("What did you hear?"),
        required=False,
        widget=forms.Textarea(
            attrs={
                "rows": 2,
                "class": "words",
                "autocomplete": "off",
                "autocorrect": "off",
                "spellcheck": "false",
            }
        ),
    )
    speaker = forms.ModelChoiceField(
        label=gettext_lazy("Who said it"),
        queryset=Membership.objects.none(),
        required=False,
        empty_label=gettext_lazy("nobody in particular"),
    )
    silence = forms.BooleanField(required=False, widget=forms.HiddenInput)
    nonce = nonce_field()

    def __init__(self, *args: Any, people: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast("forms.ModelChoiceField[Membership]", self.fields["speaker"]).queryset = people
        self.helper = helper("heard", "speaker", "nonce")

    def clean(self) -> dict[str, Any]:
        """Refuse a phrase too long to be one, naming the line; say so when nothing was typed."""
        given = super().clean() or {}
        if given.get("silence") or "heard" not in given:
            return given
        lines = lines_of(given["heard"])
        if not lines:
            self.add_error("heard", _("Type what you heard, or catch a silence."))
        for number, line in enumerate(lines, start=1):
            if len(line) > PHRASE_LIMIT:
                self.add_error("heard", too_long(number, len(line)))
        return given

    @property
    def lines(self) -> list[str]:
        """The phrases, one a line, as typed; one empty string is a caught silence."""
        return [""] if self.cleaned_data["silence"] else lines_of(self.cleaned_data["heard"])


def lines_of(text: str) -> list[str]:
    """Return the lines that hold something, each character for character."""
    return [line for line in text.split("\n") if line.strip()]


def too_long(number: int, length: int) -> str:
    """Return the sentence for a line longer than a phrase can be."""
    return ngettext(
        "Line %(number)d has %(length)d characters; a phrase has at most %(limit)d. Break it where the breath was.",
        "Line %(number)d has %(length)d characters; a phrase has at most %(limit)d. Break it where the breath was.",
        length,
    ) % {"number": number, "length": length, "limit": PHRASE_LIMIT}


class TakingForm(forms.Form):
    """Words the catcher takes from what a member brought, as they stand there."""

    checkin = forms.ModelChoiceField(queryset=CheckIn.objects.none(), widget=forms.HiddenInput)
    taken = WordsField(
        label=gettext_lazy("Take these words"), widget=forms.Textarea(attrs={"rows": 2, "class": "words"})
    )
    nonce = nonce_field()

    def __init__(self, *args: Any, checkins: QuerySet[CheckIn] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if checkins is not None:
            cast("forms.ModelChoiceField[CheckIn]", self.fields["checkin"]).queryset = checkins

    def clean(self) -> dict[str, Any]:
        """Refuse words that are not in the check-in as they stand: taking is not rewriting."""
        given = super().clean() or {}
        checkin = given.get("checkin")
        caught = {phrase.text for phrase in checkin.phrases.all()} if checkin else set()
        for number, line in enumerate(lines_of(given.get("taken", "")), start=1):
            if checkin and line not in checkin.words:
                self.add_error(
                    "taken",
                    _("“%(line)s” is not in what was brought. Take the words as they stand.")
                    % {"line": line},
                )
            if line in caught:
                self.add_error("taken", _("“%(line)s” is caught already.") % {"line": line})
            if len(line) > PHRASE_LIMIT:
                self.add_error("taken", too_long(number, len(line)))
        return given
