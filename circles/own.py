"""What of the ground floor is a person's own: theirs to take home, and nobody else's words or addresses (R89)."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from circles.models import (
    Affirmation,
    Concern,
    Face,
    Invitation,
    JoinRequest,
    Letter,
    Membership,
    Person,
    Proposal,
    Unwanted,
)
from circles.owning import Own, Section, sections

OWN = [
    Own(
        title=_("My place in the circle"),
        model=Membership,
        owner="pk",
        fields=("circle__name", "name", "standing", "joined_at", "left_at", "welcomed_at"),
    ),
    Own(title=_("My face"), model=Face, owner="membership", fields=("changed_at",)),
    Own(title=_("Letters I do without"), model=Unwanted, owner="membership", fields=("kind", "since")),
    Own(
        title=_("What I stand by, or would talk about"),
        model=Affirmation,
        owner="membership",
        fields=("wording__text", "wording__number", "stand", "words", "affirmed_at"),
    ),
    Own(
        title=_("What I proposed"),
        model=Proposal,
        owner="proposed_by",
        fields=("text", "why", "weight", "proposed_at", "concerns_until", "ending", "ended_at"),
    ),
    Own(
        title=_("My concerns"),
        model=Concern,
        owner="membership",
        fields=("words", "raised_at", "met_at"),
    ),
    Own(
        title=_("Letters to me"),
        model=Letter,
        owner="membership",
        fields=("kind", "due", "state", "written_at", "sent_at"),
    ),
]
OWN_OUTSIDE = [
    Own(
        title=_("Invitations to my address"),
        model=Invitation,
        owner=lambda person: Q(email=person.email),
        fields=("circle__name", "email", "name", "invited_at", "accepted_at", "withdrawn_at"),
    ),
    Own(
        title=_("Circles I asked to join"),
        model=JoinRequest,
        owner="person",
        fields=("circle__name", "name", "words", "road", "asked_at", "answered_at", "welcome"),
    ),
]
NOT_OWN = {
    "GonePlace.person": "a number without words, kept for erasing them whole",
    "Invitation.invited_by": "the address and name of somebody else",
    "Invitation.membership": "told by the person's addresses instead",
    "Invitation.claims": "told by the person's addresses instead",
    "JoinRequest.claims": "told by the person instead",
    "JoinRequest.answered_by": "somebody else's asking",
    "Wording.recorded_by": "the circle's words",
    "Review.recorded_by": "the circle's words",
}


def words_of(person: Person, membership: Membership | None) -> list[Section]:
    """Return what of this floor is a person's own, in one of their circles or (None) outside of them all (R89)."""
    if membership:
        return sections(OWN, membership)
    return sections(OWN_OUTSIDE, person)
