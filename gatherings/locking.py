"""The one lock of an evening: its row, taken before anything that hangs on it is read or written (R4)."""

from datetime import datetime

from gatherings.models import Gathering
from gatherings.refusals import IsCalledOff, IsOver


def locked(pk: int) -> Gathering:
    """Lock a gathering, and return it with its circle as it stands."""
    return Gathering.objects.select_for_update(of=("self",)).select_related("circle").get(pk=pk)


def locked_on(gathering: Gathering, *, now: datetime) -> Gathering:
    """The same, of one that is on at `now` (aware). Raises IsOver or IsCalledOff (R10)."""
    gathering = locked(gathering.pk)
    if gathering.is_over(now):
        raise IsOver
    if gathering.is_called_off:
        raise IsCalledOff
    return gathering
