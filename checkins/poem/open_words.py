"""Whether words can still reach the poem of an evening."""

from checkins.models import Round, poem_of
from checkins.refusals import IsLetGo, PoemIsGiven
from gatherings.models import Gathering
from gatherings.refusals import IsCalledOff


def takes_phrases(round_: Round) -> None:
    """Refuse what can no longer reach the poem. Raises IsCalledOff, IsLetGo, PoemIsGiven."""
    keeps_words(round_)
    if is_given(round_.gathering):
        raise PoemIsGiven


def keeps_words(round_: Round) -> None:
    """Refuse what can no longer be in the round at all. Raises IsCalledOff, IsLetGo."""
    if round_.gathering.is_called_off:
        raise IsCalledOff
    if round_.let_go_at:
        raise IsLetGo


def is_given(gathering: Gathering) -> bool:
    """Whether the poem of a gathering is the circle's."""
    harvest = poem_of(gathering)
    return harvest is not None and harvest.is_given
