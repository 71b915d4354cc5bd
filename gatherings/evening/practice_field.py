"""What a member reads of the practice field: their own line, what others told, and what comes back to them."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Exists, Q

from circles.models import Membership
from gatherings.models import Gathering, Practice

A_WEEK = timedelta(days=7)
_LATEST_LAST = ("gathering__starts_at", "written_at", "pk")


def may_practise(gathering: Gathering, *, now: datetime) -> bool:
    """Whether a line until next time is taken at `now` (aware): from the beginning until a week after the end."""
    return gathering.has_begun(now) and now < gathering.ends_at + A_WEEK and not gathering.is_called_off


@dataclass(frozen=True)
class PracticeField:
    """What a member sees of the practice field on a gathering's page."""

    is_open: bool  # whether they may write
    mine: Practice | None  # their own line, theirs alone unless told
    told: list[Practice]  # what others told the circle, with their memberships
    returned: Practice | None  # what they meant to try until this gathering


def practice_field(membership: Membership, gathering: Gathering, *, now: datetime) -> PracticeField:
    """Return it at `now` (aware): one query. Nobody else's untold line is ever read here."""
    next_one = not gathering.is_called_off and not gathering.is_over(now)
    shown = Q(gathering=gathering) & (Q(membership=membership) | Q(told=True))
    if next_one:
        sooner = Gathering.objects.planned().filter(
            circle=gathering.circle_id, ends_at__gt=now, starts_at__lt=gathering.starts_at
        )
        shown |= _before(membership, gathering) & ~Q(Exists(sooner))
    found = list(Practice.objects.filter(shown).select_related("membership").order_by(*_LATEST_LAST))
    here = [each for each in found if each.gathering_id == gathering.pk]
    return PracticeField(
        is_open=may_practise(gathering, now=now),
        mine=next((each for each in here if each.membership_id == membership.pk), None),
        told=[each for each in here if each.told and each.membership_id != membership.pk],
        returned=next((each for each in reversed(found) if each.gathering_id != gathering.pk), None),
    )


def returning_to(membership: Membership, gathering: Gathering) -> Practice | None:
    """Return what a member meant to try until this gathering: the line they wrote last, at one before it."""
    return Practice.objects.filter(_before(membership, gathering)).order_by(*_LATEST_LAST).last()


def _before(membership: Membership, gathering: Gathering) -> Q:
    return Q(membership=membership, gathering__starts_at__lt=gathering.starts_at)
