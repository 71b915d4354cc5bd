"""Answers and away dates at the hosts' table: "Maria told me: yes"."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db import models
from django.http import HttpRequest
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from circles.admin.scoped import OneCircleForm, ScopedAdmin, acting_for, held_by
from gatherings.access import coming_in
from gatherings.answering import rsvps
from gatherings.hosting import away
from gatherings.models import SAID, Answer, Away, Rsvp


class GatheringFilter(admin.SimpleListFilter):
    """The answers to one of the gatherings to come in one's circles."""

    title = gettext_lazy("gathering")
    parameter_name = "gathering"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """Return the next of them."""
        coming = coming_in(held_by(request), now=now())[:12]
        return [(str(gathering.pk), str(gathering)) for gathering in coming]

    def queryset(self, request: HttpRequest, queryset: models.QuerySet[Rsvp]) -> models.QuerySet[Rsvp]:
        """Return the answers to the one chosen."""
        chosen = [int(pk) for pk, _label in self.lookup_choices if pk == self.value()]
        return queryset.filter(gathering__in=chosen) if chosen else queryset


class RsvpAdmin(ScopedAdmin):
    """Who comes. A host may answer for somebody who told them; it is shown as such."""

    circle_path = "gathering__circle"
    fields = ("gathering", "membership", "answer", "way", "said_by")
    readonly_fields = ("said_by",)
    filled_once = ("gathering", "membership")
    list_display = ("membership", "gathering", "answer", "way", "said_by", "answered_at")
    list_filter = (GatheringFilter, "answer")
    list_select_related = ("membership", "gathering__circle", "said_by")

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Offer only gatherings that still take answers."""
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)
        if db_field.name == "gathering":
            field.queryset = field.queryset.planned().to_come(now()).select_related("circle")
        return field

    def formfield_for_choice_field(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Offer what a member can say: nobody says that they wait."""
        if db_field.name == "answer":
            kwargs["choices"] = [(answer.value, answer.label) for answer in SAID]
        return super().formfield_for_choice_field(db_field, request, **kwargs)

    def get_form(self, request: HttpRequest, obj: Any = None, change: Any = False, **kwargs: Any) -> Any:
        """Show who waits as having said yes."""
        if obj and obj.answer == Answer.WAITING:
            obj.answer = Answer.YES
        return super().get_form(request, obj, change, **kwargs)

    def save_model(self, request: HttpRequest, obj: Rsvp, form: forms.ModelForm[Rsvp], change: bool) -> None:
        """Answer for them by the verb, and take over what it made: one row, however often it is said."""
        host = acting_for(request, obj.gathering.circle_id)
        said = rsvps.answer(
            obj.gathering, membership=obj.membership, answer=obj.answer, way=obj.way, said_by=host, now=now()
        )
        obj.pk, obj.said_by = said.pk, host


class AwayForm(OneCircleForm):
    """Days that begin before they end."""

    def clean(self) -> dict[str, Any]:
        """Say so at the last day."""
        given = super().clean()
        first, last = given.get("first"), given.get("last")
        if first and last and last < first:
            self.add_error("last", _("The last day is before the first."))
        return given


class AwayAdmin(ScopedAdmin):
    """Days somebody said they are away."""

    form = AwayForm
    circle_path = "membership__circle"
    fields = ("membership", "first", "last")
    filled_once = ("membership",)
    list_display = ("membership", "first", "last")
    list_select_related = ("membership",)

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        """Yes, for those of one's own circles: plans change."""
        return self.has_view_permission(request, obj)

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        """No: one is taken away and another said."""
        return False

    def save_model(self, request: HttpRequest, obj: Away, form: forms.ModelForm[Away], change: bool) -> None:
        """Say it by its verb."""
        obj.pk = away.add(obj.membership, first=obj.first, last=obj.last).pk

    def delete_model(self, request: HttpRequest, obj: Away) -> None:
        """Let it go by its verb."""
        away.remove(obj)
