"""The hosts' table: the one admin site, which shows a host their own circles (R44, R47, R54, R58)."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from circles.models import Person
from circles.scoped_admin import held_by


class HostsTable(admin.AdminSite):
    """The admin of hosts and stewards, each for their own circles, and of the site's operators."""

    site_header = _("The hosts’ table")
    site_title = _("The hosts’ table")
    index_title = _("My circles")
    enable_nav_sidebar = False

    def has_permission(self, request: HttpRequest) -> bool:
        """Whether somebody may sit down here: an operator, or a host or steward of some circle now."""
        person: Any = request.user
        return isinstance(person, Person) and person.is_active and (person.is_operator or bool(held_by(request)))


hosts_table = HostsTable(name="admin")
