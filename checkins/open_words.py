"""Whether words can still reach the poem of an evening; and words taken out, with all that held them.

Called within a transaction, the gathering locked (`checkins.locking`).
"""

from django.db import models
from django.db.models import F, Q

from checkins import prints
from checkins.models import Harvest, Phrase, Round
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


def take_out(round_: Round, phrases: models.QuerySet[Phrase]) -> None:
    """Delete phrases with their stitches, let the poem's catcher see that it changed, and drop what was typeset."""
    stitched = phrases.filter(Q(stitches__isnull=False)).exists()
    phrases.delete()
    if stitched:
        for harvest in Harvest.objects.select_related("gathering").filter(gathering=round_.gathering_id):
            Harvest.objects.filter(pk=harvest.pk).update(version=F("version") + 1)
            prints.drop(harvest)
