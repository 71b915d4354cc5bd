"""The page with the texts to copy into a messenger, and the host who opens it."""

from django.urls import reverse

from circles.models import Membership
from tests.making import make_circle, make_host


def make_host_who_tells(client) -> Membership:
    """Make the host of a circle with a room and a call, signed in."""
    host = make_host(make_circle(place="The Old Library", call_link="https://call.example/us"), "Anna")
    client.force_login(host.person)
    return host


def tell(client, gathering):
    return client.get(reverse("tell", args=[gathering.circle.slug, gathering.number]))


def texts(page):
    return {text.key: text.words for text in page.context["texts"]}
