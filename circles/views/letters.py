"""Letters I get: choosing them on my own page, and stopping one kind from a letter with one press (R30, R31)."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from circles.access import memberships_of
from circles.forms.letters import LettersForm, StopForm
from circles.http import MemberRequest, link_page, read_by
from circles.post import letter_choices
from circles.post.unsubscribing import read_stop_token


@require_http_methods(["GET", "HEAD", "POST"])
def my_letters(request: MemberRequest) -> HttpResponse:
    """Show which letters I get from each of my circles, and let me choose."""
    mine = memberships_of(request.user).order_by("circle__name", "circle_id").prefetch_related("unwanted")
    form = LettersForm(list(mine), request.POST if request.method == "POST" else None)
    if form.is_valid():
        letter_choices.choose(form.chosen(), now=now())
        messages.success(request, _("Saved. It holds from now on."))
        return redirect("my_letters")
    return render(request, "circles/my_letters.html", {"form": form})


# A mail program presses the button for its reader: it has no cookie, no token of ours and no session (RFC 8058,
# section 3.2). The signed link itself says who asks, and all it can do is stop this letter or bring it back.
@csrf_exempt
@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """Stop one kind of letter from one circle with one press, without signing in; and bring it back with another.

    Opening the page changes nothing. Answers a press with the page itself, never with a redirect (R30).
    """
    found = read_stop_token(token)
    if found is None:
        return link_page(render(request, "circles/letter_link_ended.html", status=404))
    membership, kind = found
    form = StopForm(request.POST)
    if request.method == "POST" and form.is_valid():
        if form.cleaned_data["again"]:
            letter_choices.want_again(membership, kind=kind)
        else:
            letter_choices.do_without(membership, kind=kind, now=now())
    with read_by(membership.person):
        words = {
            "membership": membership,
            "circle": membership.circle,
            "kind": kind,
            "stopped": not letter_choices.wants(membership, kind),
            "pressed": request.method == "POST",
            "spoken_to": membership,
        }
        return link_page(render(request, "circles/unsubscribe.html", words))
