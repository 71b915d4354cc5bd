"""Phones that answer from a messenger: hosts nod and end them; members see their own, and forget them."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from circles.access import membership_for
from circles.http import MemberRequest, even_closed
from circles.models import Standing
from circles.refusals import Refused
from gatherings import group_access
from gatherings.access import gathering_for
from gatherings.answering import phones
from gatherings.forms.group import NodForm


@require_POST
def phone_nod(request: MemberRequest, slug: str, number: int, pk: int) -> HttpResponse:
    """Say whether the phone that shows these digits is the member's."""
    gathering, host = gathering_for(request.user, slug, number, at_least=Standing.HOST)
    phone = group_access.phone_of(gathering.circle, pk)
    form = NodForm(request.POST)
    if form.is_valid():
        sign, name = form.cleaned_data["sign"], {"name": phone.membership}
        try:
            if form.cleaned_data["nod"] == "yes":
                phones.nod(phone, sign=sign, by=host, now=now())
                messages.success(request, _("%(name)s can answer from that phone now.") % name)
            else:
                phones.decline(phone, sign=sign, by=host)
                messages.success(request, _("That phone does not answer as %(name)s.") % name)
        except Refused as refused:
            messages.error(request, str(refused))
    back = "gathering_hosts" if form.cleaned_data.get("back") else "tell"
    return redirect(back, slug, number)


@even_closed
@require_POST
def phone_end(request: MemberRequest, slug: str, number: int, pk: int) -> HttpResponse:
    """Let a phone not be its member's any more, as a host says."""
    gathering, _host = gathering_for(request.user, slug, number, at_least=Standing.HOST)
    phone = group_access.phone_of(gathering.circle, pk)
    phones.forget(phone)
    messages.success(
        request, _("That phone does not answer as %(name)s any more.") % {"name": phone.membership}
    )
    return redirect("tell", slug, number)


@even_closed
@never_cache
@require_safe
def my_phones(request: MemberRequest, slug: str) -> HttpResponse:
    """List the phones that answer as the member."""
    membership = membership_for(request.user, slug)
    known = group_access.my_phones(membership, now=now())
    context = {"circle": membership.circle, "membership": membership, "phones": known}
    return render(request, "gatherings/my_phones.html", context)


@even_closed
@require_POST
def phone_forget(request: MemberRequest, slug: str, pk: int) -> HttpResponse:
    """Forget one of the member's own phones."""
    membership = membership_for(request.user, slug)
    phones.forget(group_access.my_phone(membership, pk))
    messages.success(request, _("Forgotten. That phone asks again before it answers as you."))
    return redirect("my_phones", slug)
