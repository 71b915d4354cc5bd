"""When a member is away, so that the rota leaves them in peace."""

from datetime import date

from django.db import transaction

from circles.models import Membership
from gatherings.models import Away


@transaction.atomic
def add(membership: Membership, *, first: date, last: date) -> Away:
    """Write down that a member is away from `first` to `last`, both days included; said twice, it is one (R5)."""
    if last < first:
        raise ValueError("away ends after it begins")
    Membership.objects.select_for_update().get(pk=membership.pk)
    away, _ = membership.aways.get_or_create(first=first, last=last)
    return away


def remove(away: Away) -> None:
    """Let a time away go."""
    Away.objects.filter(pk=away.pk).delete()
