"""The forms of circles: what comes in is parsed here, and nowhere else."""

from circles.forms.circle import CircleSettingsForm, DescriptionForm
from circles.forms.signup import NameAtSignUp

__all__ = ["CircleSettingsForm", "DescriptionForm", "NameAtSignUp"]
