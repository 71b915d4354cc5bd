"""Proving that it is still me."""

import re

from django import forms
from django.utils.translation import gettext_lazy as _


class WayBackForm(forms.Form):
    """Where one was going."""

    next = forms.CharField(required=False, max_length=2000)


class CodeForm(forms.Form):
    """A code that came by letter, however it was pasted."""

    code = forms.CharField(label=_("The code"), max_length=40)

    def clean_code(self) -> str:
        """Return its six digits."""
        digits = re.sub(r"[\s\-–]", "", self.cleaned_data["code"])
        if not re.fullmatch(r"[0-9]{6}", digits):
            raise forms.ValidationError(_("The code has six digits. Look in the letter again."))
        return digits


class ProofForm(CodeForm, WayBackForm):
    """The code, on the way to something."""
