"""“May your words travel?”, asked at check-out: the yeses said aloud, kept with their date by who catches.

1. A yes is kept for somebody of the circle who has not left it, or for the circle: that one is for the words nobody has
   claimed. From the evening on, until thirty days after the poem is given; but a member's only until the hour at which
   the letter with the poem leaves for where they live, whether or not they are sent one: who is, is told of it there.
2. A slip is undone by who catches while the evening lasts; the circle's yes at any time, as nobody alone can take it
   back.
3. Its speaker takes it back whenever they like. Then it stays taken back: who catches cannot set it again. What they
   say of a line on the page holds before it, either way.
4. The moment a yes is gone, a shared poem that needed it comes back into the circle.
"""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import transaction

from checkins.letters import first_catch_letters, harvest_letters
from checkins.letting_go import KEPT_FOR
from checkins.locking import locked_gathering, must_belong
from checkins.models import Harvest, SaidAloud, poem_of
from checkins.refusals import NotYet, SaidSince, TooLateToAsk
from checkins.tonight import rounds
from checkins.travelling import consent
from circles.models import Membership
from circles.refusals import HasLeft
from gatherings.models import Gathering
from gatherings.refusals import IsCalledOff

A_SLIP = timedelta(hours=12)  # as long as the evening on which it was said lasts, and the way home


@transaction.atomic
def keep(gathering: Gathering, *, membership: Membership | None, by: Membership, now: datetime) -> SaidAloud:
    """Keep a yes said aloud by a member, or by the circle (None), and return it; said twice it is kept once (rule 1).

    The caller has made sure that `by` may catch there. Raises IsCalledOff, NotYet, TooLateToAsk, HasLeft, or SaidSince
    where they have taken it back (rule 3); ValueError for somebody of another circle.
    """
    gathering = locked_gathering(gathering.pk, by=by)
    must_belong(gathering, membership)
    _is_time(gathering, now=now)
    harvest = poem_of(gathering)
    kept = SaidAloud.objects.filter(gathering=gathering, membership=membership)
    if membership and not kept.exists():
        _may_be_asked(membership, harvest, now=now)
    said, _made = SaidAloud.objects.get_or_create(
        gathering=gathering, membership=membership, defaults={"said_at": now, "kept_by": by}
    )
    if said.taken_back_at:
        raise SaidSince
    if harvest and harvest.read_back_at and not harvest.is_given:
        first_catch_letters.write(harvest, now=now)
    return said


@transaction.atomic
def undo(gathering: Gathering, *, membership: Membership | None, by: Membership, now: datetime) -> None:
    """Undo a yes that was kept by a slip (rules 2 and 4); where there is none, nothing is to be done.

    The caller has made sure that `by` may catch there. Raises SaidSince where they have taken it back themselves,
    TooLateToAsk once the evening is over; ValueError for somebody of another circle.
    """
    gathering = locked_gathering(gathering.pk, by=by)
    said = SaidAloud.objects.filter(gathering=gathering, membership=membership).first()
    if said is None:
        return
    if said.taken_back_at:
        raise SaidSince
    if not may_undo(said, now=now):
        raise TooLateToAsk
    said.delete()
    consent.come_back(gathering)


@transaction.atomic
def take_back(gathering: Gathering, *, by: Membership, now: datetime) -> None:
    """Let a member take back what they said aloud (rules 3 and 4); taken back twice, or never said, it is no more."""
    gathering = locked_gathering(gathering.pk, by=by)
    mine = SaidAloud.objects.filter(gathering=gathering, membership=by, taken_back_at=None)
    mine.update(taken_back_at=now)
    consent.come_back(gathering)


def may_undo(said: SaidAloud, *, now: datetime) -> bool:
    """Whether who catches may still undo a yes at `now` (aware) (rule 2)."""
    return said.taken_back_at is None and (said.membership_id is None or now - said.said_at < A_SLIP)


def is_kept(gathering: Gathering, *, now: datetime) -> Callable[[Membership | None], bool]:
    """Return what tells of a member (with their person), or of the circle, whether their yes is kept at `now` (rule 1).

    The poem, if any, is loaded; once it is given, one query.
    """
    try:
        _is_time(gathering, now=now)
    except (IsCalledOff, NotYet, TooLateToAsk):
        return lambda who: False
    leaves = _leaves(poem_of(gathering))
    return lambda who: who is None or (who.left_at is None and (leaves is None or now < leaves(who)))


def _is_time(gathering: Gathering, *, now: datetime) -> None:
    harvest = poem_of(gathering)
    rounds.must_be_the_day(gathering, now=now)
    if harvest and harvest.given_at and now >= harvest.given_at + KEPT_FOR:
        raise TooLateToAsk


def _may_be_asked(membership: Membership, harvest: Harvest | None, *, now: datetime) -> None:
    """Refuse the yes of somebody who has left, or would not be told of it any more (rule 1)."""
    member = Membership.objects.select_related("person").get(pk=membership.pk)
    if member.left_at:
        raise HasLeft(name=member.name)
    leaves = _leaves(harvest)
    if harvest and leaves and (now >= leaves(member) or harvest_letters.has_left(harvest, member)):
        raise TooLateToAsk


def _leaves(harvest: Harvest | None) -> Callable[[Membership], datetime] | None:
    """Return what tells when the letter with the poem leaves for a member; None until it is given."""
    if harvest is None or harvest.given_at is None:
        return None
    return harvest_letters.hour_for(harvest, given_at=harvest.given_at)
