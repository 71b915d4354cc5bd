"""What becomes of somebody in the circle: standing, handing over, removing, leaving, and what one is called here."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from circles.access import has_left, heirs_of, member_of, membership_for
from circles.belonging import memberships
from circles.forms import HandOverForm, NameHereForm, StandingForm
from circles.http import MemberRequest, even_closed
from circles.models import Membership, Standing
from circles.refusals import NotASteward, Refused


@even_closed
@require_http_methods(["GET", "HEAD", "POST"])
def standing(request: MemberRequest, slug: str, pk: int) -> HttpResponse:
    """Make somebody a member, host or steward; the choice stands on their page."""
    steward = membership_for(request.user, slug, at_least=Standing.STEWARD)
    member = member_of(steward, pk)
    if request.method == "POST":
        _give_standing(request, steward, member)
    return redirect("member", slug, pk)


def _give_standing(request: MemberRequest, steward: Membership, member: Membership) -> None:
    form = StandingForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Choose member, host or steward."))
        return
    try:
        member = memberships.set_standing(
            member, standing=form.cleaned_data["standing"], by=steward, now=now()
        )
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        words = _("%(name)s is %(standing)s here now.")
        messages.success(request, words % {"name": member.name, "standing": member.get_standing_display()})


@even_closed
@require_http_methods(["GET", "HEAD", "POST"])
def hand_over(request: MemberRequest, slug: str) -> HttpResponse:
    """Let a steward choose who takes over, and stay or leave, in one step."""
    posted = request.method == "POST"
    if posted and has_left(request.user, slug):
        return redirect("home")
    steward = membership_for(request.user, slug, at_least=Standing.MEMBER if posted else Standing.STEWARD)
    leaving = "leaving" in request.GET
    heirs = heirs_of(steward)
    form = HandOverForm(heirs, request.POST if posted else None, leaving=leaving)
    if form.is_valid():
        to, leaves = form.cleaned_data["to"], form.cleaned_data["leaves"]
        try:
            memberships.hand_over(steward, to=to, leaves=leaves, now=now())
        except NotASteward:
            raise PermissionDenied from None
        except Refused as refused:
            form.add_error("to", str(refused))
        else:
            words = _("%(name)s looks after %(circle)s now. Thank you for having held it.")
            messages.success(request, words % {"name": to.name, "circle": steward.circle})
            return redirect("home") if leaves else redirect("members", slug)
    elif posted and not steward.is_steward:
        raise PermissionDenied
    context = {
        "circle": steward.circle,
        "membership": steward,
        "form": form,
        "heirs": heirs.exists(),
    }
    return render(request, "circles/hand_over.html", context)


@even_closed
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
    context = {"circle": steward.circle, "membership": steward, "member": member}
    return render(request, "circles/member_remove.html", context)


@even_closed
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
        return redirect("member", slug, membership.pk)
    return render(
        request, "circles/my_name.html", {"circle": membership.circle, "membership": membership, "form": form}
    )
