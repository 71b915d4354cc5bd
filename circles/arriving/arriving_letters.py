"""What the letters of people arriving say: come and join us; somebody asks; yes, and no."""

from dataclasses import replace
from urllib.parse import quote

from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import override

from circles.chapters import coming_words
from circles.http import absolute
from circles.models import Circle, Invitation, JoinRequest, Letter, Membership
from circles.post import mail
from circles.post.links import INVITATION_LASTS, invitation_token
from circles.post.mail import Message, Receiver


def register() -> None:
    """Register what these letters say."""
    mail.register("invitation", invitation)
    mail.register("join_asked", join_asked)
    mail.register("join_welcome", join_welcome)
    mail.register("join_declined", join_declined)


def invitation(letter: Letter, receiver: Receiver) -> Message | None:
    """Come and join us; None once it was accepted, withdrawn, or sent anew. Params: `invitation`, `epoch`."""
    standing = (
        Invitation.objects.select_related("circle", "invited_by")
        .filter(pk=letter.params["invitation"], epoch=letter.params["epoch"], circle__closed_on__isnull=True)
        .first()
    )
    if standing is None or not standing.is_open:
        return None
    return _invitation(standing, invitation_token(standing))


def invitation_beforehand(circle: Circle, *, name: str, by: Membership) -> Message:
    """Return an invitation as it would arrive, in the circle's language; its link is cut short and opens nothing."""
    with override(circle.language):
        message = _invitation(Invitation(circle=circle, name=name, invited_by=by), "…")
    return replace(message, text=message.text.replace(quote("…"), "…"))


def join_asked(letter: Letter, receiver: Receiver) -> Message | None:
    """Tell a steward that somebody asks; None once they were answered or took it back. Params: `person`."""
    asked = (
        JoinRequest.objects.select_related("circle")
        .filter(person=letter.params["person"], circle=letter.circle)
        .filter(answered_at=None, circle__closed_on__isnull=True)
        .first()
    )
    if asked is None or letter.membership is None or not letter.membership.is_steward:
        return None
    return mail.compose(
        letter.kind,
        {
            "asked": asked,
            "circle": asked.circle,
            "receiver": receiver,
            "button": absolute(reverse("asking", args=[asked.circle.slug])),
        },
    )


def join_welcome(letter: Letter, receiver: Receiver) -> Message | None:
    """Tell somebody who asked that they are in; None when they have left since. Params: `request`."""
    member = letter.membership
    if member is None or member.left_at:
        return None
    return mail.compose(
        letter.kind,
        {
            "member": member,
            "circle": member.circle,
            "coming": coming_words(member.circle, now=now()),
            "button": absolute(reverse("welcome", args=[member.circle.slug])),
        },
    )


def join_declined(letter: Letter, receiver: Receiver) -> Message | None:
    """Tell somebody who asked that it is no; None when they are in after all. Params: `request`."""
    asked = (
        JoinRequest.objects.select_related("circle")
        .filter(pk=letter.params["request"], welcome=False)
        .first()
    )
    if asked is None or asked.circle.memberships.of(asked.person).exists():
        return None
    return mail.compose(letter.kind, {"asked": asked, "circle": asked.circle})


def _invitation(standing: Invitation, token: str) -> Message:
    return mail.compose(
        "invitation",
        {
            "invitation": standing,
            "circle": standing.circle,
            "inviter": standing.invited_by,
            "coming": coming_words(standing.circle, now=now()),
            "days": INVITATION_LASTS.days,
            "button": absolute(reverse("invitation", args=[token])),
        },
    )
