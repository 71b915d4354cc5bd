"""What of this floor travels in an archive, what stays here and why."""

from django.db.models import Q

from circles import archiving
from circles.archiving import Arriving, Part, Rows
from circles.models import Circle
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


def export(circle: Circle, files: dict[str, bytes]) -> Rows:
    """Return what travels of this floor, part by part."""
    return {part.name: archiving.rows_of(part, circle, files) for part in TRAVELS}


def load(arriving: Arriving) -> None:
    """Store what arrives for this floor. Raises NotAnArchive."""
    for part in TRAVELS:
        archiving.load(part, arriving)
