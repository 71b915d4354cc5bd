"""Whether words can still reach the poem of an evening."""

from checkins.models import Harvest, Round
from checkins.refusals import IsLetGo, PoemIsGiven
from gatherings.refusals import IsCalledOff


def takes_phrases(round_: Round) -> None:
    """Refuse what can no longer reach the poem."""
    if round_.gathering.is_called_off:
        raise IsCalledOff
    if round_.let_go_at:
        raise IsLetGo
    if is_given(round_):
        raise PoemIsGiven


def is_given(round_: Round) -> bool:
    harvest: Harvest | None = getattr(round_.gathering, "harvest", None)
    return harvest is not None and harvest.is_given
