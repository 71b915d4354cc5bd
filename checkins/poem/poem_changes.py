"""A poem changes after it was caught: words are taken out of it, with all that held them, or stand there otherwise.

Called within a transaction, the gathering locked.
"""

from datetime import datetime

from django.db.models import F, QuerySet

from checkins.models import Harvest, Phrase
from checkins.poem import prints


def take_out(phrases: QuerySet[Phrase], *, now: datetime) -> None:
    """Delete phrases, out of every poem they stand in."""
    torn = list(Harvest.objects.select_related("gathering").filter(stitches__phrase__in=phrases).distinct())
    phrases.delete()
    changed(*torn, now=now)


def changed(*harvests: Harvest, now: datetime) -> None:
    """Let whoever stitches these poems (with their gatherings) see that they changed; drop what was typeset."""
    Harvest.objects.filter(pk__in=[harvest.pk for harvest in harvests]).update(version=F("version") + 1)
    prints.drop(*harvests, now=now)
