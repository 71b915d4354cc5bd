"""Telling: what is seen of tonight has changed, and every open page of it is to see so.

Called within a transaction, the gathering locked. Where nobody has opened the circle, there is nobody to tell.
"""

from datetime import datetime

from checkins.models import Centre, Round, RoundKind, rounds_of
from checkins.tonight import seating
from gatherings.models import Gathering

# What is seen of tonight. Codes are drawn, and forgotten Centres closed, without waiting for the evening's lock.
_SEEN = ["scene", "stanza", "rung_at", "by_phone", "seats", "version", "changed_at"]


def tell(gathering: Gathering, *, now: datetime) -> Centre | None:
    """Raise the version of tonight, with every seat as it stands by its number; return it, or None without a Centre."""
    centre = Centre.objects.filter(gathering=gathering.pk, closed_at=None).first()
    if centre is None:
        return None
    centre.gathering = gathering
    return told(centre, now=now)


def told(centre: Centre, *, now: datetime) -> Centre:
    """Save what is seen of a stored Centre, raise its version, write down the seats as they stand, and return it."""
    seats = seating.seats(centre.gathering, round_=present_round(centre.gathering), centre=centre)
    by_number = {seat.number: [seat.key, seat.state] for seat in seats}
    last = max([len(centre.seats), *by_number])
    centre.seats = [by_number.get(number, ["", ""]) for number in range(1, last + 1)]
    centre.version += 1
    centre.changed_at = now
    centre.save(update_fields=_SEEN)
    return centre


def present_round(gathering: Gathering) -> Round | None:
    """Return the round the ring shows: the check-out once it was opened, before it the check-in; None before both."""
    return present_of(rounds_of(gathering))


def present_of(rounds: dict[str, Round]) -> Round | None:
    """Return the same of the rounds of an evening, by their kind."""
    out = rounds.get(RoundKind.CHECK_OUT)
    return out if out and out.opened_at else rounds.get(RoundKind.CHECK_IN)
