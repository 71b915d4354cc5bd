"""The hosting roles a new circle starts with; it renames, rewords and rests them as it likes (DESIGN, words).

`name` and `words` are lazy translations: make them text with the circle's language active. `words` are three
lines, one a line, on how to hold the role.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

type Duty = Literal["none", "opens", "catches", "guards"]


@dataclass(frozen=True)
class StartingRole:
    key: str
    name: "StrPromise"
    words: "StrPromise"
    duty: Duty = "none"
    demanding: bool = False  # a newcomer eases in before holding it


STARTING_ROLES = (
    StartingRole(
        "host",
        _("Host"),
        _(
            "Arrive first, and take a breath of your own before the others come.\n"
            "Say why we are here, and then, when it helps, what comes next.\n"
            "You hold the evening; you do not have to fill it."
        ),
        "opens",
        demanding=True,
    ),
    StartingRole(
        "check_in_host",
        _("Check-in host"),
        _(
            "Read the question aloud once, slowly, and wait: somebody will begin.\n"
            "Receive each person with a nod, and leave the words as they are.\n"
            "At the end, turn again to those who passed."
        ),
    ),
    StartingRole(
        "poem_catcher",
        _("Poem catcher"),
        _(
            "Listen more than you write: a few words from each, just as they were said.\n"
            "Keep what made you look up, and mend nothing.\n"
            "Read it back the same evening, unfinished as it is."
        ),
        "catches",
        demanding=True,
    ),
    StartingRole(
        "timekeeper",
        _("Timekeeper"),
        _(
            "Know the parts of the evening and their minutes before we begin.\n"
            "Give a quiet sign when five minutes are left, and again at the last one.\n"
            "If something matters more than the clock, ask the circle what to give up for it."
        ),
    ),
    StartingRole(
        "guardian",
        _("Guardian"),
        _(
            "Watch the circle while others talk: who is tired, who is unheard, what goes too fast.\n"
            "Ring the bell when we need a breath, and once more when we may go on.\n"
            "You owe no reason, and anybody may ask you to ring."
        ),
        "guards",
        demanding=True,
    ),
    StartingRole(
        "welcomer",
        _("Welcomer"),
        _(
            "Be at the door a quarter of an hour before, and greet each person by name.\n"
            "Show where coats and tea are; on a call, say hello to every face.\n"
            "Keep a chair for whoever comes late, and bring them in without fuss."
        ),
    ),
)
