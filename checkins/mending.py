"""A gap in a given poem: words were taken back, and whoever catches says that it reads well as it stands.

Taking a stitch out moves no other, so the places of a poem with a gap no longer count one, two, three.
"""

from collections.abc import Iterable

from django.db import transaction
from django.db.models import F

from checkins.locking import locked_gathering
from checkins.models import Harvest, Stitch
from circles.models import Membership


def is_torn(stitches: Iterable[Stitch]) -> bool:
    """Tell whether words were taken out of these stitches, the whole poem in its order."""
    return any(stitch.position != place for place, stitch in enumerate(stitches, start=1))


@transaction.atomic
def mend(harvest: Harvest, *, by: Membership) -> None:
    """Close the gaps in a given poem; its lines and their seams stay as they are. Mended twice is mended once.

    The caller has made sure that `by` may catch there.
    """
    locked_gathering(harvest.gathering_id, by=by)
    stitches = list(harvest.stitches.order_by("position", "pk"))
    if not is_torn(stitches):
        return
    for place, stitch in enumerate(stitches, start=1):  # upwards: a place is free before it is taken
        Stitch.objects.filter(pk=stitch.pk).update(position=place)
    Harvest.objects.filter(pk=harvest.pk).update(version=F("version") + 1)
