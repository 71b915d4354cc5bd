"""The flow of a gathering: written by its hosts and role-holders, begun in one press."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from circles.http import MemberRequest
from circles.refusals import Refused
from gatherings.evening import flow as verbs
from gatherings.evenings import flow_before, flow_of, holding_for
from gatherings.forms.flow import BeginForm, FlowForm, FlowPressForm, flow_form, redrawn
from gatherings.models import Gathering, HostingRole
from gatherings.pages.flow import FlowPage, flow_page
from gatherings.refusals import FlowChanged


@require_http_methods(["GET", "HEAD", "POST"])
def flow(request: MemberRequest, slug: str, number: int) -> HttpResponse:
    """Show the flow to who holds the evening, and keep what they made of it."""
    gathering, membership = holding_for(request.user, slug, number)
    roles = list(gathering.circle.roles.at(gathering))
    if request.method != "POST":
        return _page(request, gathering, roles)
    press = FlowPressForm(request.POST)
    verb, at = press.pressed()
    form, seen = FlowForm(request.POST), press.last_seen()
    if verb != "save":
        return _page(request, gathering, roles, redrawn(form, verb, at), seen=seen)
    if not form.is_valid():
        return _page(request, gathering, roles, form, seen=seen)
    try:
        verbs.write(gathering, form.parts(roles), seen=seen, by=membership, now=now())
    except Refused as refused:
        changed = isinstance(refused, FlowChanged)
        return _page(request, gathering, roles, form, seen=seen, refused=str(refused), changed=changed)
    messages.success(request, _("Kept. Whoever holds something that evening reads it."))
    return redirect("flow", slug, number)


@require_POST
def flow_begin(request: MemberRequest, slug: str, number: int) -> HttpResponse:
    """Begin the flow with last time's, or with a starting one."""
    gathering, membership = holding_for(request.user, slug, number)
    form = BeginForm(request.POST)
    from_last = form.is_valid() and form.cleaned_data["start"] == "last"
    try:
        verbs.begin(gathering, from_last=from_last, by=membership, now=now())
    except Refused as refused:
        messages.error(request, str(refused))
    return redirect("flow", slug, number)


def _page(
    request: MemberRequest,
    gathering: Gathering,
    roles: list[HostingRole],
    form: FlowForm | None = None,
    *,
    seen: str = "",
    refused: str = "",
    changed: bool = False,
) -> HttpResponse:
    """Show the flow as it stands, or as it was sent; where somebody else saved meanwhile, theirs beside it."""
    stored = flow_of(gathering)
    standing = verbs.as_it_stands(stored)
    turns = list(gathering.turns.select_related("holder"))

    def shown(parts: list[verbs.Part]) -> FlowPage:
        return flow_page(gathering, parts, roles=roles, turns=turns, now=now())

    drafted = form.drafted(roles) if form else standing
    filled, drawn = form or flow_form(standing, roles), shown(drafted)
    context = {
        "circle": gathering.circle,
        "gathering": gathering,
        "roles": [role for role in roles if not role.resting],
        "form": filled,
        "flow": drawn,
        "rows": list(zip(filled.forms, drawn.lines, strict=True)),
        "seen": verbs.fingerprint(standing) if changed or not form else seen,
        "theirs": _marked(shown(standing), drawn) if changed else None,
        "refused": refused,
        "is_kept": form is None,
        "writes": not (gathering.is_called_off or gathering.is_over(now())),
        "last": flow_before(gathering) if not stored and form is None else [],
    }
    return render(request, "gatherings/flow.html", context)


def _marked(theirs: FlowPage, mine: FlowPage) -> list[tuple[str, bool]]:
    """Return the lines somebody else saved, each with whether it is not among mine."""
    known = {line.words for line in mine.lines}
    return [(line.words, line.words not in known) for line in theirs.lines]
