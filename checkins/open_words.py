"""What every verb of a round begins with, its evening locked; and words taken out, with all that held them.

Called within a transaction. Words, poem and consent of one evening are changed one at a time.
"""

from django.db import models
from django.db.models import F, Q

from checkins import prints
from checkins.models import Harvest, Phrase, Round
from checkins.refusals import IsLetGo, PoemIsGiven
from circles.models import Membership
from gatherings.models import Gathering
from gatherings.refusals import IsCalledOff


def locked_round(round_: Round) -> Round:
    """Lock the gathering, then read the round as it stands."""
    gathering = (
        Gathering.objects.select_for_update(of=("self",))
        .select_related("circle", "harvest")
        .get(pk=round_.gathering_id)
    )
    fresh = Round.objects.get(pk=round_.pk)
    fresh.gathering = gathering
    return fresh


def of_the_circle(round_: Round, member: Membership) -> None:
    if member.circle_id != round_.gathering.circle_id:
        raise ValueError("somebody of another circle")


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
