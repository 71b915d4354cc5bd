"""A gap in a given poem: words were taken back, and whoever catches mends it, or says that it reads well as it stands.

1. Taking a stitch out moves no other, so the places of a poem with a gap no longer count one, two, three.
2. Mended, they do again. What is said and its order stay as given; only how the line after a gap joins may change.
3. A gap at the very end leaves no trace, and nothing to mend: the line before it ends the poem.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from django.db import transaction

from checkins.locking import locked_poem
from checkins.models import Harvest, SeamKind, Stitch
from checkins.poem import poem_changes
from circles.models import Membership


@dataclass(frozen=True, slots=True)
class Gap:
    """A place where words were taken out: the stitch before it, none at the very beginning, and the one after it."""

    before: Stitch | None
    after: Stitch


def gaps(stitches: Iterable[Stitch]) -> list[Gap]:
    """Return the gaps in these stitches, the whole poem in its order (rule 1)."""
    around: list[Stitch | None] = [None, *stitches]
    return [
        Gap(before, after)
        for before, after in pairwise(around)
        if after and after.position != (before.position if before else 0) + 1
    ]


@transaction.atomic
def mend(harvest: Harvest, *, seams: Mapping[int, SeamKind], by: Membership, now: datetime) -> None:
    """Close the gaps in a given poem, the stitches after them joining as `seams` says by their keys (rule 2).

    A seam of a stitch that stands after no gap is let be. Mended twice is mended once. The caller has made sure that
    `by` may catch there; raises ValueError for somebody of another circle.
    """
    harvest = locked_poem(harvest, by=by)
    stitches = list(harvest.stitches.order_by("position", "pk"))
    torn = {gap.after.pk for gap in gaps(stitches)}
    if not torn:
        return
    for place, stitch in enumerate(stitches, start=1):  # upwards: a place is free before it is taken
        seam = seams.get(stitch.pk, stitch.seam) if stitch.pk in torn else stitch.seam
        Stitch.objects.filter(pk=stitch.pk).update(position=place, seam=seam)
    poem_changes.changed(harvest, now=now)
