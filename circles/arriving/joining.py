"""Joining a circle: by an invitation, by the circle's own link, by a steward's yes, or by claiming one's name."""

import secrets
from datetime import datetime

from django.db import transaction
from django.db.models import F, Q

from circles.belonging.people import settle
from circles.models import Circle, Invitation, Membership, Person, Standing
from circles.refusals import AsksFirst, HereAlready, LinkHasEnded


def circle_behind(token: str) -> Circle | None:
    """Return the circle that may be joined with this token; None when no circle can (any more)."""
    if not token or "\0" in token:  # which PostgreSQL will not even look for
        return None
    circle = Circle.objects.filter(join_token=token, closed_on__isnull=True).first()
    return circle if circle and secrets.compare_digest(circle.join_token, token) else None


@transaction.atomic
def accept(invitation: Invitation, *, person: Person, name: str, now: datetime) -> Membership:
    """Let `person` join by an invitation, called `name` there, and return their membership.

    The invitation is whoever's holds its link, once. Somebody who is in the circle already changes nothing by it.
    Where it is for a name that stands in the circle, that row becomes theirs, with all that hangs on it.
    Raises LinkHasEnded when it was used, withdrawn or sent anew since it was read, or the circle has closed;
    HereAlready for a member who would take a second place.
    """
    circle = _locked(invitation.circle_id)
    mine = circle.memberships.of(person).first()
    if mine and invitation.claims_id in (None, mine.pk):
        return mine
    if mine:
        raise HereAlready(name=mine)
    standing = Invitation.objects.select_for_update().get(pk=invitation.pk)
    if not standing.is_open or standing.epoch != invitation.epoch:
        raise LinkHasEnded
    if standing.claims_id:
        membership = take(circle, standing.claims_id, person=person, name=name, now=now)
    else:
        membership = _arrive(circle, person=person, name=name, now=now)
    Invitation.objects.filter(pk=invitation.pk).update(accepted_at=now, membership=membership)
    return membership


@transaction.atomic
def join(circle: Circle, *, token: str, person: Person, name: str, now: datetime) -> Membership:
    """Let `person` join by the circle's link, called `name` there, and return their membership.

    Raises LinkHasEnded when the link was made anew or switched off since it was read, or the circle has closed;
    AsksFirst where a steward says yes to each.
    """
    circle = _locked(circle.pk)
    mine = circle.memberships.of(person).first()
    if mine:
        return mine
    if not opens(circle, token):
        raise LinkHasEnded
    if circle.joining_asks:
        raise AsksFirst
    return _arrive(circle, person=person, name=name, now=now)


@transaction.atomic
def claim(membership: Membership, *, person: Person, name: str, now: datetime) -> Membership:
    """Let `person` take the name that is theirs by its personal link, and return their membership.

    `membership` is as it was when the link was read. Raises LinkHasEnded when it was claimed or its link ended
    since, or the circle has closed; HereAlready for a member who would take a second place.
    """
    circle = _locked(membership.circle_id)
    mine = circle.memberships.of(person).first()
    if mine and mine.pk == membership.pk:
        return mine
    if mine:
        raise HereAlready(name=mine)
    if not circle.memberships.filter(pk=membership.pk, link_epoch=membership.link_epoch).exists():
        raise LinkHasEnded
    return take(circle, membership.pk, person=person, name=name, now=now)


@transaction.atomic
def let_in(
    circle: Circle, *, person: Person, name: str, now: datetime, claims: int | None = None
) -> Membership:
    """Make somebody a member to whom a steward said yes, and return their membership.

    `claims` is the key of the member, only a name so far, that they are. Somebody here already changes nothing by
    it. Raises LinkHasEnded where the circle has closed, or the name was claimed before.
    """
    circle = _locked(circle.pk)
    mine = circle.memberships.of(person).first()
    if mine:
        return mine
    if claims is not None:
        return take(circle, claims, person=person, name=name, now=now)
    return _arrive(circle, person=person, name=name, now=now)


def opens(circle: Circle, token: str) -> bool:
    """Tell whether a token is that of the circle's join link."""
    return bool(circle.join_token) and secrets.compare_digest(circle.join_token, token)


def end_claim_link(membership: Membership) -> None:
    """End the personal links of a member that is only a name; the next one shown is a new one."""
    Membership.objects.only_names().filter(pk=membership.pk).update(link_epoch=F("link_epoch") + 1)


def take(circle: Circle, pk: int, *, person: Person, name: str, now: datetime) -> Membership:
    """Make a member that is only a name `person`, called `name` from now on, and return their membership.

    Called inside a transaction that has locked the circle. All that hangs on the row stays with it; links to it end.
    A standing it came with from another site stays only where nobody else looks after the circle.
    Whoever was in the circle before comes back as who they were, and the name stays a name. Raises LinkHasEnded
    when it was claimed before, or is no longer here.
    """
    claimed = circle.memberships.present().only_names().select_for_update().filter(pk=pk)
    if circle.memberships.filter(person=person).exists():
        if not claimed.update(link_epoch=F("link_epoch") + 1):
            raise LinkHasEnded
        return _arrive(circle, person=person, name=name, now=now)
    settle(person, circle)
    links_end = {"link_epoch": F("link_epoch") + 1, "calendar_version": F("calendar_version") + 1}
    stewards = circle.memberships.present().filter(standing=Standing.STEWARD, person__is_active=True)
    standing = {"standing": Standing.MEMBER} if stewards.exists() else {}
    if not claimed.update(person=person, name=name, **links_end, **standing):
        raise LinkHasEnded
    membership = circle.memberships.get(pk=pk)
    _nothing_waits(membership, person, now=now)
    return membership


def come_in(membership: Membership, *, now: datetime) -> None:
    """Remember that somebody new has been shown who we are and what we promise one another; said twice, said once."""
    Membership.objects.filter(pk=membership.pk, welcomed_at=None).update(welcomed_at=now)


def renew_link(circle: Circle) -> str:
    """Give the circle a new join link and return its token: 256 random bits. The one before ends."""
    token = secrets.token_urlsafe(32)
    Circle.objects.filter(pk=circle.pk).update(join_token=token)
    return token


def ask_first(circle: Circle, *, asks: bool) -> None:
    """Say whether who comes by the circle's join link asks a steward first, or is in at once."""
    Circle.objects.filter(pk=circle.pk).update(joining_asks=asks)


def end_link(circle: Circle) -> None:
    """Switch joining by link off."""
    Circle.objects.filter(pk=circle.pk).update(join_token="")


def _locked(pk: int) -> Circle:
    circle = Circle.objects.select_for_update(no_key=True).get(pk=pk)
    if circle.is_closed:
        raise LinkHasEnded
    return circle


def _arrive(circle: Circle, *, person: Person, name: str, now: datetime) -> Membership:
    """Make `person` a member; whoever was here before comes back to the same row, and to new links."""
    settle(person, circle)
    former = circle.memberships.select_for_update().filter(person=person)
    if former.update(
        name=name,
        standing=Standing.MEMBER,
        left_at=None,
        link_epoch=F("link_epoch") + 1,
        calendar_version=F("calendar_version") + 1,
    ):
        membership = circle.memberships.get(person=person)
    else:
        membership = circle.memberships.create(person=person, name=name, joined_at=now)
    _nothing_waits(membership, person, now=now)
    return membership


def _nothing_waits(membership: Membership, person: Person, *, now: datetime) -> None:
    """Count as accepted what waits for this person or for the name they have taken, as answered what they asked."""
    theirs = Q(email=person.email) | Q(claims=membership)
    waiting = membership.circle.invitations.filter(theirs, accepted_at=None, withdrawn_at=None)
    waiting.update(accepted_at=now, membership=membership)
    asked = membership.circle.join_requests.filter(person=person, answered_at=None)
    asked.update(answered_at=now, welcome=True)
