"""What is typeset of a poem and of a circle's year: kept until something changes, and never a word longer."""

from datetime import datetime

from django.db.models import Q

from checkins.models import Harvest, Print


def drop(*harvests: Harvest, now: datetime) -> None:
    """Delete what was typeset of these poems, and the books of their circles: words in them have changed or gone.

    Who follows them from outside is told by the date, which is `now` (aware).

    Called by the verb that changes the words, within its transaction, so that no print outlives them. A worker that is
    at it meanwhile finds its row gone, and what it made is thrown away.
    """
    circles = {harvest.gathering.circle_id for harvest in harvests}
    poems = {harvest.pk for harvest in harvests}
    Harvest.objects.filter(pk__in=poems).update(changed_at=now)
    for harvest in harvests:
        harvest.changed_at = now
    Print.objects.filter(Q(harvest__in=poems) | Q(circle__in=circles, harvest=None)).delete()
