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
    title = forms.CharField(max_length=TITLE_LIMIT, strip=False, required=False)
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


def one_line(words: str) -> str:
    """Return words with line breaks as spaces and without the control characters that no keyboard types."""
    words = words.replace("\r\n", " ").replace("\n", " ").replace("\r", " ")
    return "".join(letter for letter in words if unicodedata.category(letter) != "Cc")
