"""Who comes: one answer to a gathering for each member, changed as often as they change their mind.

1. One row for a member and a gathering, whoever writes it and however often (R5).
2. A gathering that is over or called off asks nobody any more; a link takes answers until the start (R10).
3. In the room or on the call is kept only where there are both, and only for who may come. Left unsaid, it
   stays what it was.
4. Where seats are limited a yes may have to wait; who gives a seat back gives it to who has waited longest (see
   `seats`). The gathering is locked first, then the members.
5. An answer can be taken back, so that it is as if nothing had been said.
"""

from datetime import datetime

from django.db import transaction

from circles.models import Membership
from circles.refusals import HasLeft
from gatherings.answering import seats
from gatherings.feeds.subscriptions import members_changed
from gatherings.models import SAID, Answer, Gathering, Guest, Rsvp, Way
from gatherings.refusals import HasOpened, IsCalledOff, IsOver


@transaction.atomic
def answer(
    gathering: Gathering,
    *,
    membership: Membership,
    answer: str,
    way: str | None = None,
    said_by: Membership | None = None,
    until_start: bool = False,
    now: datetime,
) -> Rsvp:
    """Write down what a member answers and return it; `said_by` is the host they told it to, if they did.

    `way` is how they come ("room", "call"), empty for not known, None for what they said before. A yes comes back as
    waiting where no seat is free. Raises IsOver or IsCalledOff, HasOpened from the start on where it is said
    `until_start`, HasLeft, and ValueError for an answer there is not or somebody of another circle.
    """
    if answer not in SAID:
        raise ValueError("nobody can answer that")
    gathering = _asking(gathering, membership, said_by, until_start=until_start, now=now)
    before = gathering.rsvps.filter(membership=membership).first()
    if way is None:
        way = before.way if before else ""
    if answer == Answer.NO or not (gathering.where and gathering.call):
        way = ""
    waiting_since = _waits(gathering, before, now=now) if answer == Answer.YES else None
    given = {
        "answer": Answer.WAITING if waiting_since else Answer(answer),
        "way": Way(way) if way else "",
        "said_by": said_by,
        "waiting_since": waiting_since,
    }
    if before and {field: getattr(before, field) for field in given} == given:
        return before
    rsvp, _ = gathering.rsvps.update_or_create(membership=membership, defaults={**given, "answered_at": now})
    moved = seats.move_up(gathering, now=now) if before and before.answer == Answer.YES else []
    members_changed([membership, *moved])
    return rsvp


@transaction.atomic
def take_back(
    gathering: Gathering,
    *,
    membership: Membership,
    by: Membership | None = None,
    until_start: bool = False,
    now: datetime,
) -> None:
    """Let it be as if a member had said nothing; taken back twice is once. `by` is the host who does it for them.

    Raises what `answer` raises.
    """
    gathering = _asking(gathering, membership, by, until_start=until_start, now=now)
    before = gathering.rsvps.filter(membership=membership).first()
    if before is None:
        return
    before.delete()
    moved = seats.move_up(gathering, now=now) if before.answer == Answer.YES else []
    members_changed([membership, *moved])


def go_back(
    gathering: Gathering,
    *,
    membership: Membership,
    to: tuple[str, str],
    until_start: bool = False,
    now: datetime,
) -> None:
    """Let a member undo: say again what they had said before, an answer and a way, or nothing where that is empty.

    Raises what `answer` raises. A seat given back meanwhile may be taken; then they wait.
    """
    said, way = to
    if said:
        answer(gathering, membership=membership, answer=said, way=way, until_start=until_start, now=now)
    else:
        take_back(gathering, membership=membership, until_start=until_start, now=now)


def let_go(membership: Membership, *, now: datetime) -> None:
    """A member leaves: their answers to what is to come at `now` (aware) go, and their guests; what was stays.

    Their seats go to who waits. Called in the transaction of their leaving, before any member's row is locked.
    """
    locked = membership.circle.gatherings.select_for_update().filter(ends_at__gt=now).order_by("pk")
    coming = list(locked)
    Rsvp.objects.filter(membership=membership, gathering__in=coming).delete()
    Guest.objects.filter(brought_by=membership, gathering__in=coming).delete()
    limited = [gathering for gathering in coming if gathering.seats is not None]
    for gathering in limited:
        gathering.circle = membership.circle
    seats.move_up_in(limited, now=now)


def _asking(
    gathering: Gathering,
    membership: Membership,
    host: Membership | None,
    *,
    until_start: bool,
    now: datetime,
) -> Gathering:
    """Lock the gathering and return it as it stands; refuse one that asks nobody, and who is no (longer) member."""
    if membership.circle_id != gathering.circle_id or membership.left_at:
        raise ValueError("only a member of the circle answers")
    if host and (host.circle_id != gathering.circle_id or not host.is_host):
        raise ValueError("only a host of the circle answers for somebody")
    gathering = Gathering.objects.select_for_update().select_related(None).get(pk=gathering.pk)
    gathering.circle = membership.circle
    if not Membership.objects.present().filter(pk=membership.pk).exists():
        raise HasLeft(name=membership.name)
    if gathering.is_over(now):
        raise IsOver
    if gathering.is_called_off:
        raise IsCalledOff
    if until_start and gathering.has_begun(now):
        raise HasOpened
    return gathering


def _waits(gathering: Gathering, before: Rsvp | None, *, now: datetime) -> datetime | None:
    """Return since when somebody who says yes waits; None where they have a seat, or get one (rule 4)."""
    if before and before.answer in {Answer.YES, Answer.WAITING}:
        return before.waiting_since
    return None if seats.is_free(gathering) else now
