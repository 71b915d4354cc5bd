"""The forms of gatherings: what comes in is parsed here, and nowhere else."""

from gatherings.forms.answering import AnswerForm
from gatherings.forms.gatherings import AddForm, BackForm, CallOffForm, MoveForm, PrepareForm
from gatherings.forms.mine import AwayForm, CalendarLinkForm, LeavesOutForm
from gatherings.forms.rhythm import RhythmForm

__all__ = [
    "AddForm",
    "AnswerForm",
    "AwayForm",
    "BackForm",
    "CalendarLinkForm",
    "CallOffForm",
    "LeavesOutForm",
    "MoveForm",
    "PrepareForm",
    "RhythmForm",
]
