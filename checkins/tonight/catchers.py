"""Who catches tonight beside those who may anyway: a host names somebody, and they hold a role that catches.

1. Whoever catches holds a turn like any other, so that the rota, the ledger and their own calendar know of it.
2. An open seat of a role that catches is taken first; where none is, a role for this evening alone is made. It has as
   many seats as it needs: an open one would be looked for everywhere.
3. Nobody is put out of their seat; named twice is named once.
"""

from datetime import datetime

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from circles.models import Circle, Membership
from gatherings.hosting import roles, rota
from gatherings.locking import locked_on
from gatherings.models import Duty, Gathering, HostingRole, Turn

_MOST = 12  # seats of one role


@transaction.atomic
def name_catcher(gathering: Gathering, *, member: Membership, by: Membership, now: datetime) -> Turn:
    """Let a member catch at a gathering, named by a host at `now` (aware), and return the turn they hold there.

    Raises IsOver, IsCalledOff; ValueError for anybody of another circle, or where `by` is no host.
    """
    circle = Circle.objects.select_for_update(no_key=True).get(pk=gathering.circle_id)
    gathering = locked_on(gathering, now=now)
    held = gathering.turns.filter(role__duty=Duty.CATCHES)
    if standing := held.filter(holder=member).first():
        return standing
    role, seat = _open_seat(gathering) or _seat_of_tonight(circle, gathering, by=by)
    return rota.assign(gathering, role=role, holder=member, seat=seat, by=by, now=now)


def _open_seat(gathering: Gathering) -> tuple[HostingRole, int] | None:
    """Return a role that catches with the number of an open seat of it, the first in the circle's order."""
    taken = set(gathering.turns.values_list("role_id", "seat"))
    for role in gathering.circle.roles.at(gathering).handed_out().filter(duty=Duty.CATCHES):
        for seat in range(1, role.seats + 1):
            if (role.pk, seat) not in taken:
                return role, seat
    return None


def _seat_of_tonight(circle: Circle, gathering: Gathering, *, by: Membership) -> tuple[HostingRole, int]:
    """Make a seat more of the role for this evening alone, in the circle's language; the next one, where it is full."""
    with translation.override(circle.language):
        name = _("Catches tonight")
    made = circle.roles.filter(only_at=gathering, name__startswith=name)
    if role := made.filter(seats__lt=_MOST).first():
        role.seats += 1
        role.save(update_fields=["seats"])
        return role, role.seats
    number = made.count() + 1
    name = f"{name} {number}" if number > 1 else name
    return roles.add(circle, name=name, duty=Duty.CATCHES, seats=1, only_at=gathering, by=by), 1
