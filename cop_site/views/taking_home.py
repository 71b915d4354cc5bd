"""A steward takes the circle home, as one file."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.timezone import now
from django.views.decorators.http import require_http_methods

from circles.access import membership_for
from circles.http import MemberRequest, even_closed
from circles.models import Standing
from circles.signing_in.proof import fresh_proof
from cop_site.archive.taking_out import take_out
from cop_site.forms.taking_home import TakeHomeForm


@even_closed
@require_http_methods(["GET", "HEAD", "POST"])
def take_home(request: MemberRequest, slug: str) -> HttpResponse:
    """Say what is in the file and what is not, and give it to a steward, freshly proved (R43)."""
    membership_for(request.user, slug, at_least=Standing.STEWARD)
    return _proved(request, slug)


@fresh_proof
def _proved(request: MemberRequest, slug: str) -> HttpResponse:
    steward = membership_for(request.user, slug, at_least=Standing.STEWARD)
    form = TakeHomeForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        packed = take_out(steward.circle, addresses=form.cleaned_data["addresses"], now=now())
        return as_download(packed, f"{slug}.zip")
    context = {"circle": steward.circle, "membership": steward, "form": form}
    return render(request, "site/take_home.html", context)


def as_download(packed: bytes, name: str) -> HttpResponse:
    """Answer with a zip to be kept, that no cache keeps. `name` is a slug of ours."""
    response = HttpResponse(packed, content_type="application/zip")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "private, no-store"
    return response
