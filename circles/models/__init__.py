"""People, circles, what they promise each other, and the letters we send."""

from circles.models.agreements import (
    Affirmation,
    Agreement,
    AgreementQuerySet,
    Origin,
    Stand,
    Weight,
    Wording,
)
from circles.models.arriving import Invitation, JoinRequest, Road
from circles.models.circle import Circle
from circles.models.erasures import Erasure, GonePlace
from circles.models.letters import Letter, LetterState
from circles.models.membership import (
    Face,
    LetterKind,
    Membership,
    MembershipQuerySet,
    Standing,
    Unwanted,
)
from circles.models.people import Person, PersonManager
from circles.models.proposals import Concern, Ending, Proposal, Review, Verdict

__all__ = [
    "Affirmation",
    "Agreement",
    "AgreementQuerySet",
    "Circle",
    "Concern",
    "Ending",
    "Erasure",
    "Face",
    "GonePlace",
    "Invitation",
    "JoinRequest",
    "Letter",
    "LetterKind",
    "LetterState",
    "Membership",
    "MembershipQuerySet",
    "Origin",
    "Person",
    "PersonManager",
    "Proposal",
    "Review",
    "Road",
    "Stand",
    "Standing",
    "Unwanted",
    "Verdict",
    "Weight",
    "Wording",
]
