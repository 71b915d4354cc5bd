"""The base of every admin class of ours: a host sees their own circles there, and nothing of any other.

1. A class names the way from its model to the circle (`circle_path`) and the standing it asks for (`at_least`). Rows
   are those whose circle the person holds that standing in, for everybody, operators too: who operates the site has
   no business in the circles (R47, R58).
2. Whatever names other rows is narrowed by the same rule: choices, filters, pre-filled values, what would be deleted
   (R48, R51–R53). A row of another circle is not there: the answer is that of a row that never was.
3. What is posted is checked again: every relation of one row leads to one and the same circle (R49), and a row
   never changes its circle (R50).
4. Only the columns named in `list_filter` can be filtered by (R55), and only the fields shown be written (R59).
5. Nothing is deleted in bulk; what follows from a change is done by a verb.
6. What belongs to a circle that has closed is shown and no longer written.
"""

from collections.abc import Iterable
from typing import Any, ClassVar, cast

from django.contrib import admin
from django.contrib.admin.utils import flatten
from django.core.exceptions import ImproperlyConfigured
from django.db import models
from django.forms import ModelForm
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from circles.access import memberships_of
from circles.forms.fields import NameField, WordsField
from circles.models import Membership, MembershipQuerySet, Standing
from circles.refusals import CircleHasClosed, Refused

WAYS: dict[type[models.Model], str] = {}  # from each model shown to its circle; "" is the circle itself


def circle_of(row: models.Model) -> int | None:
    """Return the key of the circle a row belongs to; None while the way there is not laid yet."""
    found: Any = row
    for step in filter(None, WAYS[type(row)].split("__")):
        found = getattr(found, step, None)
    return cast("int | None", found and found.pk)


def held_by(request: HttpRequest, at_least: Standing = Standing.HOST) -> set[int]:
    """Return the keys of the circles whose host (or steward) is asking; looked up once a request."""
    kept: dict[int, int] | None = getattr(request, "_standings", None)
    if kept is None:
        kept = dict(memberships_of(request.user).values_list("circle_id", "standing"))
        request._standings = kept  # type: ignore[attr-defined]
    return {circle for circle, standing in kept.items() if standing >= at_least}


def within[M: models.Model](rows: models.QuerySet[M], circles: Iterable[int]) -> models.QuerySet[M]:
    """Return those of `rows` that belong to `circles`."""
    way = WAYS.get(rows.model)
    if way is None:
        raise ImproperlyConfigured(
            f"{rows.model.__name__} has no way to its circle, so the admin cannot show it"
        )
    return rows.filter(**{f"{way}__in" if way else "pk__in": list(circles)})


def acting_for(request: HttpRequest, circle: int) -> Membership:
    """Return the membership in whose name the person changes something in a circle they hold."""
    return memberships_of(request.user).get(circle=circle)


def has_closed(request: HttpRequest, circle: int | None) -> bool:
    """Tell whether a circle the person belongs to has closed (rule 6)."""
    mine = memberships_of(request.user).filter(circle=circle, circle__closed_on__isnull=False)
    return circle is not None and mine.exists()


class OneCircleForm(ModelForm):  # type: ignore[type-arg]
    """A row whose relations all lead to one circle: its own, once it has one (rule 3)."""

    refused: ClassVar[str] = ""  # what a verb said to this very page, just now

    def clean(self) -> dict[str, Any]:
        """Refuse relations that lead to different circles, and say what a verb refused."""
        given = super().clean() or self.cleaned_data
        if self.refused:
            self.add_error(None, self.refused)
        home = circle_of(self.instance) if self.instance.pk else None
        for name, value in list(given.items()):
            for row in _rows(value):
                there = circle_of(row)
                if home is not None and there != home:
                    self.add_error(name, _("This belongs to another circle."))
                home = home or there
        return given

    def _get_validation_exclusions(self) -> set[str]:
        """Look at what leads to the circle although it is not asked any more: a name is there once in a circle."""
        excluded: set[str] = super()._get_validation_exclusions()  # type: ignore[misc]  # the stubs do not know it
        relations = {field.name for field in self.instance._meta.fields if field.many_to_one}
        return excluded - (relations - set(self.fields))


def _rows(value: object) -> list[models.Model]:
    """Return the rows of circles a form's value names: one, several or none."""
    several = value if isinstance(value, models.QuerySet | list | tuple) else [value]
    return [row for row in several if isinstance(row, models.Model) and type(row) in WAYS]


class _Scoped:
    """What lists of rows and the lines inside a page have in common."""

    circle_path: ClassVar[str]
    at_least: ClassVar[Standing] = Standing.HOST
    form = OneCircleForm
    formfield_overrides: ClassVar[dict[type[models.Field[Any, Any]], dict[str, Any]]] = {
        models.CharField: {"form_class": NameField},
        models.TextField: {"form_class": WordsField},
    }
    model: type[models.Model]

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Any]:
        """Return the rows of the circles the person holds (rule 1)."""
        rows = super().get_queryset(request)  # type: ignore[misc]
        return within(rows, held_by(request, self.at_least))

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Offer rows of those circles alone; on a row that stands, of its own circle alone (rules 2 and 3)."""
        kwargs["queryset"] = self._offered(db_field, request)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)  # type: ignore[misc]

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Offer the same where several can be chosen."""
        kwargs["queryset"] = self._offered(db_field, request)
        return super().formfield_for_manytomany(db_field, request, **kwargs)  # type: ignore[misc]

    def _offered(self, db_field: Any, request: HttpRequest) -> models.QuerySet[Any]:
        circles = held_by(request, self.at_least)
        here: int | None = getattr(request, "_circle_here", None)
        offered = within(
            db_field.remote_field.model._default_manager.all(), circles & {here} if here else circles
        )
        return offered.present() if isinstance(offered, MembershipQuerySet) else offered


class ScopedInline(_Scoped, admin.TabularInline):  # type: ignore[type-arg,misc]
    """Lines inside the page of a row, of the same circle."""

    extra = 0
    show_change_link = False

    def __init__(self, parent_model: type[models.Model], admin_site: admin.AdminSite) -> None:
        WAYS[self.model] = self.circle_path
        super().__init__(parent_model, admin_site)

    def has_view_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        """As the row they stand in."""
        return obj is None or circle_of(obj) in held_by(request, self.at_least)

    has_add_permission = has_change_permission = has_delete_permission = has_view_permission


class NotThere:
    """A number nobody has, and one of another circle, are answered alike: there is no such page."""

    def _get_obj_does_not_exist_redirect(self, *args: object) -> HttpResponse:
        raise Http404


class ScopedAdmin(NotThere, _Scoped, admin.ModelAdmin):  # type: ignore[type-arg,misc]
    """Rows of one model, for the hosts (or stewards) of their circles."""

    actions = None
    save_as = False
    view_on_site = False
    show_facets = admin.ShowFacets.NEVER
    list_filter: ClassVar[tuple[Any, ...]] = ()
    filled_once: ClassVar[tuple[str, ...]] = ("circle",)  # of a new row, never changed again (rule 3)

    def __init_subclass__(cls, **kwargs: Any) -> None:
        """Refuse a class that forgets its rules while it is being written, not while it is being used."""
        super().__init_subclass__(**kwargs)
        if "circle_path" not in vars(cls) or not getattr(cls, "fields", None):
            raise ImproperlyConfigured(f"{cls.__name__} must name its circle_path and its fields (R58, R59)")
        if cls.raw_id_fields or cls.autocomplete_fields:
            raise ImproperlyConfigured(f"{cls.__name__} would show what a foreign number is called (R52)")

    def __init__(self, model: type[models.Model], admin_site: admin.AdminSite) -> None:
        WAYS[model] = self.circle_path
        super().__init__(model, admin_site)

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Whether the person holds any circle."""
        return bool(held_by(request, self.at_least))

    def has_view_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        """Whether the row is in a circle they hold; without a row, whether there is any such circle."""
        circles = held_by(request, self.at_least)
        return bool(circles) if obj is None else circle_of(obj) in circles

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        """The same."""
        return self.has_view_permission(request, obj)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """The same; a class that makes no rows says no."""
        return self.has_module_permission(request)

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        """No: what was stays; a class whose rows may go says yes."""
        return False

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """List the rows under their name."""
        title = capfirst(str(self.opts.verbose_name_plural))
        return super().changelist_view(request, {"title": title, **(extra_context or {})})

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        """Allow what `list_filter` names and nothing else (rule 4)."""
        named = (item[0] if isinstance(item, tuple) else item for item in self.list_filter)
        names, own = set(), set()
        for item in named:
            if isinstance(item, str):
                names.add(item)
            else:  # a filter class reads its own parameter, and shows only what it offers
                own.add(item.parameter_name)
        return lookup in own or any(
            lookup in (name, f"{name}__exact", f"{name}__id__exact", f"{name}__isnull") for name in names
        )

    def get_readonly_fields(self, request: HttpRequest, obj: models.Model | None = None) -> Any:
        """Return what is shown but not written: on a row that stands, also what leads to its circle."""
        fixed = set(self.filled_once).intersection(flatten(self.fields or ())) if obj else ()
        return (*super().get_readonly_fields(request, obj), *fixed)

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """Return nothing: what an address claims to know is not shown (R52)."""
        return {}

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        """Return the form, with what a verb has just refused."""
        request._circle_here = circle_of(obj) if obj else None  # type: ignore[attr-defined]
        form = super().get_form(request, obj, change, **kwargs)
        refused = getattr(request, "_refused", "")
        return type(form.__name__, (form,), {"refused": refused}) if refused else form

    def save_form(self, request: HttpRequest, form: Any, change: bool) -> Any:
        """Return the row as it is to be; refuse one of a circle that has closed (rule 6)."""
        row = super().save_form(request, form, change)
        if has_closed(request, circle_of(row)):
            raise CircleHasClosed
        return row

    def render_change_form(
        self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """Show the page, without the buttons that save where nothing is saved (rule 6)."""
        row = kwargs.get("obj")
        if row is not None and has_closed(request, circle_of(row)):
            hidden = dict.fromkeys(
                ("show_save", "show_save_and_continue", "show_save_and_add_another"), False
            )
            context.update(hidden)
        return super().render_change_form(request, context, *args, **kwargs)

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show and save one row. What a verb refuses is said on the page, with all that was typed."""
        if "_saveasnew" in request.POST:  # Django would make a new row even where nothing can be saved as new
            raise Http404
        try:
            return super().changeform_view(request, *args, **kwargs)
        except Refused as refused:  # all it did was undone with its transaction
            request._refused = str(refused)  # type: ignore[attr-defined]
            return super().changeform_view(request, *args, **kwargs)
