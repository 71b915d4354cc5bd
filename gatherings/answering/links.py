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
from gatherings.models import Gathering, TurnRequest

_ANSWER = "gatherings.links: answer"
_ASKED = "gatherings.links: asked to hold a role"


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


def asked_token(request: TurnRequest) -> str:
    """Return the last part of the address of /asked/<token>/."""
    return signing.dumps([request.pk, request.asked.link_epoch], salt=_ASKED)


def asked_link(request: TurnRequest) -> str:
    """Return the whole address of the page where somebody answers whether they hold a role."""
    return absolute(reverse("asked_from_letter", args=[asked_token(request)]))


def read_asked_token(token: str, *, now: datetime) -> TurnRequest | None:
    """Return the request a token speaks for at `now` (aware), with gathering, role, who was asked and by whom.

    None when it is no longer valid: forged, made for something else, the gathering is over, or they have left.
    """
    try:
        pk, epoch = signing.loads(token, salt=_ASKED)
    except (signing.BadSignature, TypeError, ValueError):
        return None
    open_circles = TurnRequest.objects.filter(gathering__circle__closed_on__isnull=True)
    here = open_circles.filter(
        asked__left_at__isnull=True, asked__person__is_active=True, asked__link_epoch=epoch
    )
    found = here.filter(pk=pk, gathering__ends_at__gt=now)
    return found.select_related(
        "gathering__circle", "role", "asked__circle", "asked__person", "asked_by", "beside"
    ).first()
