"""Who was there, at the hosts' table: a host's word on what the check-in saw."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db import models
from django.http import HttpRequest
from django.utils.timezone import now
from django.utils.translation import gettext_lazy

from circles.admin.scoped import ScopedAdmin, acting_for, held_by
from gatherings.access import past_in
from gatherings.evening import presence
from gatherings.models import Presence

_SHOWN = 12


class PastGatheringFilter(admin.SimpleListFilter):
    """Who was at one of the latest gatherings of one's circles."""

    title = gettext_lazy("gathering")
    parameter_name = "gathering"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """Return the latest of them."""
        past = past_in(held_by(request), now=now())[:_SHOWN]
        return [(str(gathering.pk), str(gathering)) for gathering in past]

    def queryset(
        self, request: HttpRequest, queryset: models.QuerySet[Presence]
    ) -> models.QuerySet[Presence]:
        """Return who was at the one chosen."""
        chosen = [int(pk) for pk, _label in self.lookup_choices if pk == self.value()]
        return queryset.filter(gathering__in=chosen) if chosen else queryset


class PresenceAdmin(ScopedAdmin):
    """Who was there. Nothing here is counted up."""

    circle_path = "gathering__circle"
    fields = ("gathering", "membership", "there", "set_by")
    readonly_fields = ("set_by",)
    filled_once = ("gathering", "membership")
    list_display = ("membership", "gathering", "there", "set_by")
    list_filter = (PastGatheringFilter,)
    list_select_related = ("membership", "gathering__circle", "set_by")

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Offer only gatherings that are over."""
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)
        if db_field.name == "gathering":
            field.queryset = field.queryset.planned().past(now()).select_related("circle")
        return field

    def save_model(
        self, request: HttpRequest, obj: Presence, form: forms.ModelForm[Presence], change: bool
    ) -> None:
        """Say it by the verb, and take over what it made: one row, however often it is said."""
        host = acting_for(request, obj.gathering.circle_id)
        said = presence.say(obj.gathering, membership=obj.membership, there=obj.there, by=host, now=now())
        obj.pk, obj.set_by = said.pk, host
