"""The people of a circle, and what I would gladly hold."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from circles.access import member_of, membership_for
from circles.http import MemberRequest
from circles.models import Standing
from gatherings.access import away_of, name_of, roles_of
from gatherings.forms import AwayForm
from gatherings.forms.wishes import WishesForm
from gatherings.hosting import away as verbs
from gatherings.hosting import wishes
from gatherings.pages.people import people_of


@require_safe
def members(request: MemberRequest, slug: str) -> HttpResponse:
    """Show who is in the circle: their standing, where they live, when they are away, what they hold gladly."""
    membership = membership_for(request.user, slug)
    people = people_of(membership.circle, now=now())
    context = {"circle": membership.circle, "membership": membership, "people": people}
    return render(request, "gatherings/people.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def my_roles(request: MemberRequest, slug: str) -> HttpResponse:
    """Say which roles one would hold gladly, and which rather not."""
    membership = membership_for(request.user, slug)
    roles = roles_of(membership.circle, wished_by=membership)
    form = WishesForm(roles, request.POST if request.method == "POST" else None)
    if form.is_valid():
        wishes.say(membership, wishes=form.wishes(), now=now())
        messages.success(request, _("Kept. Hosts see it when they look for somebody."))
        return redirect("member", slug, membership.pk)
    context = {"circle": membership.circle, "membership": membership, "form": form}
    return render(request, "gatherings/my_roles.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def member_away(request: MemberRequest, slug: str, pk: int) -> HttpResponse:
    """Let a host say when somebody is away who is only a name here, and cannot say it themselves."""
    host = membership_for(request.user, slug, at_least=Standing.HOST)
    member = name_of(member_of(host, pk))
    form = AwayForm(request.POST or None)
    if form.is_valid():
        verbs.add(member, **form.cleaned_data)
        return redirect("member_away", slug, pk)
    coming = member.aways.filter(last__gte=localdate(now(), host.circle.zone))
    context = {"circle": host.circle, "membership": host, "member": member, "form": form, "aways": coming}
    return render(request, "gatherings/member_away.html", context)


@require_POST
def member_away_remove(request: MemberRequest, slug: str, pk: int, away_pk: int) -> HttpResponse:
    """Let a time away of somebody who is only a name go."""
    host = membership_for(request.user, slug, at_least=Standing.HOST)
    verbs.remove(away_of(name_of(member_of(host, pk)), away_pk))
    return redirect("member_away", slug, pk)
