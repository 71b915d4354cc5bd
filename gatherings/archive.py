"""What of this floor travels in an archive, what stays here and why; and what of it is a person's own."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from circles import archiving
from circles.archiving import Arriving, Own, Part, Rows, Section
from circles.models import Circle, Membership, Person
from gatherings.models import (
    Away,
    FeedLink,
    Gathering,
    Growth,
    HostingRole,
    Lab,
    LabGuest,
    Practice,
    Rhythm,
    RoleWish,
    Rsvp,
    StoredFeed,
    Turn,
)

TRAVELS = [
    Part(
        name="rhythms",
        model=Rhythm,
        circle="circle",
        fields=("uid", "circle", "rule", "first", "ended", "starts", "lasts", "kept_until", "numbered_to"),
        stays={},
        ready=Rhythm.as_core,
    ),
    Part(
        name="gatherings",
        model=Gathering,
        circle="circle",
        fields=(
            "uid",
            "circle",
            "slot",
            "number",
            "ical_uid",
            "day",
            "starts",
            "lasts",
            "timezone",
            "status",
            "reason",
            "rests",
            "theme",
            "question",
            "place",
            "call_link",
            "sequence",
            "changed_at",
            "created_at",
        ),
        stays={
            "starts_at": "follows from day, starts and timezone",
            "ends_at": "follows from day, starts, lasts and timezone",
            "letters_seen_at": "when this site last looked for letters to send",
        },
        ready=Gathering.derive,
    ),
    Part(
        name="roles",
        model=HostingRole,
        circle="circle",
        fields=("uid", "circle", "name", "words", "duty", "seats", "demanding", "position", "resting"),
        stays={},
    ),
    Part(
        name="role_wishes",
        model=RoleWish,
        circle="role__circle",
        fields=("uid", "membership", "role", "wish", "said_at"),
        stays={},
    ),
    Part(
        name="turns",
        model=Turn,
        circle="gathering__circle",
        fields=("uid", "gathering", "role", "seat", "holder", "beside", "how", "set_by", "set_at"),
        stays={},
    ),
    Part(
        name="answers",
        model=Rsvp,
        circle="gathering__circle",
        fields=("uid", "gathering", "membership", "answer", "way", "said_by", "answered_at"),
        stays={},
    ),
    Part(
        name="away",
        model=Away,
        circle="membership__circle",
        fields=("uid", "membership", "first", "last"),
        stays={},
    ),
    Part(
        name="practices",
        model=Practice,
        circle="gathering__circle",
        fields=("uid", "membership", "gathering", "words", "told", "written_at"),
        stays={},
        only=Q(told=True),  # the others are their writers' alone
    ),
    Part(
        name="labs",
        model=Lab,
        circle="gathering__circle",
        fields=(
            "uid",
            "gathering",
            "slug",
            "title",
            "invitation",
            "last_day",
            "daily_ends",
            "seats",
            "published_at",
            "signup_closed_at",
        ),
        stays={},
    ),
]
STAYS = {
    LabGuest: "the names and addresses of people outside the circle",
    Growth: "joins two circles, and an archive holds one; what a circle says of its origin travels",
    FeedLink: "a secret of one member's device",
    StoredFeed: "made anew from the rest",
}
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


def export(circle: Circle, files: dict[str, bytes]) -> Rows:
    """Return what travels of this floor, part by part."""
    return {part.name: archiving.rows_of(part, circle, files) for part in TRAVELS}


def load(arriving: Arriving) -> None:
    """Store what arrives for this floor. Raises NotAnArchive."""
    for part in TRAVELS:
        archiving.load(part, arriving)


def words_of(person: Person, membership: Membership | None) -> list[Section]:
    """Return what of this floor is a person's own, in one of their circles or (None) outside of them all (R89)."""
    if membership:
        return archiving.sections(OWN, membership)
    return archiving.sections(OWN_OUTSIDE, person)
