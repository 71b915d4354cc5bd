"""The one signed link a guest of a lab has: it says for whom it speaks, and opens nothing else (R28, R29).

It is bound to the guest, to the epoch of their links and to this purpose; nothing is stored. Raising the epoch ends
the links sent before.
"""

from datetime import timedelta

from django.core import signing
from django.urls import reverse

from circles.http import absolute
from gatherings.models import LabGuest

_SEAT = "gatherings.lab_links: seat"
SEAT_LASTS = timedelta(days=550)  # announced a year ahead at the most; guests are let go half a year after


def seat_token(guest: LabGuest) -> str:
    """Return the last part of the address of /my-seat/<token>/."""
    return signing.dumps([guest.pk, guest.link_epoch], salt=_SEAT)


def seat_link(guest: LabGuest) -> str:
    """Return the whole address of a guest's own page."""
    return absolute(reverse("lab_seat", args=[seat_token(guest)]))


def read_seat_token(token: str) -> LabGuest | None:
    """Return the guest a token speaks for, with lab, gathering and circle; None when it is no longer valid.

    No longer valid: forged, made for something else, ended by a newer one, too old, or the guest was let go.
    """
    try:
        pk, epoch = signing.loads(token, salt=_SEAT, max_age=SEAT_LASTS)
    except (signing.BadSignature, TypeError, ValueError):
        return None
    found = LabGuest.objects.select_related("lab__gathering__circle").filter(pk=pk, link_epoch=epoch)
    return found.first()
