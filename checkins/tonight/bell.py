"""The guardian's bell: every open page of tonight sounds once, and rests for a breath."""

from datetime import datetime, timedelta

from django.db import transaction

from checkins.locking import locked_gathering
from checkins.models import Centre
from checkins.tonight import telling
from gatherings.models import Gathering

A_BREATH = timedelta(seconds=15)


@transaction.atomic
def ring(gathering: Gathering, *, now: datetime) -> Centre | None:
    """Ring the bell of a circle that sits, and return tonight; None where it is not open.

    Within the breath that follows it does not ring again. The caller has made sure that whoever rings may.
    """
    gathering = locked_gathering(gathering.pk, by=None)
    centre = Centre.objects.filter(gathering=gathering, closed_at=None).first()
    if centre is None or (centre.rung_at and now - centre.rung_at < A_BREATH):
        return centre
    centre.gathering, centre.rung_at = gathering, now
    return telling.told(centre, now=now)
