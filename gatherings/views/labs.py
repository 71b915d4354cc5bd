"""Labs as their hosts look after them: planning, announcing, guests."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from circles.access import membership_for
from circles.http import MemberRequest
from circles.models import Membership, Standing
from circles.refusals import Refused
from gatherings.access import guest_of, lab_for, labs_of
from gatherings.answering import guests
from gatherings.forms.labs import AnnounceForm, GuestForm, LabForm, MoveLabForm, PlanLabForm, as_it_stands
from gatherings.models import Lab
from gatherings.pages.lab import HostsPage, LabPage, guest_list
from gatherings.schedule import labs as verbs

_ANNOUNCE: dict[str, Callable[[Lab, Membership], Lab]] = {
    "publish": lambda lab, by: verbs.publish(lab, by=by, now=now()),
    "unpublish": lambda lab, by: verbs.unpublish(lab, by=by),
    "open": lambda lab, by: verbs.open_signup(lab, by=by),
    "close": lambda lab, by: verbs.close_signup(lab, by=by, now=now()),
}


@require_safe
def circle_labs(request: MemberRequest, slug: str) -> HttpResponse:
    """List the circle's labs, those to come and those that were."""
    membership = membership_for(request.user, slug)
    time = now()
    pages = [LabPage(lab, time) for lab in labs_of(membership.circle)]
    context = {
        "circle": membership.circle,
        "membership": membership,
        "coming": [page for page in reversed(pages) if page.moment != "over"],
        "past": [page for page in pages if page.moment == "over"],
    }
    return render(request, "gatherings/labs.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def lab_add(request: MemberRequest, slug: str) -> HttpResponse:
    """Plan a lab."""
    membership = membership_for(request.user, slug, at_least=Standing.HOST)
    form = PlanLabForm(request.POST or None)
    if form.is_valid():
        once = form.cleaned_data["once"]
        try:
            lab = verbs.plan(
                membership.circle, **form.about(), **form.days(), by=membership, now=now(), once=once
            )
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("Planned. Look at its page, then publish it."))
            return redirect("lab_hosts", slug, lab.gathering.number)
    return render(request, "gatherings/lab_add.html", {"circle": membership.circle, "form": form})


@never_cache
@require_safe
def lab_hosts(request: MemberRequest, slug: str, number: int) -> HttpResponse:
    """Show a lab to its hosts: its page, its seats, its guests, and what grew out of it."""
    lab, membership = lab_for(request.user, slug, number)
    return _page(request, lab, membership, GuestForm())


@require_http_methods(["GET", "HEAD", "POST"])
def lab_change(request: MemberRequest, slug: str, number: int) -> HttpResponse:
    """Change what a lab says of itself, and how many seats it has."""
    lab, membership = lab_for(request.user, slug, number)
    form = LabForm(request.POST or None, initial=as_it_stands(lab))
    if form.is_valid():
        try:
            verbs.change(lab, **form.about(), by=membership, now=now())
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            return redirect("lab_hosts", slug, number)
    return _form(request, "gatherings/lab_change.html", lab, form)


@require_http_methods(["GET", "HEAD", "POST"])
def lab_move(request: MemberRequest, slug: str, number: int) -> HttpResponse:
    """Move a lab to other days or hours, with a word why; its guests are told."""
    lab, membership = lab_for(request.user, slug, number)
    form = MoveLabForm(request.POST or None, initial=as_it_stands(lab))
    if form.is_valid():
        try:
            verbs.move(lab, **form.days(), reason=form.cleaned_data["reason"], by=membership, now=now())
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("Moved. The guests are written to, and every calendar shows it."))
            return redirect("lab_hosts", slug, number)
    return _form(request, "gatherings/lab_move.html", lab, form)


@require_POST
def lab_announce(request: MemberRequest, slug: str, number: int) -> HttpResponse:
    """Publish a lab or take its page down; close signing up or open it again."""
    lab, membership = lab_for(request.user, slug, number)
    form = AnnounceForm(request.POST)
    if form.is_valid():
        try:
            _ANNOUNCE[form.cleaned_data["do"]](lab, membership)
        except Refused as refused:
            messages.error(request, str(refused))
        else:
            if form.cleaned_data["do"] == "publish":
                messages.success(request, _("Published. Pass its page on."))
    return redirect("lab_hosts", slug, number)


@require_POST
def lab_guest_add(request: MemberRequest, slug: str, number: int) -> HttpResponse:
    """Write down a guest who said so by word of mouth."""
    lab, membership = lab_for(request.user, slug, number)
    form = GuestForm(request.POST)
    if form.is_valid():
        try:
            guests.write_down(lab, **form.cleaned_data, by=membership, now=now())
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            return redirect("lab_hosts", slug, number)
    return _page(request, lab, membership, form)


@require_POST
def lab_guest_withdraw(request: MemberRequest, slug: str, number: int, pk: int) -> HttpResponse:
    """Write down that a guest is not coming after all; who waits moves up."""
    lab, membership = lab_for(request.user, slug, number)
    try:
        guests.withdraw(guest_of(lab, pk), by=membership, now=now())
    except Refused as refused:
        messages.error(request, str(refused))
    return redirect("lab_hosts", slug, number)


@never_cache
@require_safe
def lab_guests_csv(request: MemberRequest, slug: str, number: int) -> HttpResponse:
    """Answer with the guests as a file for a spreadsheet."""
    lab, _membership = lab_for(request.user, slug, number)
    return HttpResponse(
        guest_list(HostsPage(lab, now()).guests),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="guests-{number}.csv"'},
    )


def _page(request: MemberRequest, lab: Lab, membership: Membership, form: GuestForm) -> HttpResponse:
    page = HostsPage(lab, now())
    context = {"page": page, "membership": membership}
    return _form(request, "gatherings/lab_hosts.html", lab, form, **context)


def _form(request: MemberRequest, template: str, lab: Lab, form: Any, **more: Any) -> HttpResponse:
    gathering = lab.gathering
    context = {"circle": gathering.circle, "lab": lab, "gathering": gathering, "form": form}
    return render(request, template, {**context, **more})
