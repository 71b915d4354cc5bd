"""The hosts' table: circles, and for operators, who signs in and what left; the people of a circle, for those above."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db import models
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from circles import founding
from circles.admin.operating import OperatorAdmin
from circles.admin.scoped import (
    OneCircleForm,
    ScopedAdmin,
    acting_for,
    held_by,
)
from circles.arriving import naming
from circles.belonging import memberships
from circles.forms.circle import DESCRIBED
from circles.forms.fields import ZoneField
from circles.models import Circle, Letter, Membership, Person, Standing
from circles.words.dates import written


class CircleForm(OneCircleForm):
    """What a circle says of itself, read as on its own page."""

    timezone = ZoneField()

    def clean(self) -> dict[str, Any]:
        """Refuse a lab that ends before it begins."""
        given = super().clean()
        began, ended = given.get("origin_began"), given.get("origin_ended")
        if began and ended and ended < began:
            self.add_error("origin_ended", _("The last day of the lab is before its first."))
        return given


class CircleAdmin(ScopedAdmin):
    """What a circle says of itself; its stewards change it."""

    form = CircleForm
    circle_path = ""
    at_least = Standing.STEWARD
    fields = ("state", *DESCRIBED, *founding.OPENNESS)
    readonly_fields = ("state",)
    list_display = ("name", "state_words", "timezone", "language", "dates_open", "listed")
    ordering = ("name", "pk")

    def has_add_permission(self, request: HttpRequest) -> bool:
        """No: founding a circle has its own page."""
        return False

    @admin.display(description=gettext_lazy("how it is"))
    def state_words(self, circle: Circle) -> str:
        """Return whether it gathers, rests or has closed."""
        if circle.closed_on:
            return _("closed on %(day)s") % {"day": written(circle.closed_on, "j F Y")}
        if circle.resting_since:
            return _("rests from %(day)s on") % {"day": written(circle.resting_since, "j F Y")}
        return _("gathers")

    @admin.display(description=gettext_lazy("how it is"))
    def state(self, circle: Circle) -> str:
        """Return the same, and the ways to the pages where it rests, wakes, closes or is opened again."""
        rest = ("circle_rest", _("Wake the circle") if circle.resting_since else _("Let the circle rest"))
        close = (
            "circle_close",
            _("Open it again, or delete it") if circle.is_closed else _("Close the circle"),
        )
        ways = [close] if circle.is_closed else [rest, close]
        links = format_html_join(
            " · ", '<a href="{}">{}</a>', ((reverse(name, args=[circle.slug]), words) for name, words in ways)
        )
        return format_html("{} · {}", self.state_words(circle), links)

    def save_model(
        self, request: HttpRequest, obj: Circle, form: forms.ModelForm[Circle], change: bool
    ) -> None:
        """Change it by its verb, so that calendars and dates follow."""
        description = founding.Description(**{field: getattr(obj, field) for field in DESCRIBED})
        openness = {field: getattr(obj, field) for field in founding.OPENNESS}
        founding.describe(obj, description=description, **openness, now=now())


class MembershipAdmin(ScopedAdmin):
    """Who belongs: hosts see it and write down who is only a name, stewards change names and standings.

    Leaving has its own page.
    """

    circle_path = "circle"
    fields = ("circle", "name", "standing", "joined_at", "left_at")
    readonly_fields = ("joined_at", "left_at")
    list_display: Any = ("name", "circle", "standing", "joined_at", "left_at")
    list_filter = (("circle", admin.RelatedOnlyFieldListFilter), "standing")
    list_select_related = ("circle",)
    search_fields = ("name",)

    def get_fields(self, request: HttpRequest, obj: models.Model | None = None) -> Any:
        """Return what is asked of somebody who is only a name, and all there is of a member."""
        return self.fields if obj else ("circle", "name")

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        """Stewards may, as long as the person has not left."""
        circles = held_by(request, Standing.STEWARD)
        if isinstance(obj, Membership):
            return obj.circle_id in circles and obj.left_at is None
        return bool(circles)

    def save_model(
        self,
        request: HttpRequest,
        obj: Membership,
        form: forms.ModelForm[Membership],
        change: bool,
    ) -> None:
        """Write a name down, rename, or give another standing, by their verbs."""
        by = acting_for(request, obj.circle_id)
        if not change:
            [member] = naming.add_names(obj.circle, names=[obj.name], by=by, now=now())
            obj.pk = member.pk
            return
        if "name" in form.changed_data:
            memberships.rename(obj, name=obj.name)
        if "standing" in form.changed_data:
            memberships.set_standing(obj, standing=Standing(form.cleaned_data["standing"]), by=by, now=now())


class PersonAdmin(OperatorAdmin):
    """Who can sign in."""

    fields = ("name", "email", "is_active", "is_operator", "joined_at")
    readonly_fields = ("email", "joined_at")
    list_display = ("name", "email", "is_active", "is_operator")
    ordering = ("name", "pk")
    list_filter = ("is_active", "is_operator")
    search_fields = ("name", "email")


class LetterAdmin(OperatorAdmin):
    """Which letters went out and which did not; never what they say."""

    fields = readonly_fields = ("kind", "state", "due", "attempts", "sent_at", "fault")
    list_display = ("kind", "state", "due", "attempts", "sent_at", "fault")
    list_filter = ("state", "kind")

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        """No: letters are written by verbs."""
        return False


SHOWN = {Circle: CircleAdmin, Person: PersonAdmin, Letter: LetterAdmin}
