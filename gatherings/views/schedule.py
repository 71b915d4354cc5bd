"""When the circle meets: its gatherings listed, and what hosts do with single ones."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from circles.access import membership_for
from circles.http import MemberRequest
from circles.models import Membership, Standing
from circles.refusals import Refused
from gatherings.access import gathering_for
from gatherings.forms import AddForm, CallOffForm, MoveForm, PrepareForm
from gatherings.letters.change_letters import would_be_told
from gatherings.models import Gathering
from gatherings.pages.letters import leaving_words
from gatherings.pages.years import gatherings_page, year_of
from gatherings.schedule import preparing, scheduling
from gatherings.wording import ends
from gatherings.years import past_years, year_for


@require_safe
def gatherings(request: MemberRequest, slug: str) -> HttpResponse:
    """List what is to come, with the member's own answers and roles, and what has been."""
    membership = membership_for(request.user, slug)
    page = gatherings_page(membership, now=now())
    context = {"circle": membership.circle, "membership": membership, "page": page}
    return render(request, "gatherings/gatherings.html", context)


@require_safe
def gatherings_year(request: MemberRequest, slug: str, year: int) -> HttpResponse:
    """Show one year of the circle: the archive of what has been, and the year drawn."""
    found, membership = year_for(request.user, slug, year)
    time = now()
    context = {
        "circle": membership.circle,
        "year": year_of(found, year, now=time),
        "years": past_years(membership.circle, now=time),
    }
    return render(request, "gatherings/gatherings_year.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def gathering_add(request: MemberRequest, slug: str) -> HttpResponse:
    """Add a gathering by hand."""
    membership = membership_for(request.user, slug, at_least=Standing.HOST)
    usual = membership.circle.rhythms.filter(ended__isnull=True).first()
    hours = {"starts": usual.starts, "ends": ends(usual.starts, usual.lasts)} if usual else {}
    form = AddForm(membership.circle, request.POST or None, initial=hours)
    if form.is_valid() and form.has_been_said and "look" not in request.POST:
        when = {name: form.cleaned_data[name] for name in ("day", "starts", "lasts")}
        try:
            return redirect(scheduling.add(membership.circle, **when, by=membership, now=now()))
        except Refused as refused:
            form.add_error(None, str(refused))
    return render(request, "gatherings/add.html", {"circle": membership.circle, "form": form})


@require_http_methods(["GET", "HEAD", "POST"])
def gathering_prepare(request: MemberRequest, slug: str, number: int) -> HttpResponse:
    """Say what a gathering is about, what to bring and where it is."""
    gathering, membership = gathering_for(request.user, slug, number, at_least=Standing.HOST)
    begins = preparing.from_last_time(gathering)
    form = PrepareForm(
        request.POST or None,
        initial=preparing.as_it_stands(gathering) | begins,
        usual_place=gathering.circle.place,
        usual_call=gathering.circle.call_link,
    )
    if form.is_valid():
        try:
            return redirect(preparing.prepare(gathering, **form.cleaned_data, by=membership, now=now()))
        except Refused as refused:
            form.add_error(None, str(refused))
    return _form(request, "gatherings/prepare.html", gathering, form, begins=begins)


@require_http_methods(["GET", "HEAD", "POST"])
def gathering_move(request: MemberRequest, slug: str, number: int) -> HttpResponse:
    """Move a gathering to another time, with a word why."""
    gathering, membership = gathering_for(request.user, slug, number, at_least=Standing.HOST)
    if hasattr(gathering, "lab"):  # which has days, not only hours
        return redirect("lab_move", slug, number)
    form = MoveForm(
        gathering.circle,
        request.POST or None,
        initial={
            "day": gathering.day,
            "starts": gathering.starts,
            "ends": ends(gathering.starts, gathering.lasts),
        },
    )
    if form.is_valid() and form.has_been_said and "look" not in request.POST:
        to = {name: form.cleaned_data[name] for name in ("day", "starts", "lasts", "reason")}
        try:
            moved = scheduling.move(gathering, **to, by=membership, now=now())
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("Moved. Every calendar shows it at its next look."))
            return _changed(request, moved)
    told = {"told": _told(gathering, membership), "told_day": _told(gathering, membership, another_day=True)}
    return _form(request, "gatherings/move.html", gathering, form, **told)


@require_http_methods(["GET", "HEAD", "POST"])
def gathering_call_off(request: MemberRequest, slug: str, number: int) -> HttpResponse:
    """Call a gathering off, with a word why."""
    gathering, membership = gathering_for(request.user, slug, number, at_least=Standing.HOST)
    form = CallOffForm(request.POST or None)
    if form.is_valid():
        try:
            off = scheduling.call_off(gathering, **form.cleaned_data, by=membership, now=now())
            return _changed(request, off)
        except Refused as refused:
            form.add_error(None, str(refused))
    told = _told(gathering, membership, off=True)
    return _form(request, "gatherings/call_off.html", gathering, form, told=told)


@require_POST
def gathering_restore(request: MemberRequest, slug: str, number: int) -> HttpResponse:
    """Let a gathering be after all."""
    gathering, membership = gathering_for(request.user, slug, number, at_least=Standing.HOST)
    try:
        gathering = scheduling.restore(gathering, by=membership, now=now())
    except Refused as refused:
        messages.error(request, str(refused))
    return _changed(request, gathering)


def _changed(request: MemberRequest, gathering: Gathering) -> HttpResponse:
    """Lead back to a gathering that was changed, telling who is about to be told."""
    page = reverse("gathering_hosts", args=[gathering.circle.slug, gathering.number])
    if said := leaving_words(gathering, page=f"{page}#letters"):
        messages.info(request, said)
    return redirect(gathering)


def _told(gathering: Gathering, host: Membership, *, off: bool = False, another_day: bool = False) -> int:
    """Return how many would get a letter of a change."""
    return would_be_told(gathering, off=off, another_day=another_day, by=host, now=now())


def _form(
    request: MemberRequest, template: str, gathering: Gathering, form: forms.Form, **more: Any
) -> HttpResponse:
    return render(
        request, template, {"circle": gathering.circle, "gathering": gathering, "form": form, **more}
    )
