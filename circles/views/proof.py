"""Is it still you? The page before what is hard to undo (R43)."""

from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from circles.forms.proof import ProofForm, WayBackForm
from circles.http import MemberRequest
from circles.refusals import CodeHasEnded, Refused, TooManyCodes
from circles.signing_in import proof


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def prove(request: MemberRequest) -> HttpResponse:
    """Ask for a code, a password or a factor, and lead on to where one was going."""
    asked = WayBackForm(request.POST if request.method == "POST" else request.GET)
    onward = proof.onward(asked.cleaned_data["next"] if asked.is_valid() else "")
    here = f"{reverse('prove')}?{urlencode({'next': onward})}"
    if proof.is_fresh(request):
        return _lead_on(request, onward)
    if stronger := proof.stronger_way(request.user):
        return redirect(f"{stronger}?{urlencode({'next': here})}")
    if request.method != "POST":
        return _page(request, onward, ProofForm())
    try:
        if "send" in request.POST:
            proof.send_code(request, now=now())
            return redirect(here)
        form = ProofForm(request.POST)
        if not form.is_valid():
            return _page(request, onward, form)
        proof.try_code(request, code=form.cleaned_data["code"], now=now())
    except TooManyCodes as refused:
        return _page(request, onward, ProofForm(), why=str(refused), status=429)
    except CodeHasEnded as refused:
        return _page(request, onward, ProofForm(), why=str(refused))
    except Refused as refused:
        form.add_error("code", str(refused))
        return _page(request, onward, form)
    return redirect(here)


def _lead_on(request: MemberRequest, onward: str) -> HttpResponse:
    """Go back to the page; or, where a form was on its way, let it be sent on with one press."""
    fields = proof.kept_form(request, onward)
    if fields is None:
        return redirect(onward)
    return render(request, "circles/prove_send_on.html", {"onward": onward, "fields": fields})


def _page(
    request: MemberRequest, onward: str, form: ProofForm, *, why: str = "", status: int = 200
) -> HttpResponse:
    context = {"onward": onward, "form": form, "why": why, "sent": proof.code_was_sent(request, now=now())}
    return render(request, "circles/prove.html", context, status=status)
