"""The stitching table's verbs: one step on the poem under way, undone and done again, and earlier versions taken up.

1. Each step is a draft on top of the one that stood. Undo goes back to it and redo to its latest child; what was undone
   stays where it is, so nothing is lost.
2. A step names the draft it was made on. If another has come to stand meanwhile, the step is done there all the same
   wherever it still means the same (`steps.merges`); where it does not, it is kept beside: both versions are there.
3. A step that arrives twice is done once (R8).
4. Taking up an earlier version is a new step. Words taken back are in no version.
"""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime

from django.db import transaction

from checkins.locking import locked_poem
from checkins.models import Draft, Harvest
from checkins.poem import versions
from checkins.poem.steps import Astray, Placed, Step, merges, taken
from checkins.refusals import LineIsGone, MeanwhileChanged, NotUndone, PoemIsGiven
from circles.models import Membership


@transaction.atomic
def take(harvest: Harvest, step: Step, *, made_on: int | None, by: Membership, now: datetime) -> Draft | None:
    """Do one step; return None, or the draft kept beside the one that stands where the two could not be one (rule 2).

    `made_on` is the key of the draft that its maker saw, None where none had been kept. Raises PoemIsGiven, LineIsGone,
    and MeanwhileChanged for a draft nobody has.
    """
    harvest, known = _opened(harvest, by=by)
    standing, seen = _both(harvest, made_on, now=now)
    there, here = versions.reading(standing, known), versions.reading(seen, known)
    try:
        mine = replace(here, placed=taken(here.placed, step, known))
    except Astray as astray:
        raise LineIsGone from astray
    if seen != standing:
        if before := _made_before(seen, mine, by=by):
            return None if _led_to(standing, before) else before
        if not merges(step, here.placed, there.placed):
            return versions.keep(harvest, mine, made_from=seen, by=by, now=now)
        mine = replace(there, placed=taken(there.placed, step, known))
    versions.go_on(harvest, mine, known, by=by, now=now)
    return None


@transaction.atomic
def name(
    harvest: Harvest, *, title: str, thanks: str, made_on: int | None, by: Membership, now: datetime
) -> Draft | None:
    """Give the poem its title and thanks; return None, or the draft kept beside where both wrote another one (rule 2).

    Raises PoemIsGiven, and MeanwhileChanged for a draft nobody has.
    """
    harvest, known = _opened(harvest, by=by)
    standing, seen = _both(harvest, made_on, now=now)
    there = versions.reading(standing, known)
    mine = versions.Reading(versions.placed_in(seen, known), title, thanks)
    try:
        title, thanks = (
            _one_of(title, seen.title, standing.title),
            _one_of(thanks, seen.thanks, standing.thanks),
        )
    except MeanwhileChanged:
        before = _made_before(seen, mine, by=by)
        if before and _led_to(standing, before):
            return None
        return before or versions.keep(harvest, mine, made_from=seen, by=by, now=now)
    versions.go_on(harvest, replace(there, title=title, thanks=thanks), known, by=by, now=now)
    return None


@transaction.atomic
def undo(harvest: Harvest, *, made_on: int | None, by: Membership, now: datetime) -> None:
    """Let the draft stand that the standing one was made from: the nearest that reads differently (rule 1).

    Raises PoemIsGiven, or NotUndone where another draft stands than its maker saw.
    """
    harvest, known = _opened(harvest, by=by)
    standing, seen = _both(harvest, made_on, now=now)
    earlier = seen.made_from
    while earlier and earlier.made_from and versions.reading(earlier, known) == versions.reading(seen, known):
        earlier = earlier.made_from  # what made the difference was taken back
    _go(harvest, standing, seen, earlier, known)


@transaction.atomic
def redo(harvest: Harvest, *, made_on: int | None, by: Membership, now: datetime) -> None:
    """Let the latest draft stand that was made from the standing one. Raises as `undo` does (rule 1)."""
    harvest, known = _opened(harvest, by=by)
    standing, seen = _both(harvest, made_on, now=now)
    _go(harvest, standing, seen, seen.next.order_by("-pk").first(), known)


@transaction.atomic
def take_up(harvest: Harvest, draft: Draft, *, by: Membership, now: datetime) -> Harvest:
    """Let an earlier version of this poem, or one kept beside, be the poem again: a new step (rule 4).

    Raises PoemIsGiven; ValueError for a version of another poem.
    """
    if draft.harvest_id != harvest.pk:
        raise ValueError("a version of another poem")
    harvest, known = _opened(harvest, by=by)
    versions.go_on(harvest, versions.reading(draft, known), known, by=by, now=now)
    return harvest


@transaction.atomic
def keep_beside(
    harvest: Harvest,
    *,
    placed: Sequence[Placed],
    title: str,
    thanks: str,
    made_on: int | None,
    by: Membership,
    now: datetime,
) -> Draft:
    """Keep a whole draft that could not be saved beside the one that stands, once, and return it."""
    harvest, known = _opened(harvest, by=by)
    made_from = harvest.drafts.filter(pk=made_on).first() if made_on else None
    there = [place for place in placed if place.phrase is None or place.phrase in known]
    mine = versions.Reading(there, title, thanks)
    before = _made_before(made_from, mine, by=by) if made_from else None
    return before or versions.keep(harvest, mine, made_from=made_from, by=by, now=now)


def _opened(harvest: Harvest, *, by: Membership) -> tuple[Harvest, dict[int, bool]]:
    """Lock the evening; return the poem, the phrases there are and which are silences. Raises PoemIsGiven."""
    harvest = locked_poem(harvest, by=by)
    if harvest.is_given:
        raise PoemIsGiven
    return harvest, {phrase.pk: phrase.is_silence for phrase in versions.phrases_of(harvest.gathering)}


def _both(harvest: Harvest, made_on: int | None, *, now: datetime) -> tuple[Draft, Draft]:
    """Return the draft that stands and the one that was seen: without a key the first, before anything was done."""
    standing = versions.standing(harvest, now=now)
    if made_on == standing.pk:
        return standing, standing
    drafts = harvest.drafts.order_by("pk")
    seen = drafts.first() if made_on is None else drafts.filter(pk=made_on).first()
    if seen is None:
        raise MeanwhileChanged
    return standing, seen


def _go(harvest: Harvest, standing: Draft, seen: Draft, to: Draft | None, known: Collection[int]) -> None:
    if to is None or standing == to:  # nothing there, or been there already (rule 3)
        return
    if standing != seen:
        raise NotUndone
    versions.stand(harvest, to, known)


def _one_of(mine: str, seen: str, theirs: str) -> str:
    """Return what one of two wrote, where the other left it as it was. Raises MeanwhileChanged where both wrote."""
    if mine in (seen, theirs):
        return theirs
    if theirs != seen:
        raise MeanwhileChanged
    return mine


def _made_before(made_from: Draft, reads: versions.Reading, *, by: Membership) -> Draft | None:
    """Return what the same hand has made of the same draft before, if it did (rule 3)."""
    made = Draft.objects.filter(made_from=made_from, by=by, title=reads.title, thanks=reads.thanks)
    rows = versions.rows_of(reads.placed)
    return next((draft for draft in made.order_by("-pk") if draft.places == rows), None)


def _led_to(standing: Draft, draft: Draft) -> bool:
    """Whether the draft that stands was made from this one, by however many steps."""
    parents = dict(Draft.objects.filter(harvest=draft.harvest_id).values_list("pk", "made_from"))
    key: int | None = standing.pk
    while key and key != draft.pk:
        key = parents.get(key)
    return key == draft.pk
