"""What a holder passes on to the next one: “What would you tell the next one?”

1. It is the holder's to write, from the beginning of the gathering on; there is no end to it, and it can be changed.
2. Everybody in the circle can read it beside the role; whoever holds the role next finds it with their turn.
3. Left empty it is taken back.
"""

from datetime import datetime

from django.db import transaction

from circles.models import Membership
from gatherings.models import Handover, Turn
from gatherings.refusals import NotHeldYet


@transaction.atomic
def write(turn: Turn, *, words: str, by: Membership, now: datetime) -> Handover | None:
    """Keep what the holder of a turn tells the next one, and return it; written again, it takes the place of what was.

    Without words what stood is taken back, and None returned. Raises NotHeldYet before the gathering has begun,
    ValueError for anybody but the holder.
    """
    if turn.holder_id != by.pk or by.left_at:
        raise ValueError("only its holder hands a turn over")
    turn = Turn.objects.select_for_update(of=("self",)).select_related("gathering").get(pk=turn.pk)
    if not turn.gathering.has_begun(now) or turn.gathering.is_called_off:
        raise NotHeldYet
    if not words:
        Handover.objects.filter(turn=turn).delete()
        return None
    kept, _ = Handover.objects.update_or_create(turn=turn, defaults={"words": words, "written_at": now})
    return kept
