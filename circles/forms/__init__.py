"""The forms of circles: what comes in is parsed here, and nowhere else."""

from circles.forms.agreements import AffirmForm, AgreementForm, StartingForm
from circles.forms.circle import CircleSettingsForm, DescriptionForm
from circles.forms.fields import NameField, WordsField, ZoneField
from circles.forms.invitations import JoinLinkForm, PasteForm, SendAgainForm
from circles.forms.layout import Fold, helper
from circles.forms.people import MeForm, NameHereForm, StandingForm
from circles.forms.signup import NameAtSignUp

__all__ = [
    "AffirmForm",
    "AgreementForm",
    "CircleSettingsForm",
    "DescriptionForm",
    "Fold",
    "JoinLinkForm",
    "MeForm",
    "NameAtSignUp",
    "NameField",
    "NameHereForm",
    "PasteForm",
    "SendAgainForm",
    "StandingForm",
    "StartingForm",
    "WordsField",
    "ZoneField",
    "helper",
]
