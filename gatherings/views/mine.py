"""What is the member's own: times away, and our dates in their calendar."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from circles.access import membership_for
from circles.http import MemberRequest, absolute, even_closed
from circles.models import Membership
from circles.refusals import Refused
from gatherings import away as verbs
from gatherings import subscriptions
from gatherings.access import away_of, link_of
from gatherings.forms import AwayForm, CalendarLinkForm


@require_http_methods(["GET", "HEAD", "POST"])
def away(request: MemberRequest, slug: str) -> HttpResponse:
    """Say when one is away."""
    membership = membership_for(request.user, slug)
    form = AwayForm(request.POST or None)
    if form.is_valid():
        verbs.add(membership, **form.cleaned_data)
        return redirect("away", slug)
    coming = membership.aways.filter(last__gte=localdate(now(), membership.circle.zone))
    return render(
        request, "gatherings/away.html", {"circle": membership.circle, "form": form, "aways": coming}
    )


@require_POST
def away_remove(request: MemberRequest, slug: str, pk: int) -> HttpResponse:
    """Let a time away go."""
    membership = membership_for(request.user, slug)
    verbs.remove(away_of(membership, pk))
    return redirect("away", slug)


@even_closed
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def my_calendar(request: MemberRequest, slug: str) -> HttpResponse:
    """List the member's calendar links, and make one: its secret is on this answer and never again (R66)."""
    membership = membership_for(request.user, slug)
    form = CalendarLinkForm(request.POST or None)
    if form.is_valid():
        try:
            _link, token = subscriptions.make_link(membership, **form.cleaned_data, now=now())
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            return _links(request, membership, CalendarLinkForm(), token)
    return _links(request, membership, form)


@even_closed
@never_cache
@require_POST
def feed_link_renew(request: MemberRequest, slug: str, pk: int) -> HttpResponse:
    """End a link and show the one that takes its place."""
    membership = membership_for(request.user, slug)
    try:
        _link, token = subscriptions.renew(link_of(membership, pk), now=now())
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect("my_calendar", slug)
    return _links(request, membership, CalendarLinkForm(), token)


@even_closed
@require_POST
def feed_link_revoke(request: MemberRequest, slug: str, pk: int) -> HttpResponse:
    """End a link."""
    membership = membership_for(request.user, slug)
    subscriptions.revoke(link_of(membership, pk), now=now())
    messages.success(request, _("That link has ended. A calendar that still uses it finds nothing."))
    return redirect("my_calendar", slug)


def _links(
    request: MemberRequest, membership: Membership, form: CalendarLinkForm, token: str = ""
) -> HttpResponse:
    circle = membership.circle
    address = absolute(reverse("feed", args=[token])) if token else ""
    open_dates = absolute(reverse("open_dates", args=[circle.slug])) if circle.dates_open else ""
    return render(
        request,
        "gatherings/my_calendar.html",
        {
            "circle": circle,
            "form": form,
            "links": membership.feed_links.filter(revoked_at__isnull=True),
            "address": address,
            "webcal": f"webcal:{address.partition(':')[2]}" if address else "",
            "open_dates": open_dates,
        },
    )
