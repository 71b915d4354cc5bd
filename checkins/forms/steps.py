"""One step at the stitching table, as its page sends it: each saved as it is made."""

import unicodedata
from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext as _

from checkins.models import PHRASE_LIMIT, THANKS_LIMIT, TITLE_LIMIT, SeamKind
from checkins.poem.steps import Step, Verb
from checkins.stitching import Seam
from circles.forms import NameField


class TitleField(forms.CharField):
    """The title of a poem: on one line, else as it was typed."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=TITLE_LIMIT, strip=False, required=False, **kwargs)

    def to_python(self, value: Any) -> str:
        """Return the title on one line."""
        return one_line(super().to_python(value) or "")


class TableStepForm(forms.Form):
    """What was done (`step`), to which place (`what`), on which draft; `words`, `seam`, `after` where it needs them."""

    step = forms.ChoiceField(choices=[(each, each) for each in (*Verb, "undo", "redo", "name")])
    draft = forms.IntegerField(min_value=1, max_value=2**63 - 1, required=False)
    what = forms.CharField(max_length=64, required=False)
    after = forms.CharField(max_length=64, required=False)
    at_end = forms.BooleanField(required=False)
    seam = forms.ChoiceField(choices=SeamKind.choices, required=False)
    words = forms.CharField(max_length=PHRASE_LIMIT, strip=False, required=False)
    mark = forms.UUIDField(required=False)
    title = TitleField()
    thanks = NameField(max_length=THANKS_LIMIT, required=False)

    def clean(self) -> dict[str, Any]:
        """See that an added word has words, on one line, as a line of a poem has."""
        given = super().clean() or {}
        words = one_line(given.get("words") or "")
        if given.get("step") in (Verb.ADD, Verb.WORDS) and not words.strip():
            self.add_error("words", _("Which words?"))
        if given.get("step") not in (Verb.ADD, "undo", "redo", "name") and not given.get("what"):
            self.add_error("what", _("Which line?"))
        return given | {"words": words}

    @property
    def made(self) -> Step:
        """The step at a place, once the form is valid and it is one."""
        given = self.cleaned_data
        return Step(
            verb=Verb(given["step"]),
            what=given["what"],
            after=None if given["at_end"] else given["after"],
            seam=Seam(given["seam"]) if given["seam"] else None,
            words=given["words"],
            mark=(given["mark"] or uuid4()).hex,
        )


_TURNS = {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}


def one_line(words: str) -> str:
    """Return words with line breaks as spaces, without the control characters that no keyboard types.

    Nor are there any that turn the direction of what stands beside them.
    """
    for line_break in ("\r\n", "\n", "\r", "\u2028", "\u2029"):
        words = words.replace(line_break, " ")
    return "".join(
        letter
        for letter in words
        if unicodedata.category(letter) != "Cc" and unicodedata.bidirectional(letter) not in _TURNS
    )
