"""The sample circles talk in a messenger too: the next gathering has its link there, a phone waits for a host's nod."""

from datetime import datetime

from circles.models import Circle, Standing
from gatherings.answering import group_links, phones


def post_link(circle: Circle, *, now: datetime) -> None:
    """Make the group's link of the circle's next gathering, and let a phone ask to answer as the last to join."""
    coming = circle.gatherings.planned().evenings().filter(starts_at__gt=now).order_by("starts_at").first()
    here = circle.memberships.present()
    host, newest = here.filter(standing=Standing.HOST).first(), here.order_by("joined_at").last()
    if coming and host and newest:
        group_links.make(coming, by=host, now=now)
        phones.ask_for_nod(newest, gathering=coming, held=(), now=now)
