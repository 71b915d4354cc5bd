"""The signed link by which somebody answers from a letter: bound to them, the gathering and this purpose (R28, R29).

Nothing is stored. It is good until the gathering is over, and ends when its member leaves; forwarded, it still says
for whom it speaks.
"""

from datetime import datetime
from urllib.parse import urlencode

from django.core import signing
from django.urls import reverse

from circles.http import absolute
from circles.models import Membership
from gatherings.models import Gathering

_ANSWER = "gatherings.links: answer"


def answer_token(gathering: Gathering, membership: Membership) -> str:
    """Return the last part of the address of /answer/<token>/."""
    return signing.dumps([membership.pk, gathering.pk, membership.link_epoch], salt=_ANSWER)


def answer_link(gathering: Gathering, membership: Membership, *, answer: str = "") -> str:
    """Return the whole address of the page where a member answers, with `answer` laid ready on it."""
    link = absolute(reverse("answer_from_letter", args=[answer_token(gathering, membership)]))
    return f"{link}?{urlencode({'answer': answer})}" if answer else link


def read_answer_token(token: str, *, now: datetime) -> tuple[Gathering, Membership] | None:
    """Return the gathering, and the member with their circle and person, that a token speaks for at `now` (aware).

    None when it is no longer valid: forged, made for something else, the gathering is over, or they have left.
    """
    try:
        member, gathering, epoch = signing.loads(token, salt=_ANSWER)
    except (signing.BadSignature, TypeError, ValueError):
        return None
    here = Membership.objects.present().select_related("circle", "person")
    found = here.filter(
        pk=member, link_epoch=epoch, person__is_active=True, circle__closed_on__isnull=True
    ).first()
    asked = found and found.circle.gatherings.filter(pk=gathering, ends_at__gt=now).first()
    return (asked, found) if found and asked else None
