"""The screen where hosts hand out turns, and tell whom it concerns: the front of the hosts' table."""

from typing import Any

from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from circles.access import membership_for
from circles.models import Membership, Standing
from circles.words.names import in_a_row
from gatherings.forms.handing_out import SeatsForm, TellForm
from gatherings.hosting import handing_out, turns_told
from gatherings.pages.table import YEAR, Table, table_of
from gatherings.pages.trail_words import line_words

_MOST_NAMES = 12  # on the button; more are counted


def hand_out(request: HttpRequest, slug: str, shown_by: "admin.ModelAdmin[Any]") -> HttpResponse:
    """Show the gatherings to come with their seats; keep what a host chose; tell whom it concerns.

    "propose" fills the open seats on the page with what the rota proposes, each with its reason, "anew" around what
    stands; nothing is kept until the host says so. Where somebody else changed a seat meanwhile, that seat is not
    overwritten. "tell", "knows" and "all_know" come after keeping: while something on the page is not kept, nobody is
    told.
    """
    membership = membership_for(request.user, slug, at_least=Standing.HOST)
    screen = _Screen(request, shown_by)
    table = table_of(membership.circle, ahead=_ahead(request), now=now())
    if request.method != "POST":
        return screen.show(table, SeatsForm(table))
    form = SeatsForm(table, request.POST)
    if {"propose", "anew"} & request.POST.keys():
        on_page = table.propose(form.chosen(), proposed=form.proposed(), anew="anew" in request.POST)
        return screen.show(table, SeatsForm(table, on_page=on_page))
    if not form.is_valid():
        return screen.show(table, form)
    changes = form.changes()
    if {"tell", "knows", "all_know"} & request.POST.keys():
        if changes:
            form.add_error(None, _("Keep what you changed first, then tell."))
            return screen.show(table, form)
        _tell(request, table, by=membership)
        return redirect(request.get_full_path())
    outcome = handing_out.hand_out(membership.circle, changes, by=membership, now=now())
    if outcome.filled or outcome.opened or not outcome.clashes:
        messages.success(request, outcome.words())
    if not outcome.clashes:
        return redirect(request.get_full_path())
    return screen.show(*_shown_again(request, table, outcome))


class _Screen:
    """The page itself, dressed by the admin."""

    def __init__(self, request: HttpRequest, shown_by: "admin.ModelAdmin[Any]") -> None:
        self.request, self.shown_by = request, shown_by

    def show(self, table: Table, form: SeatsForm) -> HttpResponse:
        """Return the page for a table and what is chosen on it."""
        site = self.shown_by.admin_site
        reached = [each.member.name for each in table.tellings if each.by_letter]
        context = {
            **site.each_context(self.request),
            "title": _("Who holds what"),
            "circle": table.circle,
            "table": table,
            "form": form,
            "tellings": [(each, [line_words(line) for line in each.lines]) for each in table.tellings],
            "tell": _tell_words(reached),
            "opts": self.shown_by.opts,
            "app_list": site.get_app_list(self.request),
        }
        return TemplateResponse(self.request, "admin/gatherings/hand_out.html", context)


def _tell(request: HttpRequest, table: Table, *, by: Membership) -> None:
    """Tell those the host read of; or note that one of them, or all, know already."""
    form = TellForm(table.tellings, request.POST)
    form.is_valid()
    given, gatherings = form.cleaned_data, table.ledger.gatherings
    keys = given.get("telling", [])
    if "tell" in request.POST:
        told = turns_told.tell(table.circle, keys, gatherings=gatherings, by=by, now=now())
        said = _("A letter goes to %(names)s.")
    else:
        keys = keys if "all_know" in request.POST else [given.get("knows", "")]
        told = turns_told.told_aloud(table.circle, keys, gatherings=gatherings, by=by, now=now())
        said = ngettext("Noted: %(names)s knows.", "Noted: %(names)s know.", len(told))
    if told:
        messages.success(request, said % {"names": in_a_row([each.member.name for each in told])})
    if form.stale or not told:
        messages.warning(request, form.stale or _("Everybody knows what they hold. No letter went."))


def _tell_words(names: list[str]) -> str:
    """Return what the button says: "Tell Luc and Anna"; empty where no letter would reach anybody."""
    if len(names) > _MOST_NAMES:
        return ngettext("Tell this one", "Tell these %(count)d", len(names)) % {"count": len(names)}
    return _("Tell %(names)s") % {"names": in_a_row(names)} if names else ""


def _shown_again(
    request: HttpRequest, before: Table, outcome: handing_out.Outcome
) -> tuple[Table, SeatsForm]:
    """Return the table as it stands now, with what the host wanted, and at each clash who holds the seat."""
    wanted = request.POST.copy()
    table = table_of(before.circle, ahead=before.ahead, now=now())
    for cell in table.cells:
        wanted[f"was-{cell.key}"] = str(cell.holder or "")
        wanted[f"was_beside-{cell.key}"] = str(cell.holder_beside or "")
    form = SeatsForm(table, wanted)
    for change, sentence in outcome.clashes.items():
        seat = f"seat-{change.gathering}-{change.role}-{change.seat}"
        form.add_error(seat if seat in form.fields else None, sentence)
    return table, form


def _ahead(request: HttpRequest) -> int:
    """Return how many gatherings are shown: the next two, six, or a year."""
    asked = request.GET.get("ahead", "")
    return int(asked) if asked in {"2", "6", str(YEAR)} else 2
