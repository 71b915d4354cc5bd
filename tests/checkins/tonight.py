"""A circle that sits tonight, with its Centre, by the verbs."""

from django.utils.timezone import now

from checkins.models import Centre
from checkins.tonight import centre, moving
from gatherings.models import Rsvp
from tests.checkins.speaking import address
from tests.making import make_member


def comes(evening, name, answer="yes", **fields):
    """Let somebody new come to an evening, and return them."""
    member = make_member(evening.circle, name)
    Rsvp.objects.create(gathering=evening, membership=member, answer=answer, **fields)
    return member


def begin(evening, host):
    """Begin tonight, and return its Centre."""
    return centre.begin(evening, by=host, now=now())


def tap(found, *, on=True, at=None):
    """Move the Centre from where it is on, or back; return it."""
    found = Centre.objects.select_related("gathering__circle").get(pk=found.pk)
    return moving.move(found, seen=at or (found.scene, found.stanza), on=on, now=now())


def taps(found, scene):
    """Move on until the Centre shows that scene, and return it."""
    for _step in range(30):
        if found.scene == scene:
            return found
        found = tap(found)
    raise AssertionError(f"never came to {scene}")


def say(client, evening, touch):
    """Post what a flame is to be, as a member's page does."""
    return client.post(address("flame", evening), {"touch": touch})
