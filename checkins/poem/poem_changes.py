"""A poem changes after it was caught: words are taken out of it, with all that held them, or stand there otherwise.

A line taken out goes wherever its words stand: also out of the title, out of what was added, and out of the versions
that could be gone back to; unless somebody else has said the same.

Called within a transaction, the gathering locked.
"""

from collections.abc import Callable, Collection, Iterable
from datetime import datetime

from django.db.models import F, QuerySet

from checkins.models import Draft, Harvest, Phrase, StitchKind
from checkins.poem import prints
from checkins.said_again import bare, hold
from circles.slugs import new_slug


def take_out(phrases: QuerySet[Phrase], *, now: datetime) -> None:
    """Delete phrases, out of every poem they stand in."""
    said = list(phrases.filter(is_silence=False).values_list("round__gathering", "text"))
    torn = list(Harvest.objects.select_related("gathering").filter(stitches__phrase__in=phrases).distinct())
    phrases.delete()
    for harvest in Harvest.objects.select_related("gathering").filter(gathering__in={at for at, _ in said}):
        left = Phrase.objects.filter(round__gathering=harvest.gathering_id, is_silence=False)
        gone = {bare(text) for at, text in said if at == harvest.gathering_id}
        gone -= {bare(text) for text in left.values_list("text", flat=True)}
        if gone and _unsay(harvest, gone) and harvest not in torn:
            torn.append(harvest)
    changed(*torn, now=now)


def changed(*harvests: Harvest, now: datetime) -> None:
    """Let whoever stitches these poems (with their gatherings) see that they changed; drop what was typeset."""
    Harvest.objects.filter(pk__in=[harvest.pk for harvest in harvests]).update(version=F("version") + 1)
    prints.drop(*harvests, now=now)


def unsay(harvest: Harvest, phrases: Iterable[Phrase], *, now: datetime) -> None:
    """Take lines that were left out of a poem (with its gathering) out of its title and added words too."""
    if _unsay(harvest, {bare(phrase.text) for phrase in phrases}):
        changed(harvest, now=now)


def _unsay(harvest: Harvest, lines: Collection[str]) -> bool:
    """Take lines (bare) out of the title and the added words; tell whether the poem changed.

    Named by them, its public address is another one from now on.
    """

    def held(words: str) -> bool:
        plain = bare(words)
        return any(hold(plain, line) for line in lines)

    for draft in harvest.drafts.all():
        _unsay_in(draft, held)
    added = harvest.stitches.filter(kind=StitchKind.ADDED)
    taken, _each = added.filter(pk__in=[each.pk for each in added if held(each.added)]).delete()
    if held(harvest.title):
        slug = new_slug("", kind="poem") if harvest.public_slug else None
        Harvest.objects.filter(pk=harvest.pk).update(title="", public_slug=slug)
        return True
    return bool(taken)


def _unsay_in(draft: Draft, held: Callable[[str], bool]) -> None:
    """Take what is `held` out of a version."""
    title = "" if held(draft.title) else draft.title
    places = [place for place in draft.places if place[1] != StitchKind.ADDED or not held(place[3])]
    if (title, places) != (draft.title, draft.places):
        Draft.objects.filter(pk=draft.pk).update(title=title, places=places)
