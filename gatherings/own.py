"""What of this floor is a person's own: theirs to take home, and nobody else's words or addresses (R89)."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from circles.models import Membership, Person
from circles.owning import Own, Section, sections
from gatherings.models import (
    Away,
    FeedLink,
    Guest,
    Handover,
    LabGuest,
    Phone,
    Practice,
    Presence,
    RoleWish,
    Rsvp,
    Told,
    Turn,
    TurnChange,
    TurnRequest,
)

_LINK = ("label", "created_at", "revoked_at", "leaves_out_no", "last_read_at")
OWN = [
    Own(
        title=_("My answers"),
        model=Rsvp,
        owner="membership",
        fields=("gathering__day", "answer", "way", "answered_at", "waiting_since"),
    ),
    Own(
        title=_("Where I was"),
        model=Presence,
        owner="membership",
        fields=("gathering__day", "there", "noted_at"),
    ),
    Own(
        title=_("Guests I brought"),
        model=Guest,
        owner="brought_by",
        fields=("gathering__day", "name", "asked_at", "nodded_at"),
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
        title=_("How that came about"),
        model=TurnChange,
        owner="member",
        fields=("gathering__day", "role__name", "what", "at"),
    ),
    Own(
        title=_("What I was told of it"),
        model=Told,
        owner="member",
        fields=("gathering__day", "role__name", "part", "told_at"),
    ),
    Own(
        title=_("What I told the next one"),
        model=Handover,
        owner="turn__holder",
        fields=("turn__gathering__day", "turn__role__name", "words", "written_at"),
    ),
    Own(
        title=_("What I was asked to hold"),
        model=TurnRequest,
        owner="asked",
        fields=("gathering__day", "role__name", "asked_at", "said", "answered_at"),
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
        fields=_LINK,
    ),
    Own(
        title=_("Phones I answer from"),
        model=Phone,
        owner="membership",
        fields=("asked_at", "confirmed_at", "last_used_at"),
    ),
]
OWN_OUTSIDE = [
    Own(
        title=_("My calendar links to all my circles"),
        model=FeedLink,
        owner="person",
        fields=_LINK,
    ),
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
    "TurnChange.by": "somebody else's turn",
    "Told.by": "somebody else's turn",
    "TurnRequest.asked_by": "somebody else's to answer",
    "TurnRequest.beside": "a thought of whoever asked; said yes to, it is a turn",
    "Guest.nodded_by": "somebody else's guest",
    "Presence.set_by": "whether somebody else was there",
    "GroupLink.made_by": "a link for everybody",
    "Phone.confirmed_by": "somebody else's phone",
    "Growth.grown_by": "the circle's story",
}


def words_of(person: Person, membership: Membership | None) -> list[Section]:
    """Return what of this floor is a person's own, in one of their circles or (None) outside of them all (R89)."""
    if membership:
        return sections(OWN, membership)
    return sections(OWN_OUTSIDE, person)
