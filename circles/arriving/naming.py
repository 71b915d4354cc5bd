"""Writing down who belongs before they have an address here: members that are only a name, and may claim it later."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from circles.locking import open_circle
from circles.models import Circle, Membership, Standing
from circles.post.harmless import one_line
from circles.refusals import NotAHost
from circles.words.names import can_be_seen

LONGEST_NAME = 80


@transaction.atomic
def add_names(
    circle: Circle, *, names: Sequence[str], by: Membership | None, now: datetime
) -> list[Membership]:
    """Write down people who are only a name, and return the members these names stand for, in their order.

    The same name given twice is one member, and so is a name that stands here as only a name already: asked twice,
    it is done once (R5). A name of which nothing can be seen is passed over. `by` is a host or steward of the
    circle, or None for an operator of the site. Raises NotAHost, CircleHasClosed.
    """
    circle = open_circle(circle.pk)
    if by is not None:
        hosts = circle.memberships.present().filter(standing__gte=Standing.HOST, person__isnull=False)
        if not hosts.filter(pk=by.pk).exists():
            raise NotAHost
    tidied = (one_line(name)[:LONGEST_NAME].strip() for name in names)
    wanted = list(dict.fromkeys(name for name in tidied if can_be_seen(name)))
    standing = {
        member.name: member
        for member in circle.memberships.present().only_names().filter(name__in=wanted).order_by("-pk")
    }
    new = [Membership(circle=circle, name=name, joined_at=now) for name in wanted if name not in standing]
    standing |= {member.name: member for member in Membership.objects.bulk_create(new)}
    return [standing[name] for name in wanted]
