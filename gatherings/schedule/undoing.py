"""A slip undone: a gathering is again as it was last known, before anybody is told."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from circles.models import Letter, Membership
from gatherings.letters.change_letters import about_to_leave, holds
from gatherings.letters.known import Known
from gatherings.models import Gathering
from gatherings.refusals import LettersHaveGone
from gatherings.schedule import scheduling


def last_known(gathering: Gathering, waiting: Sequence[Letter]) -> Known | None:
    """Return how those knew the gathering for whom letters of a change of it wait; None where none waits."""
    held = (known for letter in waiting for known in holds(letter))
    return next((known for known in held if known.gathering == gathering.pk), None)


def can_be_undone(gathering: Gathering, known: Known) -> bool:
    """Tell whether one press brings it back: its time, or that it is on.

    Where it was, and why it was off, nobody kept: that a host writes again.
    """
    return (gathering.is_called_off and not known.off) or not known.same_time(Known.of(gathering))


@transaction.atomic
def undo(gathering: Gathering, *, by: Membership, now: datetime) -> Gathering:
    """Let a gathering be on, and when it was, as those about to be told last knew it, and return it.

    Raises LettersHaveGone where nobody waits to be told any more, and what `scheduling` raises.
    """
    known = last_known(gathering, about_to_leave(gathering))
    if known is None:
        raise LettersHaveGone
    if gathering.is_called_off and not known.off:
        gathering = scheduling.restore(gathering, by=by, now=now)
    if not gathering.is_called_off and not known.same_time(Known.of(gathering)):
        gathering = scheduling.move(
            gathering, day=known.day, starts=known.starts, lasts=known.lasts, reason="", by=by, now=now
        )
    return gathering
