"""Answering: what a member presses, on a gathering's page and behind the link of a letter; and undoing it."""

from typing import Any

from django import forms

from gatherings.models import SAID, Answer, Way
from gatherings.pages.answer_choices import NOTHING

_ANSWERS = [(answer.value, answer.label) for answer in SAID]
_BEFORE = [
    (word, word)
    for word in (
        NOTHING,
        *(answer.value for answer in SAID),
        *(f"{answer}.{way}" for answer in (Answer.YES.value, Answer.MAYBE.value) for way in Way.values),
    )
]


class AnswerForm(forms.Form):
    """Whether a member comes, and how. A page that does not ask how leaves it as it was.

    A way is an answer too: "In the room" says yes.
    """

    answer = forms.ChoiceField(choices=[*_ANSWERS, *Way.choices])
    way = forms.ChoiceField(choices=Way.choices, required=False)

    def clean_way(self) -> str | None:
        """Return how, or None where it was not asked."""
        return self.cleaned_data["way"] or None

    def clean(self) -> dict[str, Any]:
        """Take a way for the yes it says."""
        given = super().clean() or self.cleaned_data
        if given.get("answer") in Way.values:
            given["answer"], given["way"] = Answer.YES.value, given["answer"]
        return given


class LaidReadyForm(forms.Form):
    """The answer a link lays ready on its page; what is no answer lays none."""

    answer = forms.ChoiceField(choices=_ANSWERS)

    def laid_ready(self) -> str:
        """Return it, or nothing."""
        return str(self.cleaned_data["answer"]) if self.is_valid() else ""


class WasForm(forms.Form):
    """What somebody had said before, as their page carries it; anything else is nothing to go back to."""

    was = forms.ChoiceField(choices=_BEFORE)

    def before(self) -> str:
        """Return it in one word, or nothing."""
        return str(self.cleaned_data["was"]) if self.is_valid() else ""


class UndoForm(forms.Form):
    """What to go back to."""

    undo = forms.ChoiceField(choices=_BEFORE)

    def chosen(self) -> tuple[str, str]:
        """Return the answer and the way to go back to; an empty answer for none. The form is valid."""
        answer, _, way = self.cleaned_data["undo"].partition(".")
        return ("" if answer == NOTHING else answer), way
