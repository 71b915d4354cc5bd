"""The people of a circle at the hosts' table, with when they are away and what they wish to hold."""

from typing import Any

from django.contrib import admin
from django.db import models
from django.http import HttpRequest
from django.utils.timezone import localdate, now
from django.utils.translation import gettext_lazy as _

from circles.admin.circles import MembershipAdmin
from circles.models import Membership
from gatherings.access import aways_from
from gatherings.wording import span_words


class MemberAdmin(MembershipAdmin):
    """Who belongs, and what they said of themselves; days away and wishes are theirs to say, on their own pages."""

    circle_path = "circle"
    _said = ("when_away", "gladly", "rather_not")
    fields = (*MembershipAdmin.fields, *_said)  # type: ignore[assignment]  # longer than the one before
    readonly_fields = (*MembershipAdmin.readonly_fields, *_said)  # type: ignore[assignment]  # the same
    list_display = (*MembershipAdmin.list_display, *_said)

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Membership]:
        """Return them with their days away to come and their wishes: three queries more, however many."""
        coming = aways_from(localdate(now()))
        members: models.QuerySet[Membership] = super().get_queryset(request)
        return members.prefetch_related(
            models.Prefetch("aways", coming, to_attr="coming_aways"), "role_wishes__role"
        )

    @admin.display(description=_("away"), empty_value="")
    def when_away(self, member: Membership) -> str:
        """Return the days they are away, those to come."""
        aways: list[Any] = getattr(member, "coming_aways", [])
        return ", ".join(span_words(away.first, away.last) for away in aways)

    @admin.display(description=_("holds gladly"), empty_value="")
    def gladly(self, member: Membership) -> str:
        """Return the roles they hold gladly."""
        return _wished(member, "gladly")

    @admin.display(description=_("would rather not hold"), empty_value="")
    def rather_not(self, member: Membership) -> str:
        """Return the roles they would rather not hold."""
        return _wished(member, "rather not")


def _wished(member: Membership, wish: str) -> str:
    if member.pk is None:
        return ""
    return ", ".join(each.role.name for each in member.role_wishes.all() if each.wish == wish)
