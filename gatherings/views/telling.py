"""Telling the circle elsewhere: the texts hosts copy into a messenger, and the group link in them."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from circles.http import MemberRequest
from circles.models import Standing
from circles.refusals import Refused
from gatherings.access import gathering_for
from gatherings.answering import group_links
from gatherings.forms.group import GroupLinkForm
from gatherings.group_access import to_tell_of
from gatherings.pages.tell import messenger, told


@never_cache
@require_safe
def tell(request: MemberRequest, slug: str, number: int) -> HttpResponse:
    """Show the texts that are true now, the group link, and the phones that answer by it."""
    gathering, membership = to_tell_of(request.user, slug, number)
    time = now()
    page = told(gathering, now=time)
    context = {
        "gathering": gathering,
        "circle": membership.circle,
        "membership": membership,
        "told": page,
        "texts": page.texts(now=time),
        "messenger": messenger(gathering, now=time),
        "may_link": not gathering.has_begun(time) and not membership.circle.is_closed,
    }
    return render(request, "gatherings/tell.html", context)


@require_POST
def group_link(request: MemberRequest, slug: str, number: int) -> HttpResponse:
    """Make the group's link, make it anew, or end it."""
    gathering, host = gathering_for(request.user, slug, number, at_least=Standing.HOST)
    form = GroupLinkForm(request.POST)
    if form.is_valid():
        token, time = form.cleaned_data["link"], now()
        try:
            match form.cleaned_data["action"]:
                case "make":
                    group_links.make(gathering, by=host, now=time)
                    messages.success(request, _("Here is the link for your group. It is in each text below."))
                case "renew":
                    group_links.renew(gathering, token=token, by=host, now=time)
                    messages.success(
                        request, _("The link is a new one. The one before opens nothing any more.")
                    )
                case "end":
                    group_links.end(gathering, token=token, by=host, now=time)
                    messages.success(request, _("The link has ended. Whoever opens it finds nothing."))
        except Refused as refused:
            messages.error(request, str(refused))
    return redirect("tell", slug, number)
