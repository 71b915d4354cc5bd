"""What of this floor is a person's own: theirs to take home, and nobody else's words or addresses (R89)."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from circles.models import Membership, Person
from circles.owning import Own, Section, sections
from gatherings.models import Away, FeedLink, LabGuest, Practice, RoleWish, Rsvp, Turn

OWN = [
    Own(
        title=_("My answers"),
        model=Rsvp,
        owner="membership",
        fields=("gathering__day", "answer", "way", "answered_at"),
    ),
    Own(
        title=_("What I held"),
        model=Turn,
        owner="holder",
        fields=("gathering__day", "role__name", "how", "set_at"),
    ),
    Own(
        title=_("Where I sat beside somebody"),
        model=Turn,
        owner="beside",
        fields=("gathering__day", "role__name"),
    ),
    Own(
        title=_("What I would hold gladly, or rather not"),
        model=RoleWish,
        owner="membership",
        fields=("role__name", "wish", "said_at"),
    ),
    Own(title=_("When I am away"), model=Away, owner="membership", fields=("first", "last")),
    Own(
        title=_("Until next time I will try"),
        model=Practice,
        owner="membership",
        fields=("gathering__day", "words", "told", "written_at"),
    ),
    Own(
        title=_("My calendar links"),
        model=FeedLink,
        owner="membership",
        fields=("label", "created_at", "revoked_at"),
    ),
]
OWN_OUTSIDE = [
    Own(
        title=_("Learning labs I signed up for"),
        model=LabGuest,
        owner=lambda person: Q(person=person) | Q(person=None, email=person.email),
        fields=(
            "lab__title",
            "name",
            "email",
            "language",
            "words",
            "stays_in_touch",
            "state",
            "signed_up_at",
            "confirmed_at",
        ),
    ),
]
NOT_OWN = {
    "Rsvp.said_by": "somebody else's answer",
    "Turn.set_by": "somebody else's turn",
    "StoredFeed.membership": "made from the rest",
    "Growth.grown_by": "the circle's story",
}


def words_of(person: Person, membership: Membership | None) -> list[Section]:
    """Return what of this floor is a person's own, in one of their circles or (None) outside of them all (R89)."""
    if membership:
        return sections(OWN, membership)
    return sections(OWN_OUTSIDE, person)
