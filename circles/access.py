"""The only way to a circle and its people. A stranger gets 404, a member without the standing 403.

Views, admin and feeds all reach through these functions, so what a person may see is decided once.
"""

from allauth.account.models import EmailAddress
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404

from circles.models import (
    Agreement,
    AgreementQuerySet,
    Circle,
    Face,
    Invitation,
    JoinRequest,
    Membership,
    MembershipQuerySet,
    Person,
    Proposal,
    Standing,
)

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


def has_left(person: Visitor, slug: str) -> bool:
    """Tell whether the person was in the circle at `slug` and has left it."""
    if not isinstance(person, Person):
        return False
    return person.memberships.filter(circle__slug=slug, left_at__isnull=False).exists()


def former_membership_for(person: Visitor, slug: str) -> Membership:
    """Return what was the person's membership in the circle at `slug`, which they have left, with its circle.

    Raises Http404 for anybody else. It opens nothing but what is theirs alone.
    """
    former = former_memberships_of(person).filter(circle__slug=slug).first()
    if former is None:
        raise Http404
    return former


def former_memberships_of(person: Visitor) -> MembershipQuerySet:
    """Return what were the person's memberships in circles they have left, each with its circle."""
    if not isinstance(person, Person):
        return Membership.objects.none()
    return Membership.objects.filter(person=person, left_at__isnull=False).select_related("circle")


def member_of(membership: Membership, pk: int, *, or_former: bool = False) -> Membership:
    """Return somebody in the same circle as `membership`, or who was, with when they put up their face.

    Raises Http404 for anybody else.
    """
    everybody = Membership.objects.all() if or_former else Membership.objects.present()
    other = (
        everybody.with_faces().select_related("person").filter(circle_id=membership.circle_id, pk=pk).first()
    )
    if other is None:
        raise Http404
    return other


def face_of(membership: Membership, pk: int) -> Face:
    """Return the face of somebody present in the membership's circle; raises Http404 where there is none to see."""
    shown = Face.objects.filter(membership=pk, membership__circle=membership.circle_id)
    face = shown.filter(membership__left_at=None).first()
    if face is None:
        raise Http404
    return face


def with_face(membership: Membership) -> Membership:
    """Return the membership with when its face was put up, as `face_changed_at`."""
    return Membership.objects.with_faces().select_related("circle", "person").get(pk=membership.pk)


def members_of(circle: Circle) -> MembershipQuerySet:
    """Return who is present in the circle, in the order they joined."""
    return circle.memberships.present().order_by("joined_at", "pk")


def heirs_of(membership: Membership) -> MembershipQuerySet:
    """Return who else in the circle can look after it: everybody present who can sign in, hosts and stewards first."""
    others = members_of(membership.circle).exclude(pk=membership.pk).filter(person__is_active=True)
    return others.order_by("-standing", "joined_at", "pk")


def agreement_of(membership: Membership, pk: int, *, or_retired: bool = False) -> Agreement:
    """Return an agreement the membership's circle holds now, or held; raises Http404 for any other."""
    all_held = Agreement.objects.all() if or_retired else Agreement.objects.standing_now()
    return _agreement(all_held.with_wordings(), membership, pk)


def agreement_with_story(membership: Membership, pk: int) -> Agreement:
    """Return an agreement the membership's circle holds or held, with all its past; raises Http404 for any other."""
    return _agreement(Agreement.objects.with_story(), membership, pk)


def _agreement(found: AgreementQuerySet, membership: Membership, pk: int) -> Agreement:
    agreement = found.filter(circle_id=membership.circle_id, pk=pk).first()
    if agreement is None:
        raise Http404
    agreement.circle = membership.circle
    return agreement


def proposal_of(membership: Membership, pk: int) -> Proposal:
    """Return what somebody proposed to the membership's circle, open or ended; raises Http404 for any other."""
    found = Proposal.objects.filter(circle_id=membership.circle_id, pk=pk)
    proposal = found.select_related("proposed_by", "agreement", "wording").first()
    if proposal is None:
        raise Http404
    proposal.circle = membership.circle
    return proposal


def invitation_of(membership: Membership, pk: int) -> Invitation:
    """Return an invitation of the membership's circle; raises Http404 for any other."""
    found = Invitation.objects.filter(circle_id=membership.circle_id, pk=pk).first()
    if found is None:
        raise Http404
    return found


def invitations_to(person: Person) -> QuerySet[Invitation]:
    """Return the open invitations to addresses the person has confirmed, into circles they are not in.

    However long ago they were sent: a letter's link ends after sixty days, what the circle wants does not.
    """
    theirs = EmailAddress.objects.filter(user=person, verified=True).values("email")
    waiting = Invitation.objects.filter(email__in=theirs, accepted_at=None, withdrawn_at=None)
    waiting = waiting.filter(circle__closed_on=None).exclude(
        circle__in=memberships_of(person).values("circle")
    )
    return waiting.select_related("circle", "invited_by")


def only_name_of(membership: Membership, pk: int) -> Membership:
    """Return a member of the same circle who is only a name; raises Http404 for anybody else."""
    found = members_of(membership.circle).only_names().filter(pk=pk).first()
    if found is None:
        raise Http404
    found.circle = membership.circle
    return found


def asked_of(membership: Membership, pk: int) -> JoinRequest:
    """Return what somebody asked the membership's circle, answered or not; raises Http404 for any other."""
    found = JoinRequest.objects.filter(circle_id=membership.circle_id, pk=pk).first()
    if found is None:
        raise Http404
    return found


def listed_circle(slug: str) -> Circle:
    """Return a circle that visitors may read of; raises Http404 for one that is not listed, or has closed."""
    found = Circle.objects.filter(slug=slug, listed=True, closed_on__isnull=True).first()
    if found is None:
        raise Http404
    return found


def listed_circles() -> QuerySet[Circle]:
    """Return the circles that visitors may read of, by name."""
    return Circle.objects.filter(listed=True, closed_on__isnull=True).order_by("name", "pk")
