"""Signed links in letters: a salt for each purpose, nothing stored (R29).

A link says for whom it speaks and opens nothing else. Raising the epoch of what it is bound to ends it; a
link read for another purpose, too late, or changed by a single letter is no link at all.
"""

from datetime import timedelta

from django.core import signing

from circles.models import Invitation, Membership

_INVITATION = "circles.links: invitation"
_CLAIM = "circles.links: claim"
INVITATION_LASTS = timedelta(days=60)
CLAIM_LASTS = INVITATION_LASTS


def invitation_token(invitation: Invitation) -> str:
    """Return the last part of the address of /invitation/<token>/, good for sixty days from now."""
    return signing.dumps([invitation.pk, invitation.epoch], salt=_INVITATION)


def read_invitation_token(token: str) -> Invitation | None:
    """Return the open invitation a token speaks for, with its circle and who invited; None when it is no longer valid.

    No longer valid: forged, older than sixty days, sent anew since, accepted or withdrawn.
    """
    try:
        pk, epoch = signing.loads(token, salt=_INVITATION, max_age=INVITATION_LASTS)
    except (signing.BadSignature, TypeError, ValueError):
        return None
    standing = (
        Invitation.objects.select_related("circle", "invited_by", "claims").filter(pk=pk, epoch=epoch).first()
    )
    return standing if standing and standing.is_open else None


def claim_token(membership: Membership) -> str:
    """Return the last part of the address of /claim/<token>/, good for sixty days from now, or until it is claimed."""
    return signing.dumps([membership.pk, membership.link_epoch], salt=_CLAIM)


def read_claim_token(token: str) -> Membership | None:
    """Return the name a token offers to whoever holds it, with its circle; None when it is no longer valid.

    No longer valid: forged, older than sixty days, ended by a steward, claimed, no longer here, or the circle closed.
    """
    try:
        pk, epoch = signing.loads(token, salt=_CLAIM, max_age=CLAIM_LASTS)
    except (signing.BadSignature, TypeError, ValueError):
        return None
    names = Membership.objects.present().only_names().filter(circle__closed_on__isnull=True)
    return names.select_related("circle").filter(pk=pk, link_epoch=epoch).first()
