"""Founding a circle whole: its people's first steward, its rhythm, its starting roles, its first year."""

from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.db import transaction

from circles import founding
from circles.models import Membership, Person
from gatherings.hosting import roles
from gatherings.schedule import rhythms


@transaction.atomic
def found_whole(
    *,
    founder: Person,
    description: founding.Description,
    rule: str,
    first: date,
    starts: time,
    lasts: timedelta,
    now: datetime,
    once: UUID | None = None,
) -> Membership:
    """Found a circle that gathers by `rule` from `first` on, and return its founder's membership.

    `once` makes the page posted twice found one circle (R5). Raises gatherings.rhythm.RhythmRefused where the rule
    cannot be kept; then nothing is founded.
    """
    steward = founding.found(founder=founder, description=description, now=now, once=once)
    rhythms.set_rhythm(
        steward.circle, rule=rule, first=first, starts=starts, lasts=lasts, by=steward, now=now
    )
    roles.give_starting_roles(steward.circle)
    return steward
