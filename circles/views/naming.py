"""Members that are only a name: written down by a host, invited to claim it by a steward."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from circles.access import members_of, membership_for, only_name_of
from circles.arriving import invitations, joining, naming
from circles.arriving.to_copy import to_copy
from circles.forms import ClaimInvitationForm, NamesForm
from circles.http import MemberRequest, absolute
from circles.models import Membership, Standing
from circles.post.links import CLAIM_LASTS, claim_token
from circles.refusals import Refused
from circles.words.counting import in_words

_YOUR_PLACE = gettext_lazy(
    "%(name)s, there is a place for you in %(circle)s: %(link)s It is yours alone, please keep it."
)


@require_http_methods(["GET", "HEAD", "POST"])
def names(request: MemberRequest, slug: str) -> HttpResponse:
    """Let a host write down people who have no address here; show who is only a name."""
    host = membership_for(request.user, slug, at_least=Standing.HOST)
    form = NamesForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            added = naming.add_names(host.circle, names=form.cleaned_data["names"], by=host, now=now())
        except Refused as refused:
            form.add_error("names", str(refused))
        else:
            messages.success(request, _written_down(added))
            return redirect("names", slug)
    context = {
        "circle": host.circle,
        "membership": host,
        "form": form,
        "names": members_of(host.circle).only_names().prefetch_related("claim_invitations"),
    }
    return render(request, "circles/names.html", context)


def _written_down(added: list[Membership]) -> str:
    if len(added) == 1:
        return _("%(name)s is in the circle, as a name.") % {"name": added[0].name}
    said = ngettext(
        "%(count)s person is in the circle, as a name.",
        "%(count)s people are in the circle, as names.",
        len(added),
    )
    return (said % {"count": in_words(len(added))}).capitalize()


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def only_name(request: MemberRequest, slug: str, pk: int) -> HttpResponse:
    """Let a steward invite somebody to claim the name they are, by a letter or by a text for a messenger."""
    steward = membership_for(request.user, slug, at_least=Standing.STEWARD)
    member = only_name_of(steward, pk)
    form = ClaimInvitationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            invitation = invitations.invite_to_claim(
                member, email=form.cleaned_data["email"], by=steward, now=now()
            )
        except Refused as refused:
            form.add_error("email", str(refused))
        else:
            words = _(
                "A letter is on its way to %(address)s. Until it is answered, %(name)s stays only a name."
            )
            messages.success(request, words % {"address": invitation.email, "name": member.name})
            return redirect("only_name", slug, pk)
    circle, link = steward.circle, absolute(reverse("claim", args=[claim_token(member)]))
    context = {
        "circle": circle,
        "member": member,
        "form": form,
        "waiting": member.claim_invitations.filter(accepted_at=None, withdrawn_at=None).first(),
        "text": to_copy(circle, _YOUR_PLACE, now=now(), name=member.name, circle=circle.name, link=link),
        "days": CLAIM_LASTS.days,
    }
    return render(request, "circles/only_name.html", context)


@require_POST
def end_link(request: MemberRequest, slug: str, pk: int) -> HttpResponse:
    """End the personal links to a name; the text shows a new one."""
    steward = membership_for(request.user, slug, at_least=Standing.STEWARD)
    member = only_name_of(steward, pk)
    joining.end_claim_link(member)
    messages.success(request, _("Links from before no longer work. A new one is in the text below."))
    return redirect("only_name", slug, pk)
