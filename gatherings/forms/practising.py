"""The practice field: one line, and whether the circle may read it."""

from django import forms
from django.utils.translation import gettext_lazy as _

from circles.forms.fields import NameField
from gatherings.models import PRACTICE_LIMIT


class PracticeForm(forms.Form):
    """What I will try until next time: one line."""

    words = NameField(label=_("Until next time I will try…"), max_length=PRACTICE_LIMIT)


class TellForm(forms.Form):
    """Whether the circle may read my line; unsaid, it is mine alone."""

    told = forms.BooleanField(required=False)
