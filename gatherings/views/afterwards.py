"""After a gathering: a host says who was there, and whoever held something writes what the circle keeps of it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from circles.http import MemberRequest
from circles.models import Standing
from circles.refusals import Refused
from gatherings.access import gathering_for
from gatherings.evening import notes, presence
from gatherings.evenings import holding_for, likely_there
from gatherings.forms.afterwards import NotesForm, ThereForm
from gatherings.refusals import NotesChanged


@require_http_methods(["GET", "HEAD", "POST"])
def who_was_there(request: MemberRequest, slug: str, number: int) -> HttpResponse:
    """Show who was there as far as it is known, and keep what a host says."""
    gathering, membership = gathering_for(request.user, slug, number, at_least=Standing.HOST)
    members = list(presence.may_have_been(gathering))
    form = ThereForm(request.POST or None, members=members, initial={"there": likely_there(gathering)})
    refused = ""
    if request.method == "POST" and form.is_valid():
        try:
            presence.tell(gathering, form.cleaned_data["there"], by=membership, now=now())
        except Refused as not_now:
            refused = str(not_now)
        else:
            messages.success(request, _("Thank you. The circle reads who was there."))
            return redirect(gathering)
    context = {
        "circle": gathering.circle,
        "gathering": gathering,
        "form": form,
        "refused": refused,
        "is_over": gathering.is_over(now()) and not gathering.is_called_off,
    }
    return render(request, "gatherings/who_was_there.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def gathering_notes(request: MemberRequest, slug: str, number: int) -> HttpResponse:
    """Show the notes of a gathering, and keep what was written."""
    gathering, membership = holding_for(request.user, slug, number)
    standing = {"notes": gathering.notes, "seen": notes.fingerprint(gathering.notes)}
    form = NotesForm(request.POST or None, initial=standing)
    theirs, seen = None, standing["seen"]
    if request.method == "POST":
        seen = form["seen"].value() or ""
        if form.is_valid():
            try:
                notes.write(gathering, **form.cleaned_data, by=membership, now=now())
            except Refused as refused:
                form.add_error(None, str(refused))
                if isinstance(refused, NotesChanged):
                    gathering.refresh_from_db(fields=["notes"])
                    theirs, seen = gathering.notes, notes.fingerprint(gathering.notes)
            else:
                messages.success(request, _("Kept. The circle reads it on this page."))
                return redirect(gathering)
    context = {
        "circle": gathering.circle,
        "gathering": gathering,
        "form": form,
        "theirs": theirs,
        "seen": seen,
        "begun": gathering.has_begun(now()) and not gathering.is_called_off,
    }
    return render(request, "gatherings/notes.html", context)
