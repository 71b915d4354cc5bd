"""The mailbox of a site being tried out: what was sent, to be read and clicked. Not found without DEBUG."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.csp import CSP
from django.views.decorators.cache import never_cache
from django.views.decorators.csp import csp_override
from django.views.decorators.http import require_safe

from cop_site.mailbox import Sent, letters
from cop_site.mailbox import letter as find

# A letter brings its own styles and nothing else: no script runs, nothing is fetched, links open as usual.
_LETTER_ALONE: dict[str, list[str]] = {
    "default-src": [CSP.NONE],
    "style-src": [CSP.UNSAFE_INLINE],
    "base-uri": [CSP.NONE],
    "frame-ancestors": [CSP.NONE],
    "sandbox": ["allow-popups", "allow-popups-to-escape-sandbox", "allow-top-navigation-by-user-activation"],
}


@login_not_required
@require_safe
@never_cache
def mailbox(request: HttpRequest) -> HttpResponse:
    """List the letters that were sent, the newest first."""
    _only_while_trying_out()
    return render(request, "site/mailbox.html", {"letters": letters(settings.MAILBOX_DIR)})


@login_not_required
@require_safe
@never_cache
def letter(request: HttpRequest, name: str) -> HttpResponse:
    """Show one letter's text part, its addresses as links."""
    return render(request, "site/mailbox_letter.html", {"letter": _sent(name)})


@login_not_required
@require_safe
@never_cache
@csp_override(_LETTER_ALONE)
def letter_html(request: HttpRequest, name: str) -> HttpResponse:
    """Show one letter's HTML part as a mail program would, and nothing around it."""
    return HttpResponse(_sent(name).html)


def _sent(name: str) -> Sent:
    _only_while_trying_out()
    found = find(settings.MAILBOX_DIR, name)
    if found is None:
        raise Http404
    return found


def _only_while_trying_out() -> None:
    if not settings.DEBUG:
        raise Http404
