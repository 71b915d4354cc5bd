"""The versions of a poem under way: drafts kept one on top of another, and the one that stands.

Called within a transaction that holds the gathering's lock.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import uuid4

from checkins.models import Draft, Harvest, Phrase, RoundKind, Stitch, StitchKind
from checkins.poem.steps import Placed
from checkins.refusals import TooManyLines
from checkins.stitching import Kind, Seam
from circles.models import Membership
from gatherings.models import Gathering

MOST_PLACES = (
    330  # of a poem: the table without scripts posts three fields for each, and a thousand are taken
)


@dataclass(frozen=True, slots=True)
class Reading:
    """How one version of a poem reads."""

    placed: list[Placed]
    title: str
    thanks: str


def phrases_of(gathering: Gathering) -> list[Phrase]:
    """Return what was caught in the gathering's check-in, in the order of the circle."""
    caught = Phrase.objects.filter(round__gathering=gathering, round__kind=RoundKind.CHECK_IN)
    return list(caught.order_by("position", "pk"))


def placed_in(draft: Draft, known: Collection[int]) -> list[Placed]:
    """Return the places of a draft; `known` are the phrases there are: words taken back are in no version."""
    places = [
        Placed(Seam(seam), Kind(kind), phrase=phrase, added=added, mark=mark)
        for seam, kind, phrase, added, mark in draft.places
    ]
    return [place for place in places if place.phrase is None or place.phrase in known]


def reading(draft: Draft, known: Collection[int]) -> Reading:
    """Return how a draft reads; `known` as for `placed_in`."""
    return Reading(placed_in(draft, known), draft.title, draft.thanks)


def standing(harvest: Harvest, *, now: datetime) -> Draft:
    """Return the draft that stands; where none was ever kept, one made of the poem as it is."""
    if harvest.draft is None:
        first = Reading(as_stitched(harvest), harvest.title, harvest.thanks)
        harvest.draft = keep(harvest, first, made_from=None, by=None, now=now)
        harvest.save(update_fields=["draft"])
    return harvest.draft


def keep(
    harvest: Harvest,
    reads: Reading,
    *,
    made_from: Draft | None,
    by: Membership | None,
    now: datetime,
) -> Draft:
    """Keep a draft that reads so on top of the one it was made from, and return it; it does not stand yet.

    Raises TooManyLines for one that grows beyond what the table can post.
    """
    if made_from and len(reads.placed) > max(MOST_PLACES, len(made_from.places)):
        raise TooManyLines(most=MOST_PLACES)
    marked = [place if place.kind == Kind.SAID or place.mark else _marked(place) for place in reads.placed]
    return Draft.objects.create(
        harvest=harvest,
        made_from=made_from,
        title=reads.title,
        thanks=reads.thanks,
        places=rows_of(marked),
        by=by,
        made_at=now,
    )


def go_on(harvest: Harvest, reads: Reading, known: Collection[int], *, by: Membership, now: datetime) -> None:
    """Let the poem read so: a draft on top of the one that stands, unless that reads so already.

    Raises TooManyLines.
    """
    made_from = standing(harvest, now=now)
    if reading(made_from, known) != reads:
        stand(harvest, keep(harvest, reads, made_from=made_from, by=by, now=now), known)


def rows_of(placed: Sequence[Placed]) -> list[list[object]]:
    """Return places as a draft holds them."""
    return [[each.seam, each.kind, each.phrase, each.added, each.mark] for each in placed]


def stand(harvest: Harvest, draft: Draft, known: Collection[int]) -> None:
    """Let a draft be the poem, at its next version: title, thanks, and each place as a stitch."""
    harvest.draft, harvest.title, harvest.thanks = draft, draft.title, draft.thanks
    harvest.version += 1
    harvest.save(update_fields=["draft", "title", "thanks", "version"])
    stitch(harvest, placed_in(draft, known))


def stitch(harvest: Harvest, placed: Sequence[Placed]) -> None:
    """Let the stitches of a poem be exactly `placed`; a place that stays keeps the identity of its stitch."""
    said = dict(harvest.stitches.filter(kind=StitchKind.SAID).values_list("phrase_id", "uid"))
    harvest.stitches.all().delete()
    stitches = [
        Stitch(
            harvest=harvest,
            position=position,
            seam=each.seam,
            kind=each.kind,
            phrase_id=each.phrase,
            added=each.added,
        )
        for position, each in enumerate(placed, start=1)
    ]
    for stitch in stitches:
        if stitch.kind == StitchKind.SAID and stitch.phrase_id in said:
            stitch.uid = said[stitch.phrase_id]
    Stitch.objects.bulk_create(stitches)


def _marked(place: Placed) -> Placed:
    return replace(place, mark=uuid4().hex)


def as_stitched(harvest: Harvest) -> list[Placed]:
    """Return the places of a poem of which no draft was kept."""
    return [
        Placed(Seam(each.seam), Kind(each.kind), phrase=each.phrase_id, added=each.added)
        for each in harvest.stitches.all()
    ]
