"""The poem: a first draft as spoken, arranged by the catcher, given to the circle.

1. The first draft is as spoken; other orders come only when asked for.
2. A stitch of said words points to its phrase: the poem never holds a copy of them. What the catcher adds is
   marked as added.
3. A draft is saved whole, on top of the version it was made from; if somebody saved meanwhile, nothing is
   overwritten and both are shown. Each is kept, to be gone back to (`drafts`).
4. Once given, the poem belongs to the circle and stays as it was given, but for words taken back. Everybody in the
   circle is sent it, some days after the gathering.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from checkins import stitching
from checkins.letters import harvest_letters
from checkins.locking import locked_gathering, locked_poem
from checkins.models import Harvest, Phrase, RoundKind
from checkins.poem import versions
from checkins.poem.steps import Placed
from checkins.refusals import MeanwhileChanged, NoWordsYet, PoemIsGiven
from circles.models import Membership
from gatherings.models import Duty, Gathering
from gatherings.refusals import IsCalledOff


def as_it_stands(gathering: Gathering) -> Harvest:
    """Return the gathering's poem; where there is none, one that is not stored: looking begins nothing (R26).

    Raises IsCalledOff, or NoWordsYet where nothing has been caught.
    """
    standing = Harvest.objects.filter(gathering=gathering).first()
    if standing:
        standing.gathering = gathering
        return standing
    if gathering.is_called_off:
        raise IsCalledOff
    if not Phrase.objects.filter(round__gathering=gathering, round__kind=RoundKind.CHECK_IN).exists():
        raise NoWordsYet
    return Harvest(gathering=gathering)


@transaction.atomic
def begin(gathering: Gathering, *, catcher: Membership, now: datetime) -> Harvest:
    """Return the gathering's poem, begun with a first draft as spoken where there was none (rule 1).

    Raises IsCalledOff, or NoWordsYet where nothing has been caught.
    """
    gathering = locked_gathering(gathering.pk, by=catcher)
    harvest = as_it_stands(gathering)
    if harvest.pk is None:
        harvest.catcher, harvest.begun_at = _catcher(gathering) or catcher, now
        harvest.save()
        versions.stitch(
            harvest, proposed(gathering, versions.phrases_of(gathering), stitching.Arrangement.AS_SPOKEN)
        )
        versions.standing(harvest, now=now)
    return harvest


def proposed(
    gathering: Gathering, phrases: Sequence[Phrase], arrangement: stitching.Arrangement, *, seed: int = 0
) -> list[Placed]:
    """Return the phrases as the stitching core would place them in that order; nothing is saved."""
    plain = [
        stitching.Phrase(key=phrase.pk, text=phrase.text, speaker=phrase.speaker_id) for phrase in phrases
    ]
    language = gathering.circle.language
    stitches = stitching.stitch(plain, arrangement=arrangement, language=language, seed=seed)
    return [Placed(each.seam, phrase=int(str(each.phrase.key))) for each in stitches]


@transaction.atomic
def arrange(
    harvest: Harvest,
    *,
    placed: Sequence[Placed],
    title: str,
    thanks: str,
    version: int,
    by: Membership,
    now: datetime,
) -> Harvest:
    """Save a draft made on top of `version`, and return the poem at its new version (rules 2 and 3).

    What stands already is not saved again.

    Raises PoemIsGiven, or MeanwhileChanged where somebody saved meanwhile; ValueError where a phrase is not of
    this gathering, or said twice.
    """
    harvest = locked_poem(harvest, by=by)
    if harvest.is_given:
        raise PoemIsGiven
    if harvest.version != version:
        raise MeanwhileChanged
    said = [each.phrase for each in placed if each.kind == stitching.Kind.SAID]
    known = {phrase.pk for phrase in versions.phrases_of(harvest.gathering)}
    if len(said) != len(set(said)) or not {each.phrase for each in placed if each.phrase} <= known:
        raise ValueError("every phrase of this gathering at most once")
    reads = versions.Reading(list(placed), title, thanks)
    versions.go_on(harvest, reads, known, by=by, now=now)
    return harvest


@transaction.atomic
def give(harvest: Harvest, *, by: Membership, version: int, now: datetime) -> Harvest:
    """Give the poem to the circle as it stands at `version`, and return it; given twice, it is given once.

    Raises NoWordsYet where nothing stands in it, MeanwhileChanged where it is no longer what its giver saw.
    """
    harvest = locked_poem(harvest, by=by)
    if harvest.is_given:
        return harvest
    if harvest.version != version:
        raise MeanwhileChanged
    if not harvest.has_words:
        raise NoWordsYet
    harvest.given_at = now
    harvest.save(update_fields=["given_at"])
    harvest_letters.write(harvest, now=now)
    return harvest


def _catcher(gathering: Gathering) -> Membership | None:
    """Return who holds the role that catches, if one person does: the poem is theirs, whoever helps with it."""
    turns = list(gathering.turns.filter(role__duty=Duty.CATCHES).select_related("holder"))
    return turns[0].holder if len(turns) == 1 else None
