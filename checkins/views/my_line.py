"""A line of mine in a poem, put right by me alone."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from checkins.access import my_line_for
from checkins.forms import LineForm
from checkins.poem import putting_right
from circles.http import MemberRequest
from circles.refusals import Refused


@require_http_methods(["GET", "HEAD", "POST"])
def change_line(request: MemberRequest, slug: str, number: int, pk: int) -> HttpResponse:
    """Let the speaker of a line change a word of it."""
    phrase, harvest, membership = my_line_for(request.user, slug, number, pk)
    form = LineForm(request.POST or None, initial={"words": phrase.text})
    if request.method == "POST" and form.is_valid():
        try:
            putting_right.put_right(phrase, words=form.cleaned_data["words"], by=membership, now=now())
        except Refused as refused:
            form.add_error("words", str(refused))
        else:
            messages.success(request, _("Thank you. Your line stands as you put it."))
            if harvest.is_shared and form.has_changed():
                messages.info(
                    request,
                    _("With your new words the poem came back into the circle, until it is shared again."),
                )
            return redirect(harvest)
    context = {"circle": membership.circle, "gathering": harvest.gathering, "harvest": harvest, "form": form}
    return render(request, "checkins/line_change.html", context)
