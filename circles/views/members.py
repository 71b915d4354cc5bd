"""Who is in the circle: the list, standing, removing, leaving, and what one is called here."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from circles import memberships
from circles.access import has_left, member_of, members_of, membership_for
from circles.forms import NameHereForm, StandingForm
from circles.http import MemberRequest
from circles.models import Membership, Standing
from circles.refusals import Refused


@require_safe
def members(request: MemberRequest, slug: str) -> HttpResponse:
    """Show who is in the circle; lead a steward to what they can do for each."""
    membership = membership_for(request.user, slug)
    people = members_of(membership.circle)
    context = {"circle": membership.circle, "membership": membership, "people": people}
    return render(request, "circles/members.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def standing(request: MemberRequest, slug: str, pk: int) -> HttpResponse:
    """Show a steward what they can do for somebody, and make them a member, host or steward."""
    steward = membership_for(request.user, slug, at_least=Standing.STEWARD)
    member = member_of(steward, pk)
    form = StandingForm(request.POST or None)
    if request.method != "POST":
        return _member_page(request, steward, member)
    if not form.is_valid():
        messages.error(request, _("Choose member, host or steward."))
        return _member_page(request, steward, member)
    try:
        member = memberships.set_standing(
            member, standing=form.cleaned_data["standing"], by=steward, now=now()
        )
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        words = _("%(name)s is %(standing)s here now.")
        messages.success(request, words % {"name": member.name, "standing": member.get_standing_display()})
    return redirect("members", slug)


def _member_page(request: MemberRequest, steward: Membership, member: Membership) -> HttpResponse:
    context = {
        "circle": steward.circle,
        "membership": steward,
        "member": member,
        "standings": Standing.choices,
        "is_last_steward": memberships.is_last_steward(member),
    }
    return render(request, "circles/member.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def remove(request: MemberRequest, slug: str, pk: int) -> HttpResponse:
    """Ask whether somebody is to be removed, saying what follows, and remove them."""
    steward = membership_for(request.user, slug, at_least=Standing.STEWARD)
    posted = request.method == "POST"
    member = member_of(steward, pk, or_former=posted)
    if member == steward:
        return redirect("leave_circle", slug)
    if posted:
        try:
            memberships.remove(member, by=steward, now=now())
        except Refused as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, _("%(name)s is no longer in the circle.") % {"name": member.name})
        return redirect("members", slug)
    return render(request, "circles/member_remove.html", {"circle": steward.circle, "member": member})


@require_http_methods(["GET", "HEAD", "POST"])
def leave(request: MemberRequest, slug: str) -> HttpResponse:
    """Ask whether I want to leave, saying what follows, and let me go."""
    if request.method == "POST" and has_left(request.user, slug):
        return redirect("home")
    membership = membership_for(request.user, slug)
    if request.method == "POST":
        try:
            memberships.leave(membership, now=now())
        except Refused as refused:
            messages.error(request, str(refused))
            return redirect("leave_circle", slug)
        messages.success(request, _("You have left %(circle)s.") % {"circle": membership.circle})
        return redirect("home")
    return render(
        request,
        "circles/leave.html",
        {
            "circle": membership.circle,
            "membership": membership,
            "is_last_steward": memberships.is_last_steward(membership),
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
def my_name(request: MemberRequest, slug: str) -> HttpResponse:
    """Ask what I want to be called in this circle."""
    membership = membership_for(request.user, slug)
    form = NameHereForm(request.POST or None, initial={"name": membership.name})
    if request.method == "POST" and form.is_valid():
        memberships.rename(membership, name=form.cleaned_data["name"])
        messages.success(request, _("The circle calls you %(name)s now.") % {"name": membership.name})
        return redirect("members", slug)
    return render(request, "circles/my_name.html", {"circle": membership.circle, "form": form})
