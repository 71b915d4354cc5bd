"""What only who operates the site sees at the hosts' table: who can sign in, which letters left."""

from django.contrib import admin
from django.db import models
from django.http import HttpRequest

from circles.admin.scoped import NotThere


class OperatorAdmin(NotThere, admin.ModelAdmin):  # type: ignore[type-arg]
    """Rows of the whole site, for its operators alone: who can sign in, which letters went out."""

    actions = None
    view_on_site = False
    show_facets = admin.ShowFacets.NEVER

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Whether the person operates the site."""
        return bool(getattr(request.user, "is_operator", False))

    def has_view_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        """The same."""
        return self.has_module_permission(request)

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        """The same."""
        return self.has_module_permission(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """No: rows come about on the site."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        """No."""
        return False

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        """Allow what `list_filter` names and nothing else (R55)."""
        return lookup.removesuffix("__exact") in {str(item) for item in self.list_filter}
