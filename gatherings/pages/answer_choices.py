"""The answers as buttons, the same on every page that asks; and an answer as it travels with a page, to be undone.

1. Where a gathering has a room and a call, "I'll be there" is asked as two: "In the room" and "On the call". So how
   one comes is asked once, and is one press.
2. What was said before stands on the page as one word: `none`, or the answer, with how (`yes.room`). Who waits has
   said yes. Nothing is stored for it; whoever presses "Undo" says that word again.
"""

from dataclasses import dataclass

from gatherings.models import SAID, Answer, Rsvp, Way

NOTHING = "none"


@dataclass(frozen=True)
class Choice:
    """One answer as a button."""

    value: str  # as the form reads it: an answer, or a way, which is yes
    label: str
    is_mine: bool
    is_ready: bool = False


def choices(*, said: str, way: str, both_ways: bool, ready: str = "") -> list[Choice]:
    """Return the buttons, the one laid `ready` first; `said` and `way` are what stands, empty for nothing."""
    comes = said in {Answer.YES, Answer.WAITING}
    buttons = (
        [Choice(each.value, str(each.label), comes and way == each, ready == each) for each in Way]
        if both_ways
        else [Choice(Answer.YES.value, str(Answer.YES.label), comes, ready == Answer.YES)]
    )
    buttons += [
        Choice(each.value, str(each.label), said == each, ready == each)
        for each in SAID
        if each != Answer.YES
    ]
    return sorted(buttons, key=lambda choice: not choice.is_ready)


def said_in_short(mine: Rsvp | None) -> str:
    """Return what somebody has said, in the one word by which it travels (rule 2)."""
    if mine is None:
        return NOTHING
    return in_short(mine.answer, mine.way)


def in_short(answer: str, way: str) -> str:
    """Return the same of an answer and a way; both empty for nothing said."""
    if not answer:
        return NOTHING
    said = Answer.YES.value if answer == Answer.WAITING else answer
    return f"{said}.{way}" if way else said
