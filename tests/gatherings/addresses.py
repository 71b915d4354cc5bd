"""Where the pages of a gathering are, and who opens them."""

from django.urls import reverse

from circles.models import Membership
from gatherings.models import Gathering


def url(name: str, gathering: Gathering, *more: object) -> str:
    return reverse(name, args=[gathering.circle.slug, gathering.number, *more])


def sign_in(client, membership: Membership) -> Membership:
    client.force_login(membership.person)
    return membership
