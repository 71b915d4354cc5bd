"""One person of a circle in full: what they said of themselves, what they held, which poems they caught."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.timezone import now
from django.views.decorators.http import require_safe

from checkins.access import poems_caught_by
from circles.access import member_of, membership_for
from circles.belonging import memberships
from circles.http import MemberRequest
from circles.models import Standing
from gatherings.pages.people import person_in_full


@require_safe
def member(request: MemberRequest, slug: str, pk: int) -> HttpResponse:
    """Show somebody; to themselves what is theirs to change, to a steward what they can do."""
    membership = membership_for(request.user, slug)
    other = member_of(membership, pk)
    other.circle = membership.circle
    context = {
        "circle": membership.circle,
        "membership": membership,
        "member": other,
        "person": person_in_full(other, membership.circle, now=now()),
        "poems": poems_caught_by(other),
        "mine": other == membership,
        "standings": Standing.choices,
        "is_last_steward": other.is_steward and memberships.is_last_steward(other),
    }
    return render(request, "site/member.html", context)
