"""A pasted list of people to invite; what to do with an invitation, and with the join link."""

import hashlib

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from circles.arriving import paste
from circles.arriving.paste import Fault
from circles.forms.fields import WordsField
from circles.forms.layout import helper
from circles.words.counting import in_words

LONGEST_LIST = 20_000
_WHY = {
    Fault.NO_ADDRESS: _("Line %(line)s: “%(text)s” has no e-mail address."),
    Fault.NO_AT: _("Line %(line)s: in “%(text)s” the @ is missing."),
    Fault.TWO_ATS: _("Line %(line)s: “%(text)s” has more than one @."),
    Fault.NOTHING_BEFORE: _("Line %(line)s: in “%(text)s” nothing stands before the @."),
    Fault.NO_SERVER: _(
        "Line %(line)s: in “%(text)s” the part after the @ is not whole, like circle.example."
    ),
    Fault.STRAY: _("Line %(line)s: “%(text)s” has a letter or sign that no address can have."),
    Fault.TOO_LONG: _("Line %(line)s: “%(text)s” is too long."),
}


class KeysField(forms.MultipleChoiceField):
    """Keys of rows; whether there are such rows is for whoever looks them up."""

    widget = forms.MultipleHiddenInput

    def valid_value(self, value: str) -> bool:
        """Take any number a database can have."""
        return value.isdecimal() and len(value) < 19


class PasteForm(forms.Form):
    """A list of people, looked over before anything is sent.

    `seen` says which addresses were shown when somebody pressed the button that sends: nobody else is invited.
    `mend` writes likely misspelt addresses as they were probably meant; `claims` are the members, only a name so
    far, whom somebody on the list is to take over.
    """

    people = WordsField(
        label=_("Who would you like in the circle?"),
        max_length=LONGEST_LIST,
        help_text=_(
            "Paste from any list, letter or spreadsheet, with names or without: one on a line, in columns, or "
            "with commas between. Nothing is sent before you have looked it over."
        ),
        widget=forms.Textarea(
            attrs={"rows": 8, "spellcheck": "false", "autocapitalize": "none", "autocomplete": "off"}
        ),
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    send = forms.BooleanField(required=False, widget=forms.HiddenInput)
    mend = forms.BooleanField(required=False, widget=forms.HiddenInput)
    claims = KeysField(required=False)

    def __init__(self, data: QueryDict | None = None) -> None:
        if data and data.get("mend"):
            data = data.copy()
            words = data.get("people", "")[:LONGEST_LIST]
            data["people"] = paste.mended(words, paste.read(words).doubtful)
        super().__init__(data)
        self.pasted = paste.read("")
        self.helper = helper("people")

    def clean_people(self) -> str:
        """Read the list; name each line that cannot be read."""
        words: str = self.cleaned_data["people"]
        self.pasted = paste.read(words)
        if self.pasted.wrong:
            raise forms.ValidationError(_("Mend the lines named above, or take them out."))
        return words

    @property
    def wrong_words(self) -> str:
        """How many lines cannot be read, in a sentence."""
        count = len({wrong.line for wrong in self.pasted.wrong})
        said = ngettext(
            "One line needs another look. Nobody has been invited yet.",
            "%(count)s lines need another look. Nobody has been invited yet.",
            count,
        )
        return said % {"count": in_words(count).capitalize()}

    @property
    def wrong_lines(self) -> list[str]:
        """What is wrong, line by line."""
        return [
            _WHY[wrong.fault] % {"line": wrong.line, "text": wrong.text[:80]} for wrong in self.pasted.wrong
        ]

    @property
    def doubts(self) -> list[str]:
        """Which addresses are likely misspelt, and what may be meant."""
        words = _("“%(address)s”: is %(meant)s meant?")
        return [words % {"address": doubt.address, "meant": doubt.meant} for doubt in self.pasted.doubtful]

    @property
    def claimed(self) -> set[int]:
        """The keys of the members, only a name so far, whom somebody on the list is to take over."""
        return {int(key) for key in self.cleaned_data["claims"]}

    @property
    def digest(self) -> str:
        """What `seen` has to be for this list to be sent."""
        addresses = sorted(entry.address for entry in self.pasted.entries)
        return hashlib.sha256("\n".join(addresses).encode()).hexdigest()

    @property
    def is_to_be_sent(self) -> bool:
        """Whether somebody who has seen these very people pressed the button that sends."""
        return bool(self.cleaned_data["send"]) and self.cleaned_data["seen"] == self.digest


class SendAgainForm(forms.Form):
    """Which sending of an invitation the page showed."""

    epoch = forms.IntegerField(min_value=1)


class JoinLinkForm(forms.Form):
    """What to do with the circle's join link, and whether who comes by it asks first."""

    action = forms.ChoiceField(choices=[("renew", "renew"), ("keep", "keep"), ("end", "end")])
    asks = forms.BooleanField(required=False)  # stands beside renew and keep, not beside end
