"""Inviting: who is asked to join, by a letter with a link, each once."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.cache import cache
from django.db import transaction
from django.db.models import F
from django.db.models.functions import Lower

from circles import letters
from circles.arriving.paste import Entry
from circles.locking import open_circle
from circles.models import Circle, Invitation, Letter, Membership, Standing
from circles.refusals import (
    AddressIsHere,
    AddressIsInvited,
    NotOnlyAName,
    NotOpen,
    TooManyLetters,
)

MOST_IN_A_DAY = 200


@dataclass(frozen=True, slots=True)
class Guest:
    """Somebody on a list, and whether the circle knows them already."""

    entry: Entry
    here: Membership | None = None
    waiting: Invitation | None = None
    name_here: Membership | None = None  # only a name so far, and perhaps them
    is_that_name: bool = False  # the whole name is the same

    @property
    def is_new(self) -> bool:
        """Whether a letter would go to them."""
        return not (self.here or self.waiting)


def guests(circle: Circle, entries: Sequence[Entry]) -> list[Guest]:
    """Return the people of a list, each with what the circle knows: here already, invited, or a name. Three queries."""
    addresses = [entry.address for entry in entries]
    members = circle.memberships.present().alias(address=Lower("person__email")).select_related("person")
    here = {
        member.person.email.lower(): member
        for member in members.filter(address__in=addresses)
        if member.person
    }
    waiting = {}
    asked = circle.invitations.filter(email__in=addresses, withdrawn_at__isnull=True)
    for invitation in asked.select_related("membership"):
        if invitation.is_open:
            waiting[invitation.email] = invitation
        elif invitation.membership and invitation.membership.left_at is None:
            here.setdefault(invitation.email, invitation.membership)
    known = {*here, *waiting}
    names = _names_of(circle, [entry for entry in entries if entry.address not in known])
    return [
        Guest(
            entry,
            here.get(entry.address),
            waiting.get(entry.address),
            *names.get(entry.address, (None, False)),
        )
        for entry in entries
    ]


def _names_of(circle: Circle, entries: Sequence[Entry]) -> dict[str, tuple[Membership, bool]]:
    """Return by address which member, only a name and not invited yet, somebody on a list may be, and how surely.

    Surely is the whole name; else a first name that nobody else on the list has, and no other member.
    """
    invited = circle.invitations.filter(accepted_at=None, withdrawn_at=None, claims__isnull=False)
    only_names = circle.memberships.present().only_names().exclude(pk__in=invited.values("claims"))
    by_name: dict[str, list[Membership]] = {}
    for member in only_names:
        by_name.setdefault(member.name.casefold(), []).append(member)
    found: dict[str, tuple[Membership, bool]] = {}
    for surely in (True, False):
        called = [(_called(entry, whole=surely), entry) for entry in entries if entry.address not in found]
        often = Counter(name for name, _entry in called)
        for name, entry in called:
            if len(by_name.get(name, ())) == often[name] == 1:
                found[entry.address] = (by_name.pop(name)[0], surely)
    return found


def _called(entry: Entry, *, whole: bool) -> str:
    name = entry.name.casefold()
    return name if whole else name.partition(" ")[0]


@transaction.atomic
def invite(
    circle: Circle,
    *,
    entries: Sequence[Entry],
    by: Membership,
    claims: Collection[int] = (),
    now: datetime,
) -> list[Invitation]:
    """Invite those the circle does not know yet, and return their invitations.

    Whoever is here or has been invited is passed over, so asking twice sends once (R5). `claims` are keys of members
    that are only a name: whom `guests` finds to be one of them takes over that name. Raises CircleHasClosed, and
    TooManyLetters where the circle has sent its share of the day; then nobody is invited.
    """
    open_circle(circle.pk)
    new = [guest for guest in guests(circle, entries) if guest.is_new]
    _within_the_day(circle, len(new), now=now)
    count_letters(len(new), by=by, now=now)
    made = Invitation.objects.bulk_create(
        Invitation(
            circle=circle,
            email=guest.entry.address,
            name=guest.entry.name,
            invited_by=by,
            invited_at=now,
            claims=guest.name_here if guest.name_here and guest.name_here.pk in claims else None,
        )
        for guest in new
    )
    for invitation in made:
        _write(invitation, now=now)
    return made


@transaction.atomic
def invite_to_claim(membership: Membership, *, email: str, by: Membership, now: datetime) -> Invitation:
    """Invite, by a letter, whoever a member that is only a name stands for, and return the invitation.

    Accepting it makes the name theirs, with all that hangs on it. Asked again with the same address it is the same
    invitation (R5); with another one, the invitation before is withdrawn. Somebody invited without a name gets this
    one by the letter they have. Raises NotOnlyAName, AddressIsHere, AddressIsInvited, CircleHasClosed, TooManyLetters.
    """
    circle = open_circle(membership.circle_id)
    membership = Membership.objects.select_for_update().get(pk=membership.pk)
    if membership.left_at or not membership.is_only_a_name:
        raise NotOnlyAName(name=membership)
    email = email.strip().lower()
    (guest,) = guests(circle, [Entry(email, membership.name)])
    if guest.here:
        raise AddressIsHere(address=email, name=guest.here)
    if guest.waiting and guest.waiting.claims_id not in (None, membership.pk):
        raise AddressIsInvited(address=email, name=guest.waiting)
    before = membership.claim_invitations.filter(accepted_at=None, withdrawn_at=None)
    before.exclude(email=email).update(withdrawn_at=now)
    if guest.waiting:
        Invitation.objects.filter(pk=guest.waiting.pk).update(claims=membership, name=membership.name)
        guest.waiting.refresh_from_db()
        return guest.waiting
    _within_the_day(circle, 1, now=now)
    count_letters(1, by=by, now=now)
    invitation = Invitation.objects.create(
        circle=circle, email=email, name=membership.name, invited_by=by, invited_at=now, claims=membership
    )
    _write(invitation, now=now)
    return invitation


@transaction.atomic
def send_again(
    invitation: Invitation, *, epoch: int, by: Membership | None = None, now: datetime
) -> Invitation:
    """Send an open invitation anew, ending the links sent before, and return it.

    `epoch` is the one the page showed: pressed twice, one letter goes (R5). Raises NotOpen, or TooManyLetters.
    """
    circle = Circle.objects.select_for_update(no_key=True).get(pk=invitation.circle_id)
    invitation = Invitation.objects.select_for_update().get(pk=invitation.pk)
    if not invitation.is_open:
        raise NotOpen
    if invitation.epoch == epoch:
        _within_the_day(circle, 1, now=now)
        count_letters(1, by=by, now=now)
        Invitation.objects.filter(pk=invitation.pk).update(epoch=F("epoch") + 1)
        invitation.refresh_from_db()
        _write(invitation, now=now)
    return invitation


@transaction.atomic
def withdraw(invitation: Invitation, *, now: datetime) -> Invitation:
    """Withdraw an invitation: its link ends, and a letter still waiting is not sent. Raises NotOpen once accepted."""
    invitation = Invitation.objects.select_for_update().get(pk=invitation.pk)
    if invitation.accepted_at:
        raise NotOpen
    if invitation.withdrawn_at is None:
        invitation.withdrawn_at = now
        invitation.save(update_fields=["withdrawn_at"])
    return invitation


def letter_key(invitation: Invitation) -> str:
    """Return the key of the letter last sent for an invitation."""
    return f"invitation:{invitation.uid}:{invitation.epoch}"


def _write(invitation: Invitation, *, now: datetime) -> None:
    letters.write(
        kind="invitation",
        key=letter_key(invitation),
        circle=invitation.circle,
        address=invitation.email,
        params={"invitation": invitation.pk, "epoch": invitation.epoch},
        now=now,
    )


def count_letters(count: int, *, by: Membership | None, now: datetime) -> None:
    """Count letters that a member lets go to people outside; raise TooManyLetters beyond what is theirs in a day.

    It is kept by person and outside of their circles: deleting one, or handing it over, gives nobody a new day.
    """
    if by is None or by.person_id is None or not count:
        return
    key = f"circles.invitations:{by.person_id}:{now:%Y-%m-%d}"
    today = cache.get(key, 0) + count
    if today > MOST_IN_A_DAY:
        raise TooManyLetters(count=MOST_IN_A_DAY)
    cache.set(key, today, timeout=24 * 60 * 60)


def _within_the_day(circle: Circle, count: int, *, now: datetime) -> None:
    """Raise TooManyLetters when so many more would be more than all circles of its stewards send in a day.

    Else whoever founds many circles could write to anybody without end.
    """
    stewards = circle.memberships.present().filter(standing=Standing.STEWARD).values("person")
    theirs = (
        Membership.objects.present().filter(standing=Standing.STEWARD, person__in=stewards).values("circle")
    )
    letters = Letter.objects.filter(kind="invitation", written_at__gt=now - timedelta(days=1))
    today = letters.filter(circle__in=theirs).count()
    if count and today + count > MOST_IN_A_DAY:
        raise TooManyLetters(count=MOST_IN_A_DAY)
