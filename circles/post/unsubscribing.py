"""The link by which one kind of letter from one circle is stopped, without signing in (R29, R30, RFC 8058).

It is bound to the member, the kind and the member's `link_epoch`, so it ends when they leave. It does not grow
old: whoever finds a letter years later may still want no more of them.
"""

from django.core import signing
from django.urls import reverse

from circles.http import absolute
from circles.models import LetterKind, Membership

_STOP = "circles.unsubscribing: stop"


def stop_token(membership: Membership, kind: LetterKind) -> str:
    """Return the last part of the address of /letters/stop/<token>/."""
    return signing.dumps([membership.pk, str(kind), membership.link_epoch], salt=_STOP)


def stop_link(membership: Membership, kind: LetterKind) -> str:
    """Return the whole address that stops this kind of letter."""
    return absolute(reverse("unsubscribe", args=[stop_token(membership, kind)]))


def read_stop_token(token: str) -> tuple[Membership, LetterKind] | None:
    """Return whose letters a token stops, with their circle and person, and which kind.

    None when it is no longer valid: forged, made for something else, or they have left.
    """
    try:
        pk, kind, epoch = signing.loads(token, salt=_STOP)
        chosen = LetterKind(kind)
    except (signing.BadSignature, TypeError, ValueError):
        return None
    here = Membership.objects.present().select_related("circle", "person")
    found = here.filter(pk=pk, link_epoch=epoch, person__is_active=True).first()
    return (found, chosen) if found else None
