"""Learning labs and their guests at the hosts' table. Planning, moving and growing have their own pages."""

from django import forms
from django.contrib import admin
from django.db import models
from django.http import HttpRequest
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from circles.admin.scoped import OneCircleForm, ScopedAdmin, acting_for
from gatherings import moments
from gatherings.answering import guests
from gatherings.forms.labs import MOST_SEATS
from gatherings.models import Lab, LabGuest
from gatherings.schedule import labs


class LabForm(OneCircleForm):
    """A lab has seats for somebody, or for everybody."""

    seats = forms.IntegerField(
        label=_("Seats for guests"),
        required=False,
        min_value=1,
        max_value=MOST_SEATS,
        help_text=_("Empty: as many as come."),
    )


class LabAdmin(ScopedAdmin):
    """What a lab says of itself, and how many seats it has."""

    form = LabForm
    circle_path = "gathering__circle"
    fields = ("when", "title", "invitation", "seats", "published_at", "signup_closed_at")
    readonly_fields = ("when", "published_at", "signup_closed_at")
    filled_once = ()
    list_display = ("title", "when", "seats", "published_at")
    list_select_related = ("gathering__circle",)
    ordering = ("-gathering__starts_at",)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """No: planning one has its own page."""
        return False

    @admin.display(description=_("when"), ordering="gathering__starts_at")
    def when(self, lab: Lab) -> str:
        """Return its days, hours and zone."""
        return moments.full_words(lab.gathering)

    def save_model(self, request: HttpRequest, obj: Lab, form: forms.ModelForm[Lab], change: bool) -> None:
        """Change it by its verb, so that who waits moves up."""
        gathering = obj.gathering
        labs.change(
            obj,
            title=obj.title,
            invitation=obj.invitation,
            place=gathering.place,
            call_link=gathering.call_link,
            seats=obj.seats,
            by=acting_for(request, gathering.circle_id),
            now=now(),
        )


class LabGuestAdmin(ScopedAdmin):
    """Who signed up for a lab, for the hosts of its circle; writing somebody down, and taking them off the list."""

    circle_path = "lab__gathering__circle"
    fields = ("lab", "name", "email", "words", "stays_in_touch", "state", "signed_up_at", "confirmed_at")
    readonly_fields = ("words", "stays_in_touch", "state", "signed_up_at", "confirmed_at")
    filled_once = ("lab",)
    list_display = ("name", "lab", "state", "email", "signed_up_at")
    list_filter = (("lab", admin.RelatedOnlyFieldListFilter), "state")
    list_select_related = ("lab",)
    search_fields = ("name",)

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        """No: what they said of themselves is theirs."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        """Yes, for guests of one's own circles: who asks to be forgotten is."""
        return self.has_view_permission(request, obj)

    def save_model(
        self, request: HttpRequest, obj: LabGuest, form: forms.ModelForm[LabGuest], change: bool
    ) -> None:
        """Write them down by the verb, and take over what it made."""
        host = acting_for(request, obj.lab.gathering.circle_id)
        obj.pk = guests.write_down(obj.lab, name=obj.name, email=obj.email, by=host, now=now()).pk

    def delete_model(self, request: HttpRequest, obj: LabGuest) -> None:
        """Take them off the list by the verb, so that who waits moves up."""
        guests.let_go(obj, by=acting_for(request, obj.lab.gathering.circle_id), now=now())
