"""The practice field: one line a member takes with them from a gathering, “until next time I will try…” (PRACTICE).

1. It is written from when the gathering has begun until seven days after its end; one line for a gathering.
2. It is its writer's alone. It comes back to them before the next gathering, and nobody else sees it unless they tell
   it; what was told can be untold.
3. Untold, it is let go thirty days after the next gathering is over, and when its writer leaves.
"""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef

from circles.models import Membership
from gatherings.evening.practice_field import may_practise
from gatherings.models import Gathering, Practice
from gatherings.refusals import NotYetOrNoMore

KEPT = timedelta(days=30)
_BATCH = 500


@transaction.atomic
def write(gathering: Gathering, *, membership: Membership, words: str, now: datetime) -> Practice:
    """Keep what a member will try until next time, and return it; written again, it takes the place of what was (R5).

    What was told stays told. Raises NotYetOrNoMore outside the time for it (rule 1), ValueError for somebody of another
    circle or who has left.
    """
    if membership.circle_id != gathering.circle_id or membership.left_at:
        raise ValueError("only a member of the circle practises in it")
    gathering = Gathering.objects.select_for_update().select_related(None).get(pk=gathering.pk)
    if not may_practise(gathering, now=now):
        raise NotYetOrNoMore
    kept, _ = Practice.objects.update_or_create(
        gathering=gathering, membership=membership, defaults={"words": words, "written_at": now}
    )
    return kept


def take_back(gathering: Gathering, *, membership: Membership) -> None:
    """Remove a member's line, told or not; there is no time limit to that."""
    Practice.objects.filter(gathering=gathering, membership=membership).delete()


def tell(gathering: Gathering, *, membership: Membership, told: bool = True) -> None:
    """Let the circle read a member's line beside their name, or let it be theirs alone again."""
    Practice.objects.filter(gathering=gathering, membership=membership).update(told=told)


def let_go(membership: Membership) -> None:
    """A member has left: what only they have read goes with them; what they told the circle stays."""
    membership.practices.filter(told=False).delete()


def let_go_old(*, now: datetime) -> int:
    """Let untold lines go whose next gathering has been over for thirty days at `now` (aware). Returns how many."""
    since = now - KEPT
    next_over = Gathering.objects.planned().filter(
        circle=OuterRef("gathering__circle"),
        starts_at__gt=OuterRef("gathering__starts_at"),
        ends_at__lte=since,
    )
    old = Practice.objects.filter(Exists(next_over), told=False, written_at__lte=since)
    gone, _ = Practice.objects.filter(pk__in=list(old.values_list("pk", flat=True)[:_BATCH])).delete()
    return gone
