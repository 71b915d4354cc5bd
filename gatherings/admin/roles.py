"""Hosting roles at the hosts' table."""

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from circles.admin.scoped import OneCircleForm, ScopedAdmin
from gatherings.hosting import roles
from gatherings.models import HostingRole


class RoleForm(OneCircleForm):
    """A role is held by one to twelve people together."""

    seats = forms.IntegerField(label=_("How many hold it together"), min_value=1, max_value=12, initial=1)


class HostingRoleAdmin(ScopedAdmin):
    """A circle's hosting roles: what they are called, and how to hold them. One that rests keeps its past."""

    form = RoleForm
    circle_path = "circle"
    fields = ("circle", "name", "words", "duty", "seats", "demanding", "rotates", "position", "resting")
    list_display = ("name", "circle", "duty", "seats", "demanding", "rotates", "position", "resting")
    list_filter = (("circle", admin.RelatedOnlyFieldListFilter), "resting")
    list_select_related = ("circle",)
    search_fields = ("name",)

    def save_model(
        self, request: HttpRequest, obj: HostingRole, form: forms.ModelForm[HostingRole], change: bool
    ) -> None:
        """Keep it by its verb, so that a new name reaches the calendars of those who hold it."""
        roles.keep(obj)
