"""The Centre moves on, one tap at a time, through the evening as its flow has it (`checkins.tonight.scenes`).

1. A tap says which step it was made on. On any other it does nothing: pressed twice, or on a page that is behind, the
   Centre is where it is.
2. What the scene says comes true: the check-in is open while its question or its ring is shown and closed after,
   and the check-out likewise; the poem counts as read back once its first stanza stands there.
3. Going back undoes a slip: a check-out in which nobody has spoken was not opened.
"""

from datetime import datetime

from django.db import transaction

from checkins import stitching
from checkins.locking import locked_gathering
from checkins.models import Centre, RoundKind, Scene, poem_of, rounds_of
from checkins.poem import reading_back, stitched
from checkins.tonight import rounds, scenes, telling
from checkins.tonight.scenes import Step
from circles.models import Agreement
from gatherings.evenings import flow_of
from gatherings.models import Gathering


@transaction.atomic
def move(centre: Centre, *, seen: Step, on: bool, now: datetime) -> Centre:
    """Move the Centre one step on, or back, from the step somebody saw; return it as it then stands (rule 1)."""
    gathering = locked_gathering(centre.gathering_id, by=None)
    centre = Centre.objects.get(pk=centre.pk)
    centre.gathering = gathering
    standing = (centre.scene, centre.stanza)
    way = _way(gathering)
    then = scenes.on(way, standing) if on else scenes.back(way, standing)
    if centre.closed_at or seen != standing or then == standing:
        return centre
    centre.scene, centre.stanza = then
    _come_true(gathering, Scene(centre.scene), now=now)
    return telling.told(centre, now=now)


def _way(gathering: Gathering) -> list[Step]:
    """Return the steps of this evening."""
    stored = rounds_of(gathering)
    check_in, check_out = stored.get(RoundKind.CHECK_IN), stored.get(RoundKind.CHECK_OUT)
    empty = set()
    if not Agreement.objects.filter(circle=gathering.circle_id).standing_now().exists():
        empty.add(Scene.AGREEMENTS.value)
    if not (check_in.question if check_in else gathering.question):
        empty.add(Scene.QUESTION.value)
    if not (check_out and check_out.question):
        empty.add(Scene.LAST_QUESTION.value)
    poem = stanzas_of(gathering)
    moments = [part.moment for part in flow_of(gathering)]
    return scenes.steps(moments, stanzas=len(poem), empty=empty)


def stanzas_of(gathering: Gathering) -> list[stitching.Stanza]:
    """Return the stanzas of the poem as it stands, none where nothing is stitched yet."""
    harvest = poem_of(gathering)
    if harvest is None:
        return []
    stitches = list(harvest.stitches.select_related("phrase"))
    if all(stitch.phrase is None or stitch.phrase.is_silence for stitch in stitches):
        return []
    return stitching.stanzas(stitched.as_core(stitches))


def _come_true(gathering: Gathering, scene: Scene, *, now: datetime) -> None:
    """Open and close the rounds as the scene says, and read the poem back (rules 2 and 3)."""
    kinds = {
        RoundKind.CHECK_IN: (Scene.QUESTION, Scene.RING),
        RoundKind.CHECK_OUT: (Scene.LAST_QUESTION, Scene.LAST_RING),
    }
    stored = rounds_of(gathering)
    for kind, (first, last) in kinds.items():
        round_ = stored.get(kind)
        if scene in (first, last):
            round_ = round_ or rounds.round_of(gathering, kind=kind)
            rounds.open_round(round_, question=round_.question, now=now)
        elif round_ and round_.opened_at and scenes.is_past(scene, last):
            rounds.close_round(round_, now=now)
        elif round_ and round_.opened_at and kind == RoundKind.CHECK_OUT and not round_.flames.exists():
            round_.opened_at = round_.closed_at = None
            round_.save(update_fields=["opened_at", "closed_at"])
    harvest = poem_of(gathering)
    if scene == Scene.READ_BACK and harvest:
        reading_back.read_back(harvest, by=None, now=now)
