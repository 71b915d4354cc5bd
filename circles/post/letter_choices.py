"""Which letters a member gets: all of them, until they say they do without a kind, in one circle (R31).

Codes, and what somebody asked for themselves, are no choice: they always come.
"""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Final

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from circles.models import Circle, Letter, LetterKind, Membership, MembershipQuerySet, Standing, Unwanted

# Which choice a letter falls under, by the kind it is registered with. A kind that is missing here always comes.
CHOICE_OF: Final[dict[str, LetterKind]] = {
    "gathering_asked": LetterKind.ASKED,
    "gathering_eve": LetterKind.EVE,
    "role_asked": LetterKind.REQUESTS,
    "role_answered": LetterKind.REQUESTS,
    "gathering_seat": LetterKind.CHANGED,
    "gathering_changed": LetterKind.CHANGED,
    "first_catch": LetterKind.HARVEST,
    "harvest": LetterKind.HARVEST,
    "turns_told": LetterKind.REQUESTS,
    "proposal_made": LetterKind.CIRCLE,
    "agreement_to_review": LetterKind.CIRCLE,
    "join_asked": LetterKind.STEWARDS,
}


def kinds_for(membership: Membership) -> list[LetterKind]:
    """Return the kinds of letters a member chooses about; what goes to stewards, only for a steward."""
    return [kind for kind in LetterKind if kind != LetterKind.STEWARDS or membership.is_steward]


def choice_of(letter: Letter) -> LetterKind | None:
    """Return the kind of letters a letter to a member belongs to; None for one that always comes."""
    return CHOICE_OF.get(letter.kind) if letter.membership_id else None


def wants(membership: Membership, kind: LetterKind) -> bool:
    """Tell whether a member gets letters of this kind."""
    return not membership.unwanted.filter(kind=kind).exists()


def members_who_want(circle: Circle, kind: LetterKind) -> MembershipQuerySet:
    """Return who gets letters of this kind in the circle: present, able to sign in, not doing without. One query.

    Each comes with their person. What goes to stewards goes to stewards only.
    """
    without = Unwanted.objects.filter(membership=OuterRef("pk"), kind=kind)
    here = circle.memberships.present().filter(~Exists(without), person__is_active=True)
    if kind == LetterKind.STEWARDS:
        here = here.filter(standing=Standing.STEWARD)
    return here.select_related("person").order_by("pk")


def do_without(membership: Membership, *, kind: LetterKind, now: datetime | None = None) -> None:
    """Let no more letters of this kind come to a member, from `now` (aware) on. Said twice, it is said once (R5)."""
    kind = LetterKind(kind)
    Unwanted.objects.get_or_create(
        membership=membership, kind=kind, defaults={"since": now or timezone.now()}
    )


def want_again(membership: Membership, *, kind: LetterKind) -> None:
    """Let letters of this kind come to a member again."""
    membership.unwanted.filter(kind=LetterKind(kind)).delete()


@transaction.atomic
def choose(chosen: Mapping[Membership, Collection[LetterKind]], *, now: datetime) -> None:
    """Let each member get exactly the kinds chosen for them, of those they choose about, from `now` (aware) on."""
    for membership, kinds in chosen.items():
        without = [kind for kind in kinds_for(membership) if kind not in kinds]
        membership.unwanted.filter(kind__in=kinds).delete()
        Unwanted.objects.bulk_create(
            [Unwanted(membership=membership, kind=kind, since=now) for kind in without], ignore_conflicts=True
        )
