"""What is kept about me: to read of, to take home (R89), and to have erased (R90)."""

from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from checkins.left_access import left_with_lines_that_travel
from circles.access import memberships_of
from circles.http import MemberRequest
from circles.refusals import Refused
from circles.signing_in.proof import fresh_proof
from cop_site import erasing
from cop_site.archive.my_data import places_of, take_home
from cop_site.forms.erasing import EraseForm
from cop_site.views.taking_home import as_download


@require_safe
def my_data(request: MemberRequest) -> HttpResponse:
    """Say in plain words what is kept about me, and lead to taking it home and to having it erased."""
    mine = memberships_of(request.user).order_by("circle__name", "circle_id")
    left = left_with_lines_that_travel(request.user)
    return render(request, "site/my_data.html", {"memberships": mine, "left": left})


@require_POST
@fresh_proof
def take_my_data(request: MemberRequest) -> HttpResponse:
    """Give me all that is mine, as one file."""
    return as_download(take_home(request.user, now=now()), "my-data.zip")


@require_http_methods(["GET", "HEAD", "POST"])
@fresh_proof
def erase_me(request: MemberRequest) -> HttpResponse:
    """Say exactly what happens, ask what becomes of my words, and erase me."""
    alone = erasing.alone_in(request.user)
    places = [place for place in places_of(request.user) if place not in alone]
    form = EraseForm(places, alone, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            erasing.erase(
                request.user,
                keep_words_in=form.keep_words_in(),
                alone_may_go="alone_may_go" in form.cleaned_data,
                now=now(),
            )
        except Refused as refused:
            messages.error(request, str(refused))
            return redirect("erase_me")
        logout(request)
        messages.success(request, _("You are erased. Nothing here knows you any more. Go well."))
        return redirect("landing")
    context = {"form": form, "alone": alone, "hand_over": erasing.must_hand_over(request.user)}
    return render(request, "site/erase_me.html", context)
