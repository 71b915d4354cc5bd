"""Guests at a gathering: a first name, and a host's nod. They get no letter and no account.

1. A member says whom they bring; a guest counts once a host has nodded. Whom a host writes down has the nod at once.
2. A guest with a nod takes a seat where seats are limited (see `seats`); without a free one nobody is nodded in.
3. Who brings them or a host takes them off; a seat that comes free goes to who waits.
4. Their names are let go half a year after the gathering.
5. The gathering's row is locked first.
"""

from datetime import datetime, timedelta
from uuid import UUID, uuid4

from django.db import transaction

from circles.models import Membership
from gatherings.answering import seats
from gatherings.models import Gathering, Guest, Lab
from gatherings.refusals import (
    GuestIsGone,
    IsCalledOff,
    IsOver,
    NoSeatLeft,
    SignsUpElsewhere,
    TooManyGuests,
)

KEPT = timedelta(days=180)
MOST_EACH = 6  # guests one member brings to one gathering


@transaction.atomic
def bring(
    gathering: Gathering, *, name: str, by: Membership, once: UUID | None = None, now: datetime
) -> Guest:
    """Write down whom `by` brings along, and return them: nodded in where `by` is a host, else waiting for a nod.

    `once` is the guest's uid to be: sent twice, it is one guest (R5). Raises IsOver, IsCalledOff, NoSeatLeft,
    TooManyGuests, and SignsUpElsewhere at a learning lab.
    """
    gathering = _locked(gathering, by, now=now)
    if Lab.objects.filter(gathering=gathering).exists():
        raise SignsUpElsewhere
    standing = gathering.guests.filter(uid=once).first() if once else None
    if standing:
        return standing
    if not by.is_host and gathering.guests.filter(brought_by=by).count() >= MOST_EACH:
        raise TooManyGuests(count=MOST_EACH)
    free = once is not None and not Guest.objects.filter(uid=once).exists()
    guest = Guest(
        uid=once if once and free else uuid4(), gathering=gathering, name=name, brought_by=by, asked_at=now
    )
    if by.is_host:
        _seat(gathering, guest, by=by, now=now)
    guest.save()
    return guest


@transaction.atomic
def nod(guest: Guest, *, by: Membership, now: datetime) -> Guest:
    """Let a guest come, as a host, and return them; nodded twice is once.

    Raises IsOver, IsCalledOff, NoSeatLeft, and GuestIsGone where they were taken off meanwhile.
    """
    if not by.is_host:
        raise ValueError("only a host nods")
    gathering = _locked(guest.gathering, by, now=now)
    standing = gathering.guests.filter(pk=guest.pk).first()
    if standing is None:
        raise GuestIsGone
    guest = standing
    guest.gathering = gathering
    if guest.nodded_at is None:
        _seat(gathering, guest, by=by, now=now)
        guest.save(update_fields=["nodded_at", "nodded_by"])
    return guest


@transaction.atomic
def take_off(guest: Guest, *, by: Membership, now: datetime) -> None:
    """Take a guest off, as who brings them or a host; who waits moves up. Twice is once. Raises IsOver."""
    if not (by.is_host or by.pk == guest.brought_by_id):
        raise ValueError("only who brings a guest, or a host, takes them off")
    gathering = _locked(guest.gathering, by, now=now, even_off=True)
    gathering.guests.filter(pk=guest.pk).delete()
    seats.move_up_in([gathering], now=now)


def let_go_old(*, now: datetime) -> int:
    """Let go of the names of guests half a year after their gathering. Returns how many went."""
    old = list(Guest.objects.filter(gathering__ends_at__lte=now - KEPT).values_list("pk", flat=True)[:500])
    if old:
        Guest.objects.filter(pk__in=old).delete()
    return len(old)


def _seat(gathering: Gathering, guest: Guest, *, by: Membership, now: datetime) -> None:
    if not seats.is_free(gathering):
        raise NoSeatLeft
    guest.nodded_at, guest.nodded_by = now, by


def _locked(gathering: Gathering, by: Membership, *, now: datetime, even_off: bool = False) -> Gathering:
    if by.circle_id != gathering.circle_id or by.left_at:
        raise ValueError("only a member of the circle brings a guest")
    gathering = Gathering.objects.select_for_update().get(pk=gathering.pk)
    gathering.circle = by.circle
    if gathering.is_over(now):
        raise IsOver
    if gathering.is_called_off and not even_off:
        raise IsCalledOff
    return gathering
