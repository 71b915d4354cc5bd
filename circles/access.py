"""The only way to a circle and its people. A stranger gets 404, a member without the standing 403.

Views, admin and feeds all reach through these functions, so what a person may see is decided once.
"""

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import Http404

from circles.models import Agreement, Circle, Invitation, Membership, MembershipQuerySet, Person, Standing

type Visitor = Person | AnonymousUser


def memberships_of(person: Visitor, *, at_least: Standing = Standing.MEMBER) -> MembershipQuerySet:
    """Return the person's memberships in circles they have not left, with that standing or more."""
    if not isinstance(person, Person):
        return Membership.objects.none()
    return Membership.objects.of(person).filter(standing__gte=at_least).select_related("circle", "person")


def membership_for(person: Visitor, slug: str, *, at_least: Standing = Standing.MEMBER) -> Membership:
    """Return the person's membership in the circle at `slug`, with its circle.

    Raises Http404 unless they belong to it, PermissionDenied when their standing is less than `at_least`.
    """
    membership = memberships_of(person).filter(circle__slug=slug).first()
    if membership is None:
        raise Http404
    if membership.standing < at_least:
        raise PermissionDenied
    return membership


def circles_of(person: Visitor, *, at_least: Standing = Standing.MEMBER) -> list[Circle]:
    """Return the person's circles, by name."""
    found = memberships_of(person, at_least=at_least).order_by("circle__name", "circle_id")
    return [membership.circle for membership in found]


def has_left(person: Visitor, slug: str) -> bool:
    """Tell whether the person was in the circle at `slug` and has left it."""
    if not isinstance(person, Person):
        return False
    return person.memberships.filter(circle__slug=slug, left_at__isnull=False).exists()


def member_of(membership: Membership, pk: int, *, or_former: bool = False) -> Membership:
    """Return somebody in the same circle as `membership`, or who was; raises Http404 for anybody else."""
    everybody = Membership.objects.all() if or_former else Membership.objects.present()
    other = everybody.filter(circle_id=membership.circle_id, pk=pk).first()
    if other is None:
        raise Http404
    return other


def members_of(circle: Circle) -> MembershipQuerySet:
    """Return who is present in the circle, in the order they joined."""
    return circle.memberships.present().order_by("joined_at", "pk")


def agreement_of(membership: Membership, pk: int, *, or_retired: bool = False) -> Agreement:
    """Return an agreement the membership's circle holds now, or held; raises Http404 for any other."""
    all_held = Agreement.objects.all() if or_retired else Agreement.objects.standing_now()
    found = all_held.with_wordings().filter(circle_id=membership.circle_id, pk=pk).first()
    if found is None:
        raise Http404
    return found


def invitation_of(membership: Membership, pk: int) -> Invitation:
    """Return an invitation of the membership's circle; raises Http404 for any other."""
    found = Invitation.objects.filter(circle_id=membership.circle_id, pk=pk).first()
    if found is None:
        raise Http404
    return found
