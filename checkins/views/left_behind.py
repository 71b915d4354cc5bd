"""Lines of mine that may travel, of a circle I have left: shown to me alone, and taken back from there."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from checkins.forms import Say, TakingBackForm
from checkins.left_access import my_line_left_in, my_lines_left_in
from checkins.models import Leave
from checkins.travelling import consent
from circles.http import MemberRequest
from circles.refusals import Refused


@require_http_methods(["GET", "HEAD", "POST"])
def left_behind(request: MemberRequest, slug: str) -> HttpResponse:
    """Show somebody who has left which lines of theirs may travel, and nothing else of the circle; take one back."""
    if request.method == "POST":
        return _take_back(request, slug)
    lines, former = my_lines_left_in(request.user, slug)
    return render(request, "checkins/left_behind.html", {"circle": former.circle, "lines": lines})


def _take_back(request: MemberRequest, slug: str) -> HttpResponse:
    form = TakingBackForm(request.POST)
    line, former = my_line_left_in(request.user, slug, form.cleaned_data["line"] if form.is_valid() else 0)
    if not form.is_valid():
        messages.error(request, _("Choose what becomes of your words."))
    elif line:
        try:
            if form.cleaned_data["say"] == Say.OUT:
                consent.leave_out(line, by=former, now=now())
                messages.success(request, _("Your line is out of the poem."))
            else:
                consent.say([line], leave=Leave.STAYS, by=former, now=now())
                messages.success(request, _("Thank you. Your words stay in the circle."))
        except Refused as refused:
            messages.error(request, str(refused))
    return redirect("left_behind", slug)
