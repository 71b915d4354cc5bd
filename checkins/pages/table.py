"""What the stitching table shows: a draft as it will read, each place by itself, and what is not in it."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from checkins import stitching
from checkins.access import draft_standing
from checkins.models import Draft, Harvest, Phrase
from checkins.poem import harvesting, versions
from checkins.poem.steps import Placed


@dataclass(frozen=True)
class Row:
    """One place, with the words that stand there; `joins` says whether the seam before it can be seen."""

    place: Placed
    text: str
    silent: bool
    joins: bool


@dataclass(frozen=True)
class Table:
    """A draft on the table; `draft` is None while nothing has been begun."""

    harvest: Harvest
    draft: Draft | None
    rows: list[Row]
    stanzas: list[stitching.Stanza]  # the key of each phrase is its Placed
    left_out: list[Phrase] = field(default_factory=list)
    caught_since: list[Phrase] = field(default_factory=list)

    @property
    def out(self) -> list[tuple[str, list[Phrase]]]:
        """What is not in the poem, under its headings."""
        groups = [(_("Caught since the poem was begun"), self.caught_since), (_("Left out"), self.left_out)]
        return [(heading, phrases) for heading, phrases in groups if phrases]

    @property
    def can_undo(self) -> bool:
        """Whether there is an earlier draft to go back to."""
        return self.draft is not None and self.draft.made_from_id is not None

    @property
    def can_redo(self) -> bool:
        """Whether something was undone to come here."""
        return bool(getattr(self.draft, "can_redo", False))


def standing(harvest: Harvest, phrases: Sequence[Phrase]) -> list[Placed]:
    """Return the places of a poem as it stands, or as it would begin."""
    return _placed(harvest, draft_standing(harvest), phrases)


def table(harvest: Harvest, phrases: Sequence[Phrase], placed: Sequence[Placed] | None = None) -> Table:
    """Return what the table shows: the poem as it stands or would begin; or `placed`, where that could not be saved."""
    draft = draft_standing(harvest)
    places = _placed(harvest, draft, phrases) if placed is None else list(placed)
    in_it = {place.phrase for place in places}
    out = [phrase for phrase in phrases if phrase.pk not in in_it]
    rows, stanzas = read(places, phrases)
    return Table(
        harvest,
        draft,
        rows,
        stanzas,
        left_out=[phrase for phrase in out if phrase.caught_at <= harvest.begun_at],
        caught_since=[phrase for phrase in out if phrase.caught_at > harvest.begun_at],
    )


def read(placed: Sequence[Placed], phrases: Sequence[Phrase]) -> tuple[list[Row], list[stitching.Stanza]]:
    """Return places with their words, one by one and as stanzas; what was taken back is in neither."""
    known = {phrase.pk: phrase for phrase in phrases}
    rows: list[Row] = []
    for place in placed:
        phrase = known.get(place.phrase or 0)
        if phrase or place.phrase is None:
            silent = bool(phrase and phrase.is_silence)
            joins = bool(rows) and not silent and not rows[-1].silent  # a silence stands by itself
            rows.append(Row(place, phrase.text if phrase else place.added, silent, joins))
    return rows, stitching.stanzas(
        stitching.Stitch(stitching.Phrase(row.place, row.text), row.place.seam, row.place.kind)
        for row in rows
    )


def _placed(harvest: Harvest, draft: Draft | None, phrases: Sequence[Phrase]) -> list[Placed]:
    if draft:
        return versions.placed_in(draft, {phrase.pk for phrase in phrases})
    if harvest.pk:
        return versions.as_stitched(harvest)
    return harvesting.proposed(harvest.gathering, phrases, stitching.Arrangement.AS_SPOKEN)
