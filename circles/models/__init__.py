"""People, circles, what they promise each other, and the letters we send."""

from circles.models.agreements import Affirmation, Agreement, AgreementQuerySet, Weight, Wording
from circles.models.circle import Circle, Invitation, Membership, MembershipQuerySet, Standing
from circles.models.letters import Letter, LetterState
from circles.models.people import Person, PersonManager

__all__ = [
    "Affirmation",
    "Agreement",
    "AgreementQuerySet",
    "Circle",
    "Invitation",
    "Letter",
    "LetterState",
    "Membership",
    "MembershipQuerySet",
    "Person",
    "PersonManager",
    "Standing",
    "Weight",
    "Wording",
]
