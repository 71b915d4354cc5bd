"""What comes in by the link of a letter: an answer laid ready, and the answer itself."""

from django import forms

from gatherings.models import SAID


class LaidReadyForm(forms.Form):
    """The answer a link lays ready on its page; what is no answer lays none."""

    answer = forms.ChoiceField(choices=[(answer.value, answer.label) for answer in SAID])

    def laid_ready(self) -> str:
        """Return it, or nothing."""
        return str(self.cleaned_data["answer"]) if self.is_valid() else ""
