"""A poem to keep, a year as a book: asked for, waited for, taken away; and what a shared poem's readers may take."""

from functools import partial

from allauth.core.ratelimit import consume, respond_429
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header
from django.utils.timezone import now
from django.views.decorators.http import require_http_methods, require_safe

from checkins import manuscripts, print_orders
from checkins.access import given_poem_for, shared_poem_at
from checkins.forms import KeepingForm
from checkins.models import Harvest, Print, PrintKind, PrintState
from checkins.prints_access import book_of, print_of
from circles.access import membership_for
from circles.http import MemberRequest, even_closed, kept_by
from circles.models import Circle
from circles.refusals import Refused

_TYPES = {  # of what is no PDF, with how its file's name ends
    PrintKind.SVG: ("image/svg+xml", "svg"),
    PrintKind.PNG: ("image/png", "png"),
    PrintKind.CARD: ("image/png", "png"),
}
_A_MOMENT = "5"  # seconds after which whoever follows a link looks again
# Opened by itself, a drawing may do nothing and load nothing.
_NOTHING = (
    "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; object-src 'none'"
)


@even_closed
@require_http_methods(["GET", "HEAD", "POST"])
def poem_print(request: MemberRequest, slug: str, number: int) -> HttpResponse:
    """Ask for a given poem as one of its sheets; and show how far it is, until it can be taken away."""
    harvest, membership = given_poem_for(request.user, slug, number)
    form = KeepingForm(request.POST if request.method == "POST" else request.GET)
    if not form.is_valid():
        return redirect(harvest)
    kind = form.kind
    if request.method == "POST":
        if not consume(request, action="print", user=request.user):
            return _too_often(request)
        asked = print_orders.order_poem(harvest, kind, by=membership, now=now())
        name = "poem_file" if asked.state == PrintState.READY else "poem_print"
        return redirect(f"{reverse(name, args=[slug, number])}?form={kind}")
    found = print_of(harvest, kind)
    ready = print_orders.holds(found, partial(manuscripts.of_poem, harvest, kind))
    context = {
        "harvest": harvest,
        "kind": kind,
        "title": str(harvest),
        "file": f"{reverse('poem_file', args=[slug, number])}?form={kind}",
        "back": harvest.get_absolute_url(),
    }
    return _page(request, harvest.gathering.circle, found, context, ready=ready)


@require_safe
def poem_file(request: MemberRequest, slug: str, number: int) -> HttpResponse:
    """Give a member the sheet they asked for, if it still holds; else lead them to where it is made."""
    harvest, _membership = given_poem_for(request.user, slug, number)
    form = KeepingForm(request.GET)
    if not form.is_valid():
        return redirect(harvest)
    found = print_of(harvest, form.kind, whole=True)
    if found is None or not print_orders.holds(found, partial(manuscripts.of_poem, harvest, form.kind)):
        return redirect(f"{reverse('poem_print', args=[slug, number])}?form={form.kind}")
    return _kept(found, f"{harvest.gathering.circle.name}, {harvest.gathering.day}")


@even_closed
@require_http_methods(["GET", "HEAD", "POST"])
def book(request: MemberRequest, slug: str, year: int) -> HttpResponse:
    """Ask for a circle's year as a book; and show how far it is, until it can be taken away."""
    membership = membership_for(request.user, slug)
    circle = membership.circle
    if request.method == "POST":
        if not consume(request, action="print", user=request.user):
            return _too_often(request)
        try:
            asked = print_orders.order_year(circle, _year(year), by=membership, now=now())
        except Refused as refused:
            messages.error(request, str(refused))
            return redirect("poems", slug)
        return redirect("book_file" if asked.state == PrintState.READY else "book", slug, year)
    found = book_of(circle, _year(year))
    if found is None and manuscripts.of_year(circle, year) is None:
        raise Http404
    ready = print_orders.holds(found, partial(manuscripts.of_year, circle, year))
    context = {
        "year": year,
        "kind": PrintKind.BOOK,
        "file": reverse("book_file", args=[slug, year]),
        "back": reverse("poems", args=[slug]),
    }
    return _page(request, circle, found, context, ready=ready)


@require_safe
def book_file(request: MemberRequest, slug: str, year: int) -> HttpResponse:
    """Give a member their circle's year, if it still holds; else lead them to where it is made."""
    circle = membership_for(request.user, slug).circle
    found = book_of(circle, _year(year), whole=True)
    if found is None or not print_orders.holds(found, partial(manuscripts.of_year, circle, year)):
        return redirect("book", slug, year)
    return _kept(found, f"{circle.name}, {year}")


@login_not_required
@require_safe
def shared_sheet(request: HttpRequest, public_slug: str, kind: PrintKind) -> HttpResponse:
    """Show anybody a shared poem as one of its sheets: as it stands now, or in a moment; gone, nothing."""
    harvest = shared_poem_at(public_slug)
    found = print_of(harvest, kind, whole=True)
    if found is None or not print_orders.holds(found, partial(manuscripts.of_poem, harvest, kind)):
        if found is not None and found.state == PrintState.FAILED:
            raise Http404
        return HttpResponse(status=503, headers={"Retry-After": _A_MOMENT, "Cache-Control": "no-store"})
    response = _sent(found, _name(harvest), attached=False)
    response.headers["ETag"] = f'"{found.key}"'
    response.headers["Cache-Control"] = kept_by(request)
    return get_conditional_response(request, etag=response.headers["ETag"], response=response) or response


def _name(harvest: Harvest) -> str:
    """Return what a shared sheet is called where it is kept: nothing that its page does not say."""
    return harvest.title or harvest.gathering.circle.name


def _year(year: int) -> int:
    """Return a year there can be; raises Http404 for any other."""
    if not 1 <= year <= 9999:
        raise Http404
    return year


def _page(
    request: MemberRequest, circle: Circle, found: Print | None, context: dict[str, object], *, ready: bool
) -> HttpResponse:
    shown = {
        "circle": circle,
        "print": found,
        "in_hand": found is not None and found.is_in_hand,
        "ready": ready,
        "failed": found is not None and found.state == PrintState.FAILED,
        "changed": found is not None and found.state == PrintState.READY and not ready,
    }
    response = render(request, "checkins/print.html", context | shown)
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _kept(found: Print, name: str) -> HttpResponse:
    """Answer with a file for a member alone, to be kept."""
    response = _sent(found, name, attached=True)
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _sent(found: Print, name: str, *, attached: bool) -> HttpResponse:
    """Answer with the bytes of a print, under a name that any machine takes."""
    content_type, ending = _TYPES.get(PrintKind(found.kind), ("application/pdf", "pdf"))
    response = HttpResponse(bytes(found.made or b""), content_type=content_type)
    plain = "".join(" " if letter in '/\\:*?"<>|' or not letter.isprintable() else letter for letter in name)
    response.headers["Content-Disposition"] = str(content_disposition_header(attached, f"{plain}.{ending}"))
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = _NOTHING
    return response


def _too_often(request: MemberRequest) -> HttpResponse:
    too_often: HttpResponse = respond_429(request)
    return too_often
