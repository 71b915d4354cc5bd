"""Gatherings at the hosts' table, with the way to the screen where their turns are handed out."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import Case, F, When
from django.db.models.functions import Now
from django.http import HttpRequest, HttpResponse
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from circles.admin.scoped import ScopedAdmin, acting_for
from gatherings import moments
from gatherings.admin.handing_out import hand_out
from gatherings.answering import seats
from gatherings.evening import notes
from gatherings.evenings import flow_of
from gatherings.forms.hosting import MOST_SEATS
from gatherings.models import Gathering
from gatherings.schedule import preparing


class GatheringAdmin(ScopedAdmin):
    """Prepare a gathering; moving it and calling it off have their own pages, handing out turns its own screen."""

    circle_path = "circle"
    fields = ("circle", "when", "status", "who_holds_what", "the_flow", *preparing.WORDS, "seats", "notes")
    readonly_fields = ("circle", "when", "status", "who_holds_what", "the_flow")
    list_display = ("when", "circle", "status", "theme", "question")
    list_filter = (("circle", admin.RelatedOnlyFieldListFilter), "status")
    list_select_related = ("circle",)
    search_fields = ("theme",)
    # Those to come first, the next one at the top; then those that have been, the latest first.
    ordering = (
        Case(When(ends_at__gt=Now(), then=F("starts_at"))).asc(nulls_last=True),
        F("starts_at").desc(),
    )

    def has_add_permission(self, request: HttpRequest) -> bool:
        """No: the rhythm makes them, and one by hand has its own page."""
        return False

    @admin.display(description=gettext_lazy("when"), ordering="starts_at")
    def when(self, gathering: Gathering) -> str:
        """Return its day, hours and zone."""
        parts = (
            moments.day_words(gathering.day),
            moments.hours(gathering),
            moments.zone_words(gathering.timezone),
        )
        return ", ".join(parts)

    @admin.display(description=gettext_lazy("who holds what"))
    def who_holds_what(self, gathering: Gathering) -> str:
        """Return the turns in words, and the way to the screen where they are handed out."""
        turns = gathering.turns.select_related("role", "holder")
        held = [_("%(role)s: %(name)s") % {"role": turn.role, "name": turn.holder} for turn in turns]
        said = ", ".join(held) or _("nobody holds anything yet")
        screen = reverse("admin:gatherings_rota", args=[gathering.circle.slug])
        return format_html('{} · <a href="{}">{}</a>', said, screen, _("Hand out turns"))

    @admin.display(description=gettext_lazy("flow"))
    def the_flow(self, gathering: Gathering) -> str:
        """Return its parts in words, and the way to the page where they are written."""
        said = ", ".join(part.name for part in flow_of(gathering)) or _("not written yet")
        page = reverse("flow", args=[gathering.circle.slug, gathering.number])
        return format_html('{} · <a href="{}">{}</a>', said, page, _("The flow"))

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Take as many seats as the hosts' page does."""
        if db_field.name == "seats":
            kwargs |= {"min_value": 1, "max_value": MOST_SEATS}
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def save_model(
        self, request: HttpRequest, obj: Gathering, form: forms.ModelForm[Gathering], change: bool
    ) -> None:
        """Write what was changed by its verb, so that calendars follow."""
        host = acting_for(request, obj.circle_id)
        said, kept = preparing.as_it_stands(obj), obj.notes
        if "notes" in form.changed_data:
            seen = notes.fingerprint(form.initial["notes"])
            notes.write(obj, notes=kept, seen=seen, by=host, now=now())
        if "seats" in form.changed_data:
            seats.set_seats(obj, seats=form.cleaned_data["seats"], by=host, now=now())
        if set(form.changed_data) - {"notes", "seats"}:
            preparing.prepare(obj, **said, by=host, now=now())

    def get_urls(self) -> list[Any]:
        """Return the addresses, with that of the screen where turns are handed out."""
        screen = self.admin_site.admin_view(self.hand_out)
        return [path("turns/<slug:slug>/", screen, name="gatherings_rota"), *super().get_urls()]

    def hand_out(self, request: HttpRequest, slug: str) -> HttpResponse:
        """Show the screen where turns are handed out."""
        return hand_out(request, slug, self)
