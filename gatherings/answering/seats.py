"""Seats and the waiting list of a gathering: off until a host says how many seats there are.

1. A yes takes a seat while one is free and nobody waits; any other yes waits, and seats are given in the order in which
   they came (R6). Saying it again keeps one's place.
2. A guest with a host's nod takes a seat too, under the same condition. Guests do not wait in line: nobody could tell
   them, so their host nods once there is a seat.
3. Whatever frees a seat (no, maybe, leaving, a guest taken off, more seats) gives it, in the same transaction, to who
   has waited longest, and tells them once. Fewer seats evict nobody.
4. The gathering's row is locked first, so that no seat is given twice (R1, R4). The versions of calendars are raised
   last, all at once, so that no two of these can lock crosswise.
"""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from circles.models import Circle, Membership
from gatherings.feeds.subscriptions import members_changed
from gatherings.letters import seat_letters
from gatherings.models import Answer, Gathering, Rsvp
from gatherings.refusals import IsCalledOff, IsOver


def is_free(gathering: Gathering) -> bool:
    """Whether a yes, or a host's nod, takes a seat now (rule 1). The gathering is locked by whoever asks."""
    if gathering.seats is None:
        return True
    if gathering.rsvps.filter(answer=Answer.WAITING).exists():
        return False
    return _taken(gathering) < gathering.seats


def move_up(gathering: Gathering, *, now: datetime) -> list[Membership]:
    """Give free seats to who has waited longest, tell them, and return them, whose calendars change (rules 3 and 4).

    The gathering is locked by whoever calls, and carries its circle. Nothing moves while it is called off, or once
    it is over.
    """
    if gathering.is_over(now) or gathering.is_called_off:
        return []
    waiting = gathering.rsvps.filter(answer=Answer.WAITING).order_by("waiting_since", "pk")
    free = None if gathering.seats is None else max(0, gathering.seats - _taken(gathering))
    moved = list(waiting.select_related("membership__person")[:free])
    for rsvp in moved:
        seat_letters.write_moved_up(rsvp, gathering, now=now)
        rsvp.answer, rsvp.waiting_since, rsvp.answered_at = Answer.YES, None, now
        rsvp.save(update_fields=["answer", "waiting_since", "answered_at"])
    return [rsvp.membership for rsvp in moved]


def move_up_in(gatherings: Iterable[Gathering], *, now: datetime) -> None:
    """Do the same in several gatherings, all locked, in the order of their keys, and let the calendars know."""
    members_changed([moved for gathering in gatherings for moved in move_up(gathering, now=now)])


def place_of(rsvp: Rsvp) -> int:
    """Return the place of who waits on the list, 1 for who is next; 0 for who does not wait. One query."""
    if rsvp.waiting_since is None:
        return 0
    waiting = Rsvp.objects.filter(gathering=rsvp.gathering_id, answer=Answer.WAITING)
    before = waiting.filter(waiting_since__lt=rsvp.waiting_since)
    same = waiting.filter(waiting_since=rsvp.waiting_since, pk__lt=rsvp.pk)
    return (before | same).count() + 1


@transaction.atomic
def set_seats(gathering: Gathering, *, seats: int | None, by: Membership, now: datetime) -> Gathering:
    """Say how many seats a gathering has (None: as many as come), and return it.

    Where there are more, who waits moves up. Raises IsOver or IsCalledOff.
    """
    if by.circle_id != gathering.circle_id or not by.is_host:
        raise ValueError("only a host of the circle says how many seats there are")
    circle = Circle.objects.select_for_update(no_key=True).get(pk=gathering.circle_id)
    gathering = circle.gatherings.select_for_update().get(pk=gathering.pk)
    gathering.circle = circle
    if gathering.is_over(now):
        raise IsOver
    if gathering.is_called_off:
        raise IsCalledOff
    if gathering.seats != seats:
        gathering.seats = seats
        gathering.save(update_fields=["seats"])
        move_up_in([gathering], now=now)
    return gathering


def _taken(gathering: Gathering) -> int:
    """Return how many seats are taken: by who comes, and by guests with a nod."""
    coming = gathering.rsvps.filter(answer=Answer.YES).count()
    return coming + gathering.guests.filter(nodded_at__isnull=False).count()
