"""What of the ground floor travels in an archive, what stays here and why.

Secrets, letters and the addresses of people outside never travel. The addresses of members travel only where they are
asked for (the part `people`), so that people find their place again.
"""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db.models import Q

from circles import archiving
from circles.archiving import Arriving, NotAnArchive, Part, Row, Rows
from circles.models import (
    Affirmation,
    Agreement,
    Circle,
    Concern,
    Erasure,
    Face,
    GonePlace,
    Invitation,
    JoinRequest,
    Letter,
    Membership,
    Person,
    Proposal,
    Review,
    Unwanted,
    Wording,
)
from circles.words.zones import validate_zone

PEOPLE = "people"  # the one part that may be missing: who finds their place again, by address
LARGEST_FACE = 500_000  # bytes


def _is_a_picture(face: Face) -> None:
    """Raise ValueError for what is no small WebP picture."""
    start = bytes(face.picture[:12])
    if len(face.picture) > LARGEST_FACE or start[:4] + start[8:] != b"RIFFWEBP":
        raise ValueError


TRAVELS = [
    Part(
        name="circle",
        model=Circle,
        circle="pk",
        fields=(
            "uid",
            "slug",
            "name",
            "purpose",
            "timezone",
            "country",
            "language",
            "place",
            "call_link",
            "origin_lab",
            "origin_place",
            "origin_began",
            "origin_ended",
            "dates_open",
            "listed",
            "joining_asks",
            "resting_since",
            "resting_why",
            "closed_on",
            "farewell",
            "founded_at",
            "calendar_version",
        ),
        stays={"join_token": "a secret: who holds it may join"},
    ),
    Part(
        name="memberships",
        model=Membership,
        circle="circle",
        fields=(
            "uid",
            "circle",
            "name",
            "standing",
            "joined_at",
            "left_at",
            "welcomed_at",
            "erased_at",
        ),
        stays={
            "person": "an account of this site; the part people ties somebody to theirs by address, where asked for",
            "link_epoch": "links in letters of this site open nothing elsewhere",
            "calendar_version": "calendar links do not travel, so there is nothing to tell them",
        },
        may_be_empty=("name",),
    ),
    Part(
        name="faces",
        model=Face,
        circle="membership__circle",
        fields=("uid", "membership", "picture", "changed_at"),
        stays={},
        file=("picture", "faces", ".webp"),
        ready=_is_a_picture,
    ),
    Part(
        name="unwanted_letters",
        model=Unwanted,
        circle="membership__circle",
        fields=("membership", "kind", "since"),
        stays={},
        key=("membership", "kind"),
    ),
    Part(
        name="agreements",
        model=Agreement,
        circle="circle",
        fields=("uid", "circle", "position", "retired_at"),
        stays={},
    ),
    Part(
        name="wordings",
        model=Wording,
        circle="agreement__circle",
        fields=(
            "uid",
            "agreement",
            "number",
            "text",
            "weight",
            "agreed_on",
            "review_on",
            "origin",
            "recorded_by",
            "recorded_at",
        ),
        stays={},
    ),
    Part(
        name="affirmations",
        model=Affirmation,
        circle="membership__circle",
        fields=("uid", "wording", "membership", "stand", "words", "affirmed_at"),
        stays={},
    ),
    Part(
        name="proposals",
        model=Proposal,
        circle="circle",
        fields=(
            "uid",
            "circle",
            "agreement",
            "text",
            "weight",
            "review_on",
            "why",
            "proposed_by",
            "proposed_at",
            "concerns_until",
            "reworded_at",
            "ending",
            "ended_at",
            "wording",
        ),
        stays={},
        may_be_empty=("ending",),
    ),
    Part(
        name="concerns",
        model=Concern,
        circle="proposal__circle",
        fields=("uid", "proposal", "membership", "words", "raised_at", "met_at"),
        stays={},
    ),
    Part(
        name="erasures",
        model=Erasure,
        circle=lambda circle: Q(erased__in=circle.memberships.values("uid")),
        fields=("erased", "words_kept", "at"),
        stays={},
        key=("erased",),
        may_stand=True,
    ),
    Part(
        name="reviews",
        model=Review,
        circle="wording__agreement__circle",
        fields=(
            "uid",
            "wording",
            "reviewed_on",
            "helped",
            "better",
            "against",
            "verdict",
            "next_on",
            "recorded_by",
            "recorded_at",
        ),
        stays={},
    ),
]
STAYS = {
    Person: "an account of this site, with what signs it in",
    GonePlace: "what erasing on this site needs to know",
    Invitation: "the address of somebody outside, and a secret link",
    JoinRequest: "words to the stewards, of an account of this site",
    Letter: "what this site sent, and to which address",
}


def export(circle: Circle, files: dict[str, bytes], *, addresses: bool) -> Rows:
    """Return what travels of this floor, part by part; with the addresses of members only where asked for."""
    rows = archiving.export(TRAVELS, circle, files)
    if addresses:
        rows[PEOPLE] = _people(circle)
    return rows


def load(arriving: Arriving) -> None:
    """Store what arrives for this floor, and tie members to people by address where addresses came along.

    Who has no account here gets one without a password, and signs in by a code sent there. Raises NotAnArchive.
    """
    if len(arriving.rows["circle"]) != 1:
        raise NotAnArchive("data/circle.json: one circle, no more, no less")
    archiving.load(TRAVELS, arriving)
    members = arriving.known[Membership]
    if not {row["erased"] for row in arriving.rows["erasures"]} <= members.keys():
        raise NotAnArchive("data/erasures.json: points to what is not in this archive")
    for number, row in enumerate(arriving.rows.get(PEOPLE, []), start=1):
        try:
            _settle(row, members)
        except (NotAnArchive, ValidationError, TypeError, KeyError, AttributeError, UnicodeEncodeError):
            raise NotAnArchive(f"data/{PEOPLE}.json, row {number}: not what it should be") from None


def _people(circle: Circle) -> list[Row]:
    """Return who is to find their place again: members who are here and can sign in."""
    here = circle.memberships.present().filter(person__is_active=True, person__isnull=False)
    rows = here.values_list("uid", "person__email", "person__timezone", "person__language")
    return sorted(
        (
            {"membership": str(uid), "email": email, "timezone": zone, "language": language}
            for uid, email, zone, language in rows
        ),
        key=lambda row: str(row["membership"]),
    )


def _settle(row: Row, members: dict[str, int]) -> None:
    """Tie a member to the person at their address, made where there is none."""
    if row.keys() != {"membership", "email", "timezone", "language"}:
        raise NotAnArchive
    email = str(row["email"]).strip().lower()
    validate_email(email)
    member = Membership.objects.get(pk=members[str(row["membership"])])
    if member.erased_at or member.left_at or Erasure.objects.filter(erased=member.uid).exists():
        return
    person = Person.objects.at(email)
    if person is None:
        zone, language = str(row["timezone"]), str(row["language"])
        validate_zone(zone)
        if len(email) > 254 or language not in dict(settings.LANGUAGES):
            raise NotAnArchive
        person = Person.objects.create_user(email, name=member.name, timezone=zone, language=language)
    Membership.objects.filter(pk=member.pk).update(person=person)
