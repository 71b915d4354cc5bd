"""The letters guests of a lab are written: to confirm, when a seat came free, when the lab is moved or called off.

Guests read no other letter of the circle, and no other guest's address stands in theirs (R33). A guest without an
address is told by whoever wrote them down.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from circles import letters
from gatherings.models import Gathering, GuestState, LabGuest

SEAT, MOVED_UP, CHANGED = "lab_seat", "lab_moved_up", "lab_changed"


def write_seat(guest: LabGuest, *, asked: UUID, now: datetime) -> None:
    """Write a guest the letter with their one link; once for each asking, however often the button is pressed (R5)."""
    _write(SEAT, guest, f"{asked}:{guest.link_epoch}", now=now)


def write_moved_up(guest: LabGuest, *, now: datetime) -> None:
    """Tell a guest that a seat is theirs: one letter for each time they waited (R6)."""
    _write(MOVED_UP, guest, f"{guest.confirmed_at:%Y%m%dT%H%M%S.%f}", now=now)


def tell_of_change(gathering: Gathering, *, on_again: bool = False, now: datetime) -> None:
    """Tell the guests of a lab, should the gathering be one, that it was moved or called off, or is on after all.

    One letter for each of its sequence numbers; guests who are not coming after all are left in peace.
    """
    more = {"sequence": gathering.sequence, "on_again": on_again}
    for guest in _expected([gathering]):
        _write(CHANGED, guest, str(gathering.sequence), now=now, **more)


def would_be_told(gatherings: Iterable[Gathering]) -> bool:
    """Return whether any guest would be written to if these gatherings were called off."""
    return _expected(gatherings).exclude(email="").exists()


def _expected(gatherings: Iterable[Gathering]) -> QuerySet[LabGuest]:
    """Return the guests who come or wait, of those gatherings that are labs."""
    labs = [each for each in gatherings if each.slot is None]  # no lab is made by the rhythm
    return LabGuest.objects.filter(lab__gathering__in=labs, state__in=[GuestState.COMING, GuestState.WAITING])


def _write(kind: str, guest: LabGuest, which: str, *, now: datetime, **more: Any) -> None:
    if guest.email:
        letters.write(
            kind=kind,
            key=f"{kind}:{guest.uid}:{which}",
            address=guest.email,
            params={"guest": guest.pk, "epoch": guest.link_epoch, "language": guest.language, **more},
            now=now,
        )
