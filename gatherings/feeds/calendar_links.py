"""The only way to a calendar link: one's own."""

from django.db.models import Q, QuerySet
from django.http import Http404

from circles.access import memberships_of
from circles.models import Person
from gatherings.models import FeedLink


def link_of(person: Person, pk: int) -> FeedLink:
    """Return one of the person's own calendar links, in use or ended: to one circle they are in, or to all of them.

    Raises Http404 for anybody else's (R67).
    """
    own = Q(person=person) | Q(membership__in=memberships_of(person))
    links = FeedLink.objects.select_related("person", "membership__circle", "membership__person")
    link = links.filter(own, pk=pk).first()
    if link is None:
        raise Http404
    return link


def links_to_one_circle(person: Person) -> QuerySet[FeedLink]:
    """Return the person's calendar links in use that show one circle each, by the circles' names."""
    links = FeedLink.objects.in_use().filter(membership__in=memberships_of(person))
    return links.select_related("membership__circle").order_by("membership__circle__name", "created_at", "pk")
