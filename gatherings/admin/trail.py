"""The trail of who set what, at the hosts' table: to be read, never written."""

from django.contrib import admin
from django.db import models
from django.http import HttpRequest

from circles.admin.scoped import ScopedAdmin


class TurnChangeAdmin(ScopedAdmin):
    """Each step: whom it concerned, which role at which gathering, what happened, by whom and when."""

    circle_path = "gathering__circle"
    fields = ("gathering", "role", "member", "what", "by", "at")
    readonly_fields = fields
    list_display = ("at", "gathering", "role", "member", "what", "by")
    list_filter = (("gathering__circle", admin.RelatedOnlyFieldListFilter), "what")
    list_select_related = ("gathering__circle", "role", "member", "by")

    def has_add_permission(self, request: HttpRequest) -> bool:
        """No: the verbs write it."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        """No: a trail stays as it is."""
        return False
