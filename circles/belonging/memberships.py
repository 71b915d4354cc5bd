"""Belonging to a circle: leaving, being removed, standing, and what one is called."""

import secrets
from datetime import datetime

from django.db import transaction
from django.db.models import F, Q

from circles.belonging.people import addresses_of
from circles.chapters import chapters
from circles.locking import see_that_steward
from circles.models import Circle, Membership, Standing
from circles.refusals import HasLeft, LastSteward, NotASteward, OnlyAName


def is_last_steward(membership: Membership) -> bool:
    """Tell whether nobody else looks after the circle: another steward who can sign in."""
    others = Membership.objects.present().filter(
        circle=membership.circle_id, standing=Standing.STEWARD, person__is_active=True
    )
    return membership.is_steward and not others.exclude(pk=membership.pk).exists()


@transaction.atomic
def leave(membership: Membership, *, now: datetime) -> Membership:
    """Leave the circle: links and calendar end, the past stays. Leaving twice is leaving once.

    Raises LastSteward for the only one who looks after it.
    """
    membership = _locked(membership)
    if membership.left_at is None:
        _depart(membership, now=now)
    return membership


@transaction.atomic
def remove(membership: Membership, *, by: Membership | None, now: datetime) -> Membership:
    """Remove a member: all they could open ends at their next request (R42), the past stays.

    `by` is a steward of the circle, or None for an operator of the site. They know the join link, so where there
    is one it is made anew, and perhaps those to names nobody has claimed yet, so these end; open invitations to any
    of their addresses are withdrawn. Raises NotASteward, LastSteward.
    """
    membership = _locked(membership, by=by)
    if membership.left_at is None:
        _depart(membership, now=now)
        circle = membership.circle
        if circle.join_token:
            Circle.objects.filter(pk=circle.pk).update(join_token=secrets.token_urlsafe(32))
        circle.memberships.only_names().update(link_epoch=F("link_epoch") + 1)
        waiting = circle.invitations.filter(accepted_at=None, withdrawn_at=None)
        addresses = addresses_of(membership.person) if membership.person else ()
        waiting.filter(Q(email__in=addresses) | Q(claims=membership)).update(withdrawn_at=now)
    return membership


@transaction.atomic
def set_standing(
    membership: Membership, *, standing: Standing, by: Membership | None, now: datetime
) -> Membership:
    """Make somebody a member, host or steward, and return them so.

    `by` is a steward of the circle, or None for an operator. Raises NotASteward, HasLeft, OnlyAName for a host
    who cannot sign in, LastSteward for the only one who looks after the circle.
    """
    membership = _locked(membership, by=by)
    if membership.left_at is not None:
        raise HasLeft(name=membership.name)
    if standing > Standing.MEMBER and membership.person is None:
        raise OnlyAName(name=membership.name)
    if standing < Standing.STEWARD and is_last_steward(membership):
        raise LastSteward(name=membership.name)
    membership.standing = standing
    membership.save(update_fields=["standing"])
    return membership


@transaction.atomic
def hand_over(membership: Membership, *, to: Membership, leaves: bool, now: datetime) -> Membership:
    """Let `to` look after the circle in the place of `membership`, who stays as a member or `leaves`; return it so.

    In one step, so that somebody looks after the circle at every moment. Done twice it is done once. Raises
    NotASteward, HasLeft where `to` is no longer here, OnlyAName where they cannot sign in.
    """
    membership = _locked(membership)
    to = membership.circle.memberships.select_related("person").get(pk=to.pk)
    if to.pk == membership.pk:
        raise ValueError("nobody hands over to themselves")
    handed_over = to.is_steward and not membership.is_steward
    if not handed_over:
        if not membership.is_steward:
            raise NotASteward
        if to.left_at is not None:
            raise HasLeft(name=to.name)
        if to.person is None or not to.person.is_active:
            raise OnlyAName(name=to.name)
        Membership.objects.filter(pk=to.pk).update(standing=Standing.STEWARD)
        Membership.objects.filter(pk=membership.pk).update(standing=Standing.MEMBER)
        membership.standing = Standing.MEMBER
    if leaves and membership.left_at is None:
        _depart(membership, now=now)
    return membership


def rename(membership: Membership, *, name: str) -> Membership:
    """Be called `name` in this circle from now on."""
    Membership.objects.filter(pk=membership.pk).update(name=name)
    membership.name = name
    return membership


def _locked(membership: Membership, by: Membership | None = None) -> Membership:
    """Lock the circle and return the member as they now stand; see that `by` still may.

    Their own row is not locked before the rows of what they come to (the order of locks): the circle's is enough.
    """
    circle = Circle.objects.select_for_update(no_key=True).get(pk=membership.circle_id)
    membership = Membership.objects.get(pk=membership.pk)
    membership.circle = circle
    see_that_steward(by, circle)
    return membership


def _depart(membership: Membership, *, now: datetime) -> None:
    """Let each floor let go of what they were to do, and end what the membership opens."""
    if is_last_steward(membership):
        raise LastSteward(name=membership.name)
    for chapter in chapters():
        chapter.left(membership, now=now)
    Membership.objects.filter(pk=membership.pk).update(
        left_at=now, link_epoch=F("link_epoch") + 1, calendar_version=F("calendar_version") + 1
    )
    membership.refresh_from_db(fields=["left_at", "link_epoch", "calendar_version"])
