"""Looking at an agreement again, with the three questions."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from circles.access import agreement_of, membership_for
from circles.forms import ReviewForm
from circles.http import MemberRequest
from circles.models import Standing, Verdict
from circles.promises import reviews
from circles.refusals import Refused


@require_http_methods(["GET", "HEAD", "POST"])
def review(request: MemberRequest, slug: str, pk: int) -> HttpResponse:
    """Write down what the circle said when it looked at an agreement again, and do what it decided."""
    steward = membership_for(request.user, slug, at_least=Standing.STEWARD)
    agreement = agreement_of(steward, pk, or_retired=True)
    wording = agreement.wording
    if wording is None or (agreement.retired_at and request.method != "POST"):
        return redirect(agreement)
    form = ReviewForm(wording, steward.circle, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            kept = reviews.review(wording, by=steward, now=now(), **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            return _after(request, slug, pk, Verdict(kept.verdict))
    context = {"circle": steward.circle, "form": form, "agreement": agreement, "wording": wording}
    return render(request, "circles/agreement_review.html", context)


def _after(request: MemberRequest, slug: str, pk: int, verdict: Verdict) -> HttpResponse:
    """Lead on to what the circle decided."""
    if verdict == Verdict.LET_GO:
        messages.success(request, _("Let go. It stays in the circle’s past."))
        return redirect("agreements", slug)
    if verdict == Verdict.CHANGES:
        messages.success(
            request, _("Written down. Until there are other words, these stand. You find both ways below.")
        )
    else:
        messages.success(request, _("Written down. It goes on."))
    return redirect("agreement", slug, pk)
