"""Who comes: one answer to a gathering for each member, changed as often as they change their mind.

1. One row for a member and a gathering, whoever writes it and however often (R5).
2. A gathering that is over or called off asks nobody any more (R10).
3. In the room or on the call is kept only where there are both, and only for who may come. Left unsaid, it
   stays what it was.
"""

from datetime import datetime

from django.db import transaction

from circles.models import Membership
from gatherings.models import Answer, Gathering, Rsvp, Way
from gatherings.refusals import IsCalledOff, IsOver
from gatherings.subscriptions import members_changed


@transaction.atomic
def answer(
    gathering: Gathering,
    *,
    membership: Membership,
    answer: str,
    way: str | None = None,
    said_by: Membership | None = None,
    now: datetime,
) -> Rsvp:
    """Write down what a member answers and return it; `said_by` is the host they told it to, if they did.

    `way` is how they come ("room", "call"), empty for not known, None for what they said before.

    Raises IsOver or IsCalledOff, and ValueError for an answer there is not or somebody of another circle.
    """
    answer = Answer(answer)
    _may_answer(gathering, membership, said_by)
    gathering = Gathering.objects.select_for_update().select_related(None).get(pk=gathering.pk)
    gathering.circle = membership.circle
    if gathering.is_over(now):
        raise IsOver
    if gathering.is_called_off:
        raise IsCalledOff
    before = gathering.rsvps.filter(membership=membership).first()
    if way is None:
        way = before.way if before else ""
    if answer == Answer.NO or not (gathering.where and gathering.call):
        way = ""
    given = {"answer": answer, "way": Way(way) if way else "", "said_by": said_by}
    if before and {field: getattr(before, field) for field in given} == given:
        return before
    rsvp, _ = gathering.rsvps.update_or_create(membership=membership, defaults={**given, "answered_at": now})
    members_changed([membership])
    return rsvp


def let_go(membership: Membership, *, now: datetime) -> None:
    """A member has left: their answers to what is to come at `now` (aware) go; those to the past stay."""
    membership.rsvps.filter(gathering__ends_at__gt=now).delete()


def _may_answer(gathering: Gathering, membership: Membership, said_by: Membership | None) -> None:
    if membership.circle_id != gathering.circle_id or membership.left_at:
        raise ValueError("only a member of the circle answers")
    if said_by and (said_by.circle_id != gathering.circle_id or not said_by.is_host):
        raise ValueError("only a host of the circle answers for somebody")
