"""The hosting roles: read by everybody, worded and ordered by hosts, passed on by who held them."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from circles.access import member_of, membership_for
from circles.http import MemberRequest
from circles.models import Standing
from circles.refusals import Refused
from gatherings.access import gathering_for, role_of, turn_at, turn_of
from gatherings.forms.roles import (
    BesideForm,
    ChangeRoleForm,
    EveryEveningForm,
    HandoverForm,
    MoveRoleForm,
    RoleForm,
)
from gatherings.hosting import beside, handovers
from gatherings.hosting import roles as verbs
from gatherings.pages.roles import handover_of, not_tried, role_lines, role_page

_FIELDS = ("name", "words", "duty", "seats", "demanding", "rotates", "resting")


@require_safe
def roles(request: MemberRequest, slug: str) -> HttpResponse:
    """Show the circle's roles, and what the member has not tried yet."""
    membership = membership_for(request.user, slug)
    lines = role_lines(membership.circle, membership, now=now())
    context = {
        "circle": membership.circle,
        "membership": membership,
        "lines": lines,
        "not_tried": not_tried(lines),
    }
    return render(request, "gatherings/roles.html", context)


@require_safe
def role(request: MemberRequest, slug: str, pk: int) -> HttpResponse:
    """Show a role: how to hold it, who has, and what they passed on."""
    membership = membership_for(request.user, slug)
    page = role_page(role_of(membership, pk), membership, now=now())
    context = {"circle": membership.circle, "membership": membership, "page": page, "role": page.role}
    return render(request, "gatherings/role.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def role_add(request: MemberRequest, slug: str) -> HttpResponse:
    """Add a role of every evening."""
    membership = membership_for(request.user, slug, at_least=Standing.HOST)
    form = EveryEveningForm(request.POST or None)
    if form.is_valid():
        try:
            verbs.add(membership.circle, **form.cleaned_data, by=membership)
        except Refused as refused:
            form.add_error("name", str(refused))
        else:
            messages.success(request, _("The circle has one more role."))
            return redirect("roles", slug)
    return render(request, "gatherings/role_form.html", {"circle": membership.circle, "form": form})


@require_http_methods(["GET", "HEAD", "POST"])
def role_add_here(request: MemberRequest, slug: str, number: int) -> HttpResponse:
    """Add a role for one gathering only."""
    gathering, membership = gathering_for(request.user, slug, number, at_least=Standing.HOST)
    form = RoleForm(request.POST or None)
    if form.is_valid():
        try:
            verbs.add(membership.circle, **form.cleaned_data, only_at=gathering, by=membership)
        except Refused as refused:
            form.add_error("name", str(refused))
        else:
            return redirect(gathering)
    context = {"circle": membership.circle, "gathering": gathering, "form": form}
    return render(request, "gatherings/role_form.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def role_change(request: MemberRequest, slug: str, pk: int) -> HttpResponse:
    """Change a role's name, words and how it goes round."""
    membership = membership_for(request.user, slug, at_least=Standing.HOST)
    found = role_of(membership, pk)
    form = ChangeRoleForm(request.POST or None, initial={field: getattr(found, field) for field in _FIELDS})
    if form.is_valid():
        try:
            verbs.change(found, **form.cleaned_data, by=membership)
        except Refused as refused:
            form.add_error("name", str(refused))
        else:
            return redirect("role", slug, pk)
    return render(
        request, "gatherings/role_form.html", {"circle": membership.circle, "form": form, "role": found}
    )


@require_POST
def role_move(request: MemberRequest, slug: str, pk: int) -> HttpResponse:
    """Move a role one place up or down."""
    membership = membership_for(request.user, slug, at_least=Standing.HOST)
    form = MoveRoleForm(request.POST)
    found = role_of(membership, pk)
    if found.only_at_id is None:
        verbs.move(found, up=form.is_valid() and form.cleaned_data["up"], by=membership)
    return redirect("roles", slug)


@require_POST
def role_remove(request: MemberRequest, slug: str, pk: int) -> HttpResponse:
    """Take a role away that nobody ever held."""
    membership = membership_for(request.user, slug, at_least=Standing.HOST)
    try:
        verbs.remove(role_of(membership, pk), by=membership)
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect("role", slug, pk)
    messages.success(request, _("The role is removed."))
    return redirect("roles", slug)


@require_POST
def turn_beside(request: MemberRequest, slug: str, number: int, pk: int) -> HttpResponse:
    """Name who sits beside the holder of a turn; nobody named, whoever sat there stands down."""
    gathering, membership = gathering_for(request.user, slug, number)
    turn = turn_at(gathering, pk)
    form = BesideForm(request.POST)
    if not form.is_valid():
        raise Http404
    chosen = form.cleaned_data["member"]
    mine = membership.is_host or membership.pk == turn.holder_id
    if not mine and (chosen or membership.pk != turn.beside_id):
        raise PermissionDenied
    try:
        if chosen:
            member = member_of(membership, chosen)
            beside.name(turn, member=member, by=membership, now=now())
            messages.success(request, _("%(name)s sits beside you.") % {"name": member.name})
        else:
            beside.stand_down(turn, by=membership, now=now())
    except Refused as refused:
        messages.error(request, str(refused))
    return redirect(gathering)


@require_http_methods(["GET", "HEAD", "POST"])
def handover(request: MemberRequest, slug: str, number: int, pk: int) -> HttpResponse:
    """Write down what the member would tell whoever holds their role next."""
    gathering, membership = gathering_for(request.user, slug, number)
    turn = turn_of(membership, gathering, pk)
    form = HandoverForm(request.POST or None, initial={"words": handover_of(turn)})
    if request.method == "POST" and form.is_valid():
        try:
            handovers.write(turn, by=membership, now=now(), **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("Thank you. Whoever holds it next will read it."))
            return redirect(gathering)
    context = {"circle": membership.circle, "gathering": gathering, "turn": turn, "form": form}
    return render(request, "gatherings/handover.html", context)
