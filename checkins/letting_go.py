"""What is said here stays here: thirty days after the poem is given, what it no longer needs is let go."""

from datetime import datetime, timedelta

from django.db import transaction

from checkins.models import Harvest, Round

KEPT_FOR = timedelta(days=30)  # raw words, after the poem is given


@transaction.atomic
def let_go(harvest: Harvest, *, now: datetime) -> int:
    """Let go of what the gathering's rounds no longer need ; return how many rows went or changed."""
    rounds = Round.objects.select_for_update().filter(
        gathering_id=harvest.gathering_id, let_go_at__isnull=True
    )
    done = 0
    for round_ in rounds:
        done += round_.checkins.all().delete()[0]
        done += round_.phrases.filter(stitches__isnull=True).delete()[0]
        round_.let_go_at = now
        round_.save(update_fields=["let_go_at"])
    return done


def ripe_to_let_go(*, now: datetime) -> list[Harvest]:
    """Return the poems given thirty days before `now` (aware) or more whose rounds still keep raw words."""
    ripe = Harvest.objects.filter(given_at__lte=now - KEPT_FOR, gathering__rounds__let_go_at__isnull=True)
    return list(ripe.filter(gathering__rounds__isnull=False).distinct().order_by("pk")[:200])
