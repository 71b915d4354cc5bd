"""Our dates in my calendar: the links to one circle, and those to all my circles."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from circles.access import membership_for
from circles.http import MemberRequest, absolute, even_closed
from circles.models import Membership
from circles.refusals import Refused
from gatherings.feeds import subscriptions
from gatherings.feeds.calendar_links import link_of, links_to_one_circle
from gatherings.feeds.subscriptions import Owner
from gatherings.forms import CalendarLinkForm, LeavesOutForm
from gatherings.pages.calendar_ways import ways_to_subscribe


@even_closed
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def my_calendar(request: MemberRequest, slug: str) -> HttpResponse:
    """List the member's calendar links, and make one: its secret is on this answer and never again (R66)."""
    return _made(request, membership_for(request.user, slug))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def my_whole_calendar(request: MemberRequest) -> HttpResponse:
    """The same for the links that show all circles of the person; those to one circle are listed too."""
    return _made(request, request.user)


@never_cache
@require_POST
def feed_link_renew(request: MemberRequest, pk: int) -> HttpResponse:
    """End a link and show the one that takes its place."""
    link = link_of(request.user, pk)
    try:
        _link, token = subscriptions.renew(link, now=now())
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect(_place_of(link.owner))
    return _page(request, link.owner, CalendarLinkForm(), token)


@require_POST
def feed_link_revoke(request: MemberRequest, pk: int) -> HttpResponse:
    """End a link."""
    link = link_of(request.user, pk)
    subscriptions.revoke(link, now=now())
    messages.success(request, _("That link has ended. A calendar that still uses it finds nothing."))
    return redirect(_place_of(link.owner))


@require_POST
def feed_link_leave_out(request: MemberRequest, pk: int) -> HttpResponse:
    """Let a link leave out what its owner said no to, or show it as free time."""
    link = link_of(request.user, pk)
    form = LeavesOutForm(request.POST)
    if form.is_valid():
        leaves_out = form.cleaned_data["leaves_out"]
        subscriptions.leave_out_no(link, leaves_out=leaves_out)
        said = (
            _("“%(link)s” leaves out what you said no to, the next time your calendar looks.")
            if leaves_out
            else _("“%(link)s” shows what you said no to as free time, the next time your calendar looks.")
        )
        messages.success(request, said % {"link": link})
    return redirect(_place_of(link.owner))


def _made(request: MemberRequest, owner: Owner) -> HttpResponse:
    form = CalendarLinkForm(request.POST or None)
    if form.is_valid():
        try:
            _link, token = subscriptions.make_link(owner, **form.cleaned_data, now=now())
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            return _page(request, owner, CalendarLinkForm(), token)
    return _page(request, owner, form)


def _place_of(owner: Owner) -> str:
    """Return the address of the page where an owner's links are."""
    if isinstance(owner, Membership):
        return reverse("my_calendar", args=[owner.circle.slug])
    return reverse("my_whole_calendar")


def _page(request: MemberRequest, owner: Owner, form: CalendarLinkForm, token: str = "") -> HttpResponse:
    """Return the page of an owner's links; with `token`, the secret of one made a moment ago."""
    circle = owner.circle if isinstance(owner, Membership) else None
    address = absolute(reverse("feed", args=[token])) if token else ""
    return render(
        request,
        "gatherings/my_calendar.html" if circle else "gatherings/my_whole_calendar.html",
        {
            "circle": circle,
            "place": _place_of(owner),
            "form": form,
            "links": owner.feed_links.filter(revoked_at__isnull=True),
            "links_to_one_circle": None if circle else links_to_one_circle(request.user),
            "address": address,
            "ways": ways_to_subscribe(address, circle.name if circle else _("My circles")) if token else [],
            "open_dates": absolute(reverse("open_dates", args=[circle.slug]))
            if circle and circle.dates_open
            else "",
        },
    )
