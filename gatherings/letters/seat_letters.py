"""The letter to a member who waited for a seat and has one now: one for each time they waited (R6).

Only the latest waits. It leaves at once by day, and in the morning where it is night for its reader, unless that is
too near the gathering.
"""

from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from circles import letters
from circles.models import Letter, LetterState
from circles.post.humane import next_morning
from gatherings.models import Gathering, Rsvp

SEAT: Final = "gathering_seat"
_TOO_NEAR = timedelta(hours=2)


def write_moved_up(rsvp: Rsvp, gathering: Gathering, *, now: datetime) -> None:
    """Tell a member that a seat is theirs, who waits as `rsvp` says; nothing once it has begun, or to a mere name.

    `rsvp` comes with its member and their person.
    """
    membership = rsvp.membership
    if membership.person is None or gathering.has_begun(now):
        return
    for older in membership.letters.filter(kind=SEAT, state=LetterState.WAITING):
        if older.params["gathering"] == gathering.pk:  # it would tell the same
            waits = Letter.objects.filter(pk=older.pk, state=LetterState.WAITING)
            waits.update(state=LetterState.LET_GO)
    after = letters.breath(SEAT, [membership.pk], now=now).get(membership.pk, now)
    morning = next_morning(ZoneInfo(membership.person.timezone), max(after, now))
    letters.write(
        kind=SEAT,
        key=f"{SEAT}:{rsvp.uid}:{rsvp.waiting_since:%Y%m%dT%H%M%S.%f}",
        circle=gathering.circle,
        membership=membership,
        params={"gathering": gathering.pk},
        due=morning if morning <= gathering.starts_at - _TOO_NEAR else after,
        now=now,
    )
