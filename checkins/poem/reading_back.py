"""The read-back: the poem read to the circle as a first catch, so that each may put their own line right.

1. Read back once, it stays read back: from then on everybody in the circle may read it, until it is given and after.
2. Nothing is read back before there are words in it.
3. Whom it concerns is written to, for the morning after (`first_catch_letters`).
"""

from datetime import datetime

from django.db import transaction

from checkins.letters import first_catch_letters
from checkins.locking import locked_poem
from checkins.models import Harvest
from checkins.refusals import NoWordsYet
from circles.models import Membership
from gatherings.refusals import IsCalledOff


@transaction.atomic
def read_back(harvest: Harvest, *, by: Membership | None, now: datetime) -> Harvest:
    """Read the poem back to its circle at `now` (aware), and return it (rules 1 and 3).

    The caller has made sure that `by` may catch there; the Centre is signed in as nobody. Raises IsCalledOff, or
    NoWordsYet (rule 2); ValueError for somebody of another circle.
    """
    harvest = locked_poem(harvest, by=by)
    if harvest.is_read:
        return harvest
    if harvest.gathering.is_called_off:
        raise IsCalledOff
    if not harvest.has_words:
        raise NoWordsYet
    harvest.read_back_at = now
    harvest.save(update_fields=["read_back_at"])
    first_catch_letters.write(harvest, now=now)
    return harvest
