"""Flames: who has spoken or kept silence in a round, who passes for now, whose words came from afar.

1. One flame a person and round. Speaking, keeping silence and passing for good light the same one.
2. A flame that burns goes on burning: words that come later do not carry it outside of the ring, nor does passing
   put it out. A slip is put out by whoever made it.
3. Everything that is seen of a round raises the version of tonight (`checkins.tonight.telling`).
"""

from datetime import datetime

from django.db import transaction

from checkins.locking import locked_round
from checkins.models import Flame, FlameState, Round
from checkins.poem.open_words import keeps_words
from checkins.tonight import telling
from circles.models import Membership
from gatherings.models import Guest


@transaction.atomic
def light(
    round_: Round,
    *,
    membership: Membership | None = None,
    guest: Guest | None = None,
    state: FlameState = FlameState.LIT,
    now: datetime,
) -> Flame:
    """Let a member's or a guest's flame in a stored round be `state`, and return it as it then is (rule 2).

    Raises IsCalledOff, IsLetGo; ValueError for somebody of another circle or evening.
    """
    round_ = locked_round(round_, by=membership)
    _one_of_the_evening(round_, membership, guest)
    keeps_words(round_)
    fresh = {"state": state, "changed_at": now}
    flame, lit = round_.flames.get_or_create(membership=membership, guest=guest, defaults=fresh)
    if not lit and _may_become(FlameState(flame.state), state):
        flame.state, flame.changed_at = state, now
        flame.save(update_fields=["state", "changed_at"])
        lit = True
    if lit:
        telling.tell(round_.gathering, now=now)
    return flame


@transaction.atomic
def put_out(
    round_: Round, *, membership: Membership | None = None, guest: Guest | None = None, now: datetime
) -> None:
    """Take a member's or a guest's flame in a round away, as if it had not come to them; twice is once."""
    round_ = locked_round(round_, by=membership)
    _one_of_the_evening(round_, membership, guest)
    gone, _rows = round_.flames.filter(membership=membership, guest=guest).delete()
    if gone:
        telling.tell(round_.gathering, now=now)


def set_to(round_: Round, who: Membership | Guest, *, state: FlameState | None, now: datetime) -> None:
    """Let somebody's flame be `state`, or out for None. Raises what `light` raises."""
    membership = who if isinstance(who, Membership) else None
    guest = who if isinstance(who, Guest) else None
    if state is None:
        put_out(round_, membership=membership, guest=guest, now=now)
    else:
        light(round_, membership=membership, guest=guest, state=state, now=now)


def _may_become(standing: FlameState, state: FlameState) -> bool:
    """Whether a flame that stands as it does becomes another one (rule 2); who sent words may come after all."""
    if standing == FlameState.LIT:
        return False
    return standing != state and not (standing == FlameState.AFAR and state == FlameState.PASSED)


def _one_of_the_evening(round_: Round, membership: Membership | None, guest: Guest | None) -> None:
    if (membership is None) == (guest is None):
        raise ValueError("a member or a guest")
    if guest and guest.gathering_id != round_.gathering_id:
        raise ValueError("a guest of another evening")
