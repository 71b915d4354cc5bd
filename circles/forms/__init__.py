"""The forms of circles: what comes in is parsed here, and nowhere else."""

from circles.forms.agreements import AffirmForm, AgreementForm, ReviewForm, StartingForm
from circles.forms.arriving import AnswerForm, AskForm, ClaimInvitationForm, NamesForm, PageForm
from circles.forms.circle import CircleSettingsForm, CountryForm, DescriptionForm
from circles.forms.fields import NameField, WordsField, ZoneField
from circles.forms.invitations import JoinLinkForm, PasteForm, SendAgainForm
from circles.forms.layout import Fold, helper
from circles.forms.people import HandOverForm, MeForm, NameHereForm, StandingForm
from circles.forms.proposals import ConcernForm, HeardForm, ProposalForm, WordsOfProposalForm
from circles.forms.signup import NameAtSignUp

__all__ = [
    "AffirmForm",
    "AgreementForm",
    "AnswerForm",
    "AskForm",
    "CircleSettingsForm",
    "ClaimInvitationForm",
    "ConcernForm",
    "CountryForm",
    "DescriptionForm",
    "Fold",
    "HandOverForm",
    "HeardForm",
    "JoinLinkForm",
    "MeForm",
    "NameAtSignUp",
    "NameField",
    "NameHereForm",
    "NamesForm",
    "PageForm",
    "PasteForm",
    "ProposalForm",
    "ReviewForm",
    "SendAgainForm",
    "StandingForm",
    "StartingForm",
    "WordsField",
    "WordsOfProposalForm",
    "ZoneField",
    "helper",
]
