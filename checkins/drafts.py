"""The stitching table's verbs: one step on the poem under way, undone and done again, and earlier versions taken up.

1. Each step is a draft on top of the one that stood. Undo goes back to it and redo to its latest child; what was undone
   stays where it is, so nothing is lost.
2. A step names the draft it was made on. If another has come to stand meanwhile, the step is done there all the same
   wherever it still means the same (`steps.merges`); where it does not, it is kept beside: both versions are there.
3. A step that arrives twice is done once (R8).
4. Taking up an earlier version is a new step. Words taken back are in no version.
"""

from collections.abc import Collection, Sequence
from datetime import datetime

from django.db import transaction

from checkins import versions
from checkins.locking import locked_poem
from checkins.models import Draft, Harvest
from checkins.refusals import LineIsGone, MeanwhileChanged, NotUndone, PoemIsGiven
from checkins.steps import Astray, Placed, Step, merges, taken
from circles.models import Membership


@transaction.atomic
def take(harvest: Harvest, step: Step, *, made_on: int | None, by: Membership, now: datetime) -> Draft | None:
    """Do one step; return None, or the draft kept beside the one that stands where the two could not be one (rule 2).

    `made_on` is the key of the draft that its maker saw, None where none had been kept. Raises PoemIsGiven, LineIsGone,
    and MeanwhileChanged for a draft nobody has.
    """
    harvest, known = _opened(harvest, by=by)
    standing, seen = _both(harvest, made_on, now=now)
    there, here = versions.placed_in(standing, known), versions.placed_in(seen, known)
    try:
        mine = taken(here, step, known)
    except Astray as astray:
        raise LineIsGone from astray
    before = None if seen == standing else _made_before(seen, mine, seen.title, seen.thanks, by=by)
    if before:
        return None if _led_to(standing, before) else before
    if seen == standing:
        merged = mine
    elif not merges(step, here, there):
        return _beside(harvest, mine, seen.title, seen.thanks, made_from=seen, by=by, now=now)
    else:
        merged = taken(there, step, known)
    if merged != there:
        draft = versions.keep(
            harvest,
            merged,
            title=standing.title,
            thanks=standing.thanks,
            made_from=standing,
            by=by,
            now=now,
        )
        versions.stand(harvest, draft, known)
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
    here = versions.placed_in(seen, known)
    try:
        both = _one_of(title, seen.title, standing.title), _one_of(thanks, seen.thanks, standing.thanks)
    except MeanwhileChanged:
        before = _made_before(seen, here, title, thanks, by=by)
        if before and _led_to(standing, before):
            return None
        return _beside(harvest, here, title, thanks, made_from=seen, by=by, now=now)
    if both != (standing.title, standing.thanks):
        placed = versions.placed_in(standing, known)
        draft = versions.keep(
            harvest, placed, title=both[0], thanks=both[1], made_from=standing, by=by, now=now
        )
        versions.stand(harvest, draft, known)
    return None


@transaction.atomic
def undo(harvest: Harvest, *, made_on: int | None, by: Membership, now: datetime) -> None:
    """Let the draft stand that the standing one was made from: the nearest that reads differently (rule 1).

    Raises PoemIsGiven, or NotUndone where another draft stands than its maker saw.
    """
    harvest, known = _opened(harvest, by=by)
    standing, seen = _both(harvest, made_on, now=now)
    earlier = seen.made_from
    while earlier and earlier.made_from and _reads(earlier, known) == _reads(seen, known):
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
    standing = versions.standing(harvest, now=now)
    if _reads(standing, known) != _reads(draft, known):
        placed, title, thanks = _reads(draft, known)
        again = versions.keep(harvest, placed, title=title, thanks=thanks, made_from=standing, by=by, now=now)
        versions.stand(harvest, again, known)
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
    placed = [place for place in placed if place.phrase is None or place.phrase in known]
    return _beside(harvest, placed, title, thanks, made_from=made_from, by=by, now=now)


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


def _reads(draft: Draft, known: Collection[int]) -> tuple[list[Placed], str, str]:
    return versions.placed_in(draft, known), draft.title, draft.thanks


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


def _made_before(
    made_from: Draft | None, placed: list[Placed], title: str, thanks: str, *, by: Membership
) -> Draft | None:
    """Return what the same hand has made of the same draft before, if it did (rule 3)."""
    made = Draft.objects.filter(made_from=made_from, by=by, title=title, thanks=thanks).order_by("-pk")
    rows = versions.rows_of(placed)
    return next((draft for draft in made if draft.places == rows), None)


def _led_to(standing: Draft, draft: Draft) -> bool:
    """Whether the draft that stands was made from this one, by however many steps."""
    parents = dict(Draft.objects.filter(harvest=draft.harvest_id).values_list("pk", "made_from"))
    key: int | None = standing.pk
    while key and key != draft.pk:
        key = parents.get(key)
    return key == draft.pk


def _beside(
    harvest: Harvest,
    placed: list[Placed],
    title: str,
    thanks: str,
    *,
    made_from: Draft | None,
    by: Membership,
    now: datetime,
) -> Draft:
    before = _made_before(made_from, placed, title, thanks, by=by) if made_from else None
    return before or versions.keep(
        harvest, placed, title=title, thanks=thanks, made_from=made_from, by=by, now=now
    )
