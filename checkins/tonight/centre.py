"""Tonight is opened and closed: the Centre, its secret addresses, and the rounds that open and close with it.

1. Tonight begins from twelve hours before the gathering until its addresses would be dead (rule 2), by whoever may
   open the circle.
2. Its two addresses are drawn at random, and drawn anew when a member leaves or is removed, and when a circle that was
   closed is opened again. They are dead once the circle closes, while the gathering is called off or put off to another
   day, and six hours after its end whoever closed it or not (`CentreQuerySet.alive`). The heartbeat closes what is
   dead, so that a gathering put on again later has others.
3. Closed, it keeps nothing of who sat where.
"""

import secrets
from datetime import datetime

from django.db import transaction

from checkins.locking import locked_gathering
from checkins.models import Centre, Round, RoundKind, Scene
from checkins.models.centre import DIES_AFTER
from checkins.tonight import rounds, telling
from circles.models import Membership
from circles.refusals import Refused
from gatherings.models import Gathering
from gatherings.refusals import IsOver

_ADDRESSES = ["screen_token", "live_token", "code", "code_until", "joined_at"]


@transaction.atomic
def begin(gathering: Gathering, *, by: Membership, now: datetime) -> Centre:
    """Begin tonight, and return its Centre; begun already it is the same one (rule 1).

    The caller has made sure that `by` may open the circle. Raises IsCalledOff, NotYet, IsOver; ValueError for somebody
    of another circle.
    """
    gathering = locked_gathering(gathering.pk, by=by)
    _must_be_tonight(gathering, now=now)
    centre = Centre.objects.filter(gathering=gathering).first() or Centre()
    centre.gathering = gathering
    if centre.pk and not centre.closed_at:
        return centre
    centre.opened_at, centre.closed_at, centre.scene, centre.stanza = now, None, Scene.WELCOME, 0
    _draw_addresses(centre)
    centre.save()
    return telling.told(centre, now=now)


@transaction.atomic
def open_round(
    gathering: Gathering, *, kind: RoundKind, question: str, by: Membership, now: datetime
) -> Round:
    """Open the circle: tonight begins, and its round of that kind with its question, which is returned.

    Raises IsCalledOff, NotYet, IsOver.
    """
    begin(gathering, by=by, now=now)
    return rounds.open_round(rounds.round_of(gathering, kind=kind), question=question, now=now)


def ask_last(gathering: Gathering, *, question: str, by: Membership, now: datetime) -> Round:
    """Keep the question the circle will close with, and return its round, which this does not open."""
    return ask(gathering, kind=RoundKind.CHECK_OUT, question=question, by=by, now=now)


@transaction.atomic
def ask(gathering: Gathering, *, kind: RoundKind, question: str, by: Membership, now: datetime) -> Round:
    """Keep the question of a round, and return the round, which this neither opens nor closes.

    Raises IsCalledOff, NotYet.
    """
    gathering = locked_gathering(gathering.pk, by=by)
    rounds.must_be_the_day(gathering, now=now)
    round_ = rounds.round_of(gathering, kind=kind)
    round_.question = question
    round_.save(update_fields=["question"])
    telling.tell(gathering, now=now)
    return round_


@transaction.atomic
def let_phones_join(centre: Centre, *, on: bool, now: datetime) -> Centre:
    """Show on the ring the picture that leads phones to the check-in, or not; return the Centre."""
    locked_gathering(centre.gathering_id, by=None)
    centre.refresh_from_db()
    if centre.by_phone != on and not centre.closed_at:
        centre.by_phone = on
        telling.told(centre, now=now)
    return centre


@transaction.atomic
def close(gathering: Gathering, *, by: Membership, now: datetime) -> None:
    """Close the circle: its rounds, and tonight with its addresses (rules 2 and 3); twice is once."""
    gathering = locked_gathering(gathering.pk, by=by)
    for round_ in gathering.rounds.filter(opened_at__isnull=False, closed_at=None):
        rounds.close_round(round_, now=now)
    Centre.objects.filter(gathering=gathering).close(now=now)


def why_not_now(gathering: Gathering, *, now: datetime) -> Refused | None:
    """Return why tonight cannot be begun at `now` (aware), as `begin` would refuse it; None where it can."""
    try:
        _must_be_tonight(gathering, now=now)
    except Refused as refused:
        return refused
    return None


def close_forgotten(*, now: datetime) -> int:
    """Close what is dead and nobody closed (rule 2); return how many that were."""
    alive = Centre.objects.alive(now=now)
    return Centre.objects.exclude(pk__in=alive.values("pk")).close(now=now)


def left(membership: Membership, *, now: datetime) -> None:
    """Somebody leaves the circle: draw the addresses of what is open tonight anew (rule 2), and empty their seat.

    Called within the transaction in which they leave.
    """
    open_now = Centre.objects.filter(gathering__circle=membership.circle_id, closed_at=None)
    for centre in open_now.select_related("gathering").order_by("gathering"):
        locked_gathering(centre.gathering_id, by=membership)
        centre.refresh_from_db()
        _draw_addresses(centre)
        theirs = f"m{membership.pk}"
        centre.seats = [["", ""] if key == theirs else [key, state] for key, state in centre.seats]
        centre.version, centre.changed_at = centre.version + 1, now
        centre.save(update_fields=[*_ADDRESSES, "seats", "version", "changed_at"])


def _must_be_tonight(gathering: Gathering, *, now: datetime) -> None:
    rounds.must_be_the_day(gathering, now=now)
    if now >= gathering.ends_at + DIES_AFTER:
        raise IsOver


def _draw_addresses(centre: Centre) -> None:
    centre.screen_token, centre.live_token = secrets.token_urlsafe(32), secrets.token_urlsafe(32)
    centre.code, centre.code_until, centre.joined_at = "", None, None
