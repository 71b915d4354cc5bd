"""What a member says about holding roles: gladly, like any other, or rather not. Nobody has to."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from circles.models import Membership
from gatherings.models import RoleWish, Wish


@transaction.atomic
def say(membership: Membership, *, wishes: Mapping[int, str], now: datetime) -> None:
    """Keep what a member wishes for each role (by primary key): a `Wish`, or empty for like any other.

    Roles not named keep their wish, and turns already held stay as they are. Said twice it is one (R5).
    Raises ValueError for a role of another circle or a wish there is not.
    """
    Membership.objects.select_for_update().get(pk=membership.pk)
    known = set(membership.circle.roles.filter(pk__in=wishes).values_list("pk", flat=True))
    if known != set(wishes):
        raise ValueError("a role of another circle")
    said = dict(membership.role_wishes.values_list("role_id", "wish"))
    for role, wish in wishes.items():
        if wish == said.get(role, ""):
            continue
        if wish:
            given = {"wish": Wish(wish), "said_at": now}
            membership.role_wishes.update_or_create(role_id=role, defaults=given)
        else:
            RoleWish.objects.filter(membership=membership, role=role).delete()
