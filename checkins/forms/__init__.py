"""What is typed on the pages of this app. Words are kept as they are: nothing is trimmed but line ends."""

from checkins.forms.aloud import Aloud, AloudForm
from checkins.forms.beyond import BelowForm, FrameForm
from checkins.forms.call_chat import ChatForm, PickingForm
from checkins.forms.catching import (
    CatchingForm,
    MisheardForm,
    NamingForm,
    NotesForm,
    PartForm,
    TakingForm,
    WhoseForm,
    lines_of,
)
from checkins.forms.mending import MendingForm
from checkins.forms.opening import OpeningForm
from checkins.forms.prints import KeepingForm
from checkins.forms.reading_back import GivingForm, StanzaForm
from checkins.forms.responses import DecisionForm, ReadersResponseForm, ResponseForm, SwitchForm
from checkins.forms.steps import TableStepForm
from checkins.forms.stitching import Move, OlderForm, OrderForm, StitchingForm, moved
from checkins.forms.tonight import CodeForm, Do, FlameForm, StepForm, TonightForm
from checkins.forms.words import LineForm, Say, SayingForm, TakingBackForm, WordsForm

__all__ = [
    "Aloud",
    "AloudForm",
    "BelowForm",
    "CatchingForm",
    "ChatForm",
    "CodeForm",
    "DecisionForm",
    "Do",
    "FlameForm",
    "FrameForm",
    "GivingForm",
    "KeepingForm",
    "LineForm",
    "MendingForm",
    "MisheardForm",
    "Move",
    "NamingForm",
    "NotesForm",
    "OlderForm",
    "OpeningForm",
    "OrderForm",
    "PartForm",
    "PickingForm",
    "ReadersResponseForm",
    "ResponseForm",
    "Say",
    "SayingForm",
    "StanzaForm",
    "StepForm",
    "StitchingForm",
    "SwitchForm",
    "TableStepForm",
    "TakingBackForm",
    "TakingForm",
    "TonightForm",
    "WhoseForm",
    "WordsForm",
    "lines_of",
    "moved",
]
