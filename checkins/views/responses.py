"""Responses to a poem: a member's, a reader's from beyond the circle, and what hosts say to these."""

from allauth.core.ratelimit import consume
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from checkins.access import given_poem_for, poem_to_look_after, shared_poem_at
from checkins.forms import DecisionForm, ReadersResponseForm, ResponseForm, SwitchForm
from checkins.poem.credits import name_of
from checkins.responses_access import response_for, responses_that_wait
from checkins.travelling import responses
from circles.access import membership_for
from circles.http import MemberRequest, even_closed
from circles.models import Standing
from circles.refusals import Refused


@require_http_methods(["GET", "HEAD", "POST"])
def poem_respond(request: MemberRequest, slug: str, number: int) -> HttpResponse:
    """Keep what a member answers to a poem of their circle."""
    harvest, membership = given_poem_for(request.user, slug, number)
    form, status = ResponseForm(request.POST or None), 200
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        if consume(request, action="member_response", user=request.user):
            responses.respond(harvest, by=membership, words=given["words"], nonce=given["nonce"], now=now())
            messages.success(request, _("Thank you. Your response stands below the poem."))
            return redirect(f"{harvest.get_absolute_url()}#responses")
        status = _too_many(form)
    context = {"circle": membership.circle, "gathering": harvest.gathering, "harvest": harvest, "form": form}
    return render(request, "checkins/poem_respond.html", context, status=status)


@even_closed
@require_POST
def switch(request: MemberRequest, slug: str, number: int) -> HttpResponse:
    """Let readers beyond the circle respond to a poem, or no longer."""
    harvest, membership = poem_to_look_after(request.user, slug, number)
    form = SwitchForm(request.POST)
    if form.is_valid():
        takes = form.cleaned_data["takes"]
        try:
            responses.let_readers_respond(harvest, takes=takes, by=membership)
        except Refused as refused:
            messages.error(request, str(refused))
        else:
            messages.success(
                request,
                _("Readers may respond now. You read each response first.")
                if takes
                else _("Readers can no longer respond. What stands below the poem stays."),
            )
    return redirect("poem", slug, number)


@require_safe
def waiting(request: MemberRequest, slug: str) -> HttpResponse:
    """Show hosts what readers beyond the circle answered, and nobody has said yes to yet."""
    membership = membership_for(request.user, slug, at_least=Standing.HOST)
    context = {"circle": membership.circle, "waiting": responses_that_wait(membership)}
    return render(request, "checkins/responses_waiting.html", context)


@require_POST
def welcome(request: MemberRequest, slug: str, pk: int) -> HttpResponse:
    """Say a host's yes to a reader's response."""
    response, membership = response_for(request.user, slug, pk)
    try:
        responses.welcome(response, by=membership, now=now())
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("It stands below the poem now."))
    return _back(request, slug, response.harvest.gathering.number)


@even_closed
@require_POST
def take_away(request: MemberRequest, slug: str, pk: int) -> HttpResponse:
    """Take a response away: one's own, or as a host any."""
    response, membership = response_for(request.user, slug, pk)
    try:
        responses.take_away(response, by=membership)
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("The response is gone."))
    return _back(request, slug, response.harvest.gathering.number)


def _back(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    form = DecisionForm(request.POST)
    if form.is_valid() and form.cleaned_data["list"]:
        return redirect("responses_waiting", slug)
    return redirect("poem", slug, number)


def _too_many(form: ResponseForm) -> int:
    """Say on the form, with the words still there, that too many were sent, and return the status of that answer."""
    form.add_error(
        None, _("So many responses come from here just now. Please wait a while, and send it again.")
    )
    return 429


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def respond(request: HttpRequest, public_slug: str) -> HttpResponse:
    """Keep what somebody beyond the circle answers to a shared poem, for its hosts to read."""
    harvest = shared_poem_at(public_slug)
    if not responses.takes_responses(harvest):
        raise Http404
    form, status = ReadersResponseForm(request.POST or None), 200
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        if not consume(request, action="poem_response", key=public_slug):
            status = _too_many(form)
        else:
            try:
                responses.respond_from_beyond(harvest, **given, now=now())
            except Refused as refused:
                form.add_error(None, str(refused))
            else:
                return redirect("responded", public_slug)
    context = {"circle": harvest.gathering.circle, "harvest": harvest, "name": name_of(harvest), "form": form}
    return render(request, "checkins/respond.html", context, status=status)


@login_not_required
@require_safe
def responded(request: HttpRequest, public_slug: str) -> HttpResponse:
    """Say thank you, whoever asks."""
    harvest = shared_poem_at(public_slug)
    context = {"circle": harvest.gathering.circle, "harvest": harvest, "name": name_of(harvest)}
    return render(request, "checkins/responded.html", context)
