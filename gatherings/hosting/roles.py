"""A circle's hosting roles: named, worded, ordered, resting; and a role for one gathering only.

1. A name stands once among the roles of every evening; one for a gathering only has a name that none of those has,
   nor another there. The next evening may have one of the same name.
2. A role somebody has held is never deleted: it rests, with its past. One nobody ever held can be taken away.
3. A new name reaches the calendars of those who hold the role.
"""

from django.db import transaction
from django.db.models import Max
from django.utils import translation

from circles.models import Circle, Membership
from gatherings.feeds.subscriptions import role_changed
from gatherings.hosting.starting_roles import STARTING_ROLES
from gatherings.models import Gathering, HostingRole, HostingRoleQuerySet
from gatherings.refusals import RoleIsThere, RoleWasHeld


@transaction.atomic
def give_starting_roles(circle: Circle) -> None:
    """Give a circle that has no roles yet the customary ones, in its language."""
    Circle.objects.select_for_update(no_key=True).get(pk=circle.pk)
    if circle.roles.exists():
        return
    with translation.override(circle.language):
        circle.roles.bulk_create(
            HostingRole(
                circle=circle,
                name=str(role.name),
                words=str(role.words),
                duty=role.duty,
                demanding=role.demanding,
                position=position,
            )
            for position, role in enumerate(STARTING_ROLES, start=1)
        )


@transaction.atomic
def keep(role: HostingRole) -> HostingRole:
    """Keep a role as it now stands, new or changed, and return it; calendars follow its name (rule 3)."""
    Circle.objects.select_for_update(no_key=True).get(pk=role.circle_id)
    role.save()
    role_changed(role)
    return role


@transaction.atomic
def add(
    circle: Circle,
    *,
    name: str,
    words: str = "",
    duty: str = "none",
    seats: int = 1,
    demanding: bool = False,
    rotates: bool = True,
    only_at: Gathering | None = None,
    by: Membership,
) -> HostingRole:
    """Add a role, last in order, for every evening or for one gathering only, and return it.

    Added twice with the same words, it is the one that stands (R5). Raises RoleIsThere where the name stands already.
    """
    _lock(circle, by)
    if only_at and only_at.circle_id != circle.pk:
        raise ValueError("a gathering of another circle")
    given = {
        "words": words,
        "duty": duty,
        "seats": seats,
        "demanding": demanding,
        "rotates": rotates and only_at is None,
    }
    there = _called(circle, name, at=only_at).first()
    if there:
        if there.only_at == only_at and all(getattr(there, field) == value for field, value in given.items()):
            return there
        raise RoleIsThere(name=name)
    last = circle.roles.aggregate(last=Max("position"))["last"] or 0
    return HostingRole.objects.create(circle=circle, name=name, only_at=only_at, position=last + 1, **given)


@transaction.atomic
def change(
    role: HostingRole,
    *,
    name: str,
    words: str,
    duty: str,
    seats: int,
    demanding: bool,
    rotates: bool,
    resting: bool,
    by: Membership,
) -> HostingRole:
    """Change a role and return it. Fewer seats take no turn away. Raises RoleIsThere."""
    _lock(role.circle, by)
    if _called(role.circle, name, at=role.only_at).exclude(pk=role.pk).exists():
        raise RoleIsThere(name=name)
    role = HostingRole.objects.get(pk=role.pk)
    role.name, role.words, role.duty, role.seats = name, words, duty, seats
    role.demanding, role.resting = demanding, resting
    role.rotates = rotates and role.only_at_id is None
    return keep(role)


@transaction.atomic
def move(role: HostingRole, *, up: bool, by: Membership) -> None:
    """Let a role change places with the one before it, or after it; the first stays first and the last last."""
    _lock(role.circle, by)
    order = list(role.circle.roles.every_evening().order_by("position", "pk"))
    at = order.index(role)
    to = at - 1 if up else at + 1
    if 0 <= to < len(order):
        order[at], order[to] = order[to], order[at]
    for position, each in enumerate(order, start=1):
        if each.position != position:
            HostingRole.objects.filter(pk=each.pk).update(position=position)


@transaction.atomic
def remove(role: HostingRole, *, by: Membership) -> None:
    """Take a role away that nobody ever held. Raises RoleWasHeld. Done twice it is done once."""
    _lock(role.circle, by)
    if role.turns.exists():
        raise RoleWasHeld(role=role)
    HostingRole.objects.filter(pk=role.pk).delete()


def _called(circle: Circle, name: str, *, at: Gathering | None) -> HostingRoleQuerySet:
    """Return the roles of that name beside which one for every evening, or for a gathering alone, would stand."""
    roles: HostingRoleQuerySet = circle.roles.at(at) if at else circle.roles.every_evening()
    return roles.filter(name=name)


def _lock(circle: Circle, by: Membership) -> None:
    if by.circle_id != circle.pk or not by.is_host:
        raise ValueError("only a host of the circle looks after its roles")
    Circle.objects.select_for_update(no_key=True).get(pk=circle.pk)
