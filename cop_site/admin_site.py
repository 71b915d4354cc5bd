"""The hosts' table: the one admin site, which shows a host their own circles (R44, R47, R54, R58).

Nothing registers itself: what can be shown stands in `_SHOWN`, and only classes that keep to their circle, or are the
operators' own, are let in.
"""

import logging
from collections.abc import Iterable
from datetime import timedelta
from functools import wraps
from typing import Any, cast

from django.contrib import admin, messages
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import URLPattern, URLResolver, reverse
from django.utils.decorators import method_decorator
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.timezone import now
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

import circles.admin
import gatherings.admin
from circles.admin.operating import OperatorAdmin
from circles.admin.scoped import ScopedAdmin, held_by
from circles.http import MemberRequest
from circles.models import Person
from circles.signing_in import proof
from circles.signing_in.accounts import has_second_factor, needs_second_factor
from gatherings.pages.coming import coming_in

# Django's own pages that have no place here: signing out and passwords are the site's, nothing completes what is
# typed, and `r/` would tell what a number is called (R54).
_LEFT_OUT = {"logout", "password_change", "password_change_done", "autocomplete", "view_on_site"}
AN_OPERATOR_LOOKS = timedelta(hours=1)

logger = logging.getLogger(__name__)


class HostsTable(admin.AdminSite):
    """The admin of hosts and stewards, each for their own circles, and of the site's operators."""

    site_header = _("The hosts’ table")
    site_title = _("The hosts’ table")
    index_title = _("My circles")
    enable_nav_sidebar = False

    def has_permission(self, request: HttpRequest) -> bool:
        """Whether somebody may sit down here: an operator, or a host or steward of some circle now."""
        person: Any = request.user
        return (
            isinstance(person, Person) and person.is_active and (person.is_operator or bool(held_by(request)))
        )

    def register(self, model_or_iterable: Any, admin_class: Any = None, **options: Any) -> None:
        """Register a class that keeps to its circle, or is the operators' own; refuse any other (R58)."""
        if not (admin_class and issubclass(admin_class, ScopedAdmin | OperatorAdmin)):
            raise TypeError("every admin class here is a ScopedAdmin or an OperatorAdmin")
        super().register(model_or_iterable, admin_class, **options)

    def admin_view(self, view: Any, cacheable: bool = False) -> Any:
        """Let hosts and operators through to `view`, with the second factor they need; for others nothing is here.

        What is the operators' own opens for an hour after their last proof, and each look is logged (R56).
        """
        inner = super().admin_view(view, cacheable)

        @wraps(view)
        def gate(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            person = request.user
            if not isinstance(person, Person) or not self.has_permission(request):
                raise Http404
            if needs_second_factor(person) and not has_second_factor(person):
                messages.warning(
                    request, gettext("The hosts’ table asks for a second factor. Add one here first.")
                )
                return redirect("mfa_index")
            if isinstance(getattr(view, "__self__", None), OperatorAdmin) and person.is_operator:
                if not proof.is_fresh(request, within=AN_OPERATOR_LOOKS):
                    return proof.lead_away(cast("MemberRequest", request))
                logger.info("operator %s: %s %s", person.pk, request.method, request.path)
            answer: HttpResponseBase = inner(request, *args, **kwargs)
            return answer

        return gate

    @method_decorator(login_not_required)
    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Lead to the site's own sign-in, the only one there is (R44), and from there to where one was going (R46)."""
        wanted = request.GET.get("next", "")
        safe = url_has_allowed_host_and_scheme(wanted, allowed_hosts=None)
        return redirect_to_login(wanted if safe else reverse("admin:index"))

    def get_urls(self) -> list[Any]:
        """Return the addresses, without those of Django's that have no place here."""
        found: Iterable[URLPattern | URLResolver] = super().get_urls()
        return [each for each in found if getattr(each, "name", None) not in _LEFT_OUT]

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:  # type: ignore[override]
        """Lead who holds one circle straight to who holds what there; all else on the table stands on that page.

        To others show their circles, each with what is to come and what is open; then everything there is.
        """
        coming = coming_in(held_by(request), now=now())
        if len(coming) == 1 and not coming[0].circle.is_closed:
            return redirect("admin:gatherings_rota", coming[0].circle.slug)
        return super().index(request, {"coming": coming, **(extra_context or {})})


hosts_table = HostsTable(name="admin")
for shown in (circles.admin.SHOWN, gatherings.admin.SHOWN):
    for model, admin_class in shown.items():
        hosts_table.register(model, admin_class)
