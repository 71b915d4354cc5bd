"""Stored stitches as the stitching core knows them: the way of every poem to its pages, letters and prints."""

from collections.abc import Sequence

from checkins import stitching
from checkins.models import Stitch


def as_core(stitches: Sequence[Stitch]) -> list[stitching.Stitch]:
    """Return stored stitches (with their phrases loaded) as the plain values that `stitching` renders.

    The key of each plain phrase is the stored stitch, so that a page can tell whose words it shows.
    """
    return [
        stitching.Stitch(
            phrase=stitching.Phrase(
                key=stitch,
                text=stitch.phrase.text if stitch.phrase else stitch.added,
                speaker=stitch.phrase.speaker_id if stitch.phrase else None,
            ),
            seam=stitching.Seam(stitch.seam),
            kind=stitching.Kind(stitch.kind),
        )
        for stitch in stitches
    ]
