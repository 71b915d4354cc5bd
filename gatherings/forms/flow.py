"""The page where the flow is written: its parts as rows, and what was pressed.

1. Rows without a word are no parts. Nothing else is dropped: what cannot be kept comes back with a sentence.
2. Who holds a part is typed into one box: the name of one of the circle's roles is that role, anything else a name.
3. Adding, moving and removing redraw the page from what stands on it, right or wrong; only saving keeps it.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from circles.forms.fields import NameField
from gatherings.evening.flow import MOST_PARTS, Part
from gatherings.models import HostingRole, Moment

_COLUMNS = ("key", "name", "minutes", "who", "moment")


class PartForm(forms.Form):
    """One part: what it is called, its minutes, who holds it, and what it is, whatever it is called."""

    key = forms.CharField(
        max_length=8, required=False, widget=forms.HiddenInput
    )  # of the row, so that focus stays
    name = NameField(label=gettext_lazy("Part"), max_length=80, required=False)
    minutes = forms.IntegerField(label=gettext_lazy("Minutes"), min_value=0, max_value=1440, required=False)
    who = NameField(
        label=gettext_lazy("Who holds it"),
        max_length=80,
        required=False,
        widget=forms.TextInput(attrs={"list": "roles", "autocomplete": "off"}),
    )
    moment = forms.ChoiceField(
        label=gettext_lazy("What it is"), choices=Moment.choices, initial=Moment.OTHER, required=False
    )

    def clean(self) -> dict[str, Any]:
        """Ask for what a part is called where anything else is said of it (rule 1)."""
        given = super().clean() or self.cleaned_data
        said = given.get("minutes") or given.get("who") or given.get("moment", Moment.OTHER) != Moment.OTHER
        if said and not given.get("name") and "name" not in self.errors:
            self.add_error("name", _("Say what this part is called, or remove it."))
        return given

    def part(self, roles: dict[str, int]) -> Part | None:
        """Return the part, with the role whose name was typed (rule 2); None for a row without a word."""
        given = self.cleaned_data
        if not given.get("name"):
            return None
        role = roles.get(given["who"].casefold())
        return Part(
            name=given["name"],
            moment=given["moment"] or Moment.OTHER,
            minutes=given["minutes"],
            role=role,
            who="" if role else given["who"],
        )


class FlowForm(forms.BaseFormSet[PartForm]):
    """All parts of a flow, in order."""

    form = PartForm
    extra, min_num, max_num, absolute_max = 0, 0, MOST_PARTS, MOST_PARTS + 10
    can_order = can_delete = validate_min = False
    can_delete_extra = False
    validate_max = True
    renderer = None
    default_error_messages = {
        "too_many_forms": gettext_lazy("A flow has thirty parts at most."),
        "missing_management_form": gettext_lazy("The page came back without its parts. Open it again."),
    }

    def parts(self, roles: Iterable[HostingRole]) -> list[Part]:
        """Return the parts, once they are valid."""
        by_name = _by_name(roles)
        return [part for form in self.forms if (part := form.part(by_name))]

    def drafted(self, roles: Iterable[HostingRole]) -> list[Part]:
        """Return the parts as far as they can be read, for the clock beside them; a row for each."""
        self.is_valid()
        by_name = _by_name(roles)
        drafted = []
        for form in self.forms:
            given = {"name": "", "minutes": None, "who": "", "moment": Moment.OTHER} | form.cleaned_data
            role = by_name.get(given["who"].casefold())
            drafted.append(
                Part(given["name"], given["moment"], given["minutes"], role, "" if role else given["who"])
            )
        return drafted


class BeginForm(forms.Form):
    """What a flow begins with: last time's, or a starting one."""

    start = forms.ChoiceField(choices=[("last", "last"), ("starting", "starting")])


class FlowPressForm(forms.Form):
    """What was pressed, and the fingerprint of the flow its writer saw."""

    seen = forms.CharField(max_length=16, required=False)
    do = forms.RegexField(r"^(save|add|(up|down|remove):\d{1,2})$", required=False)

    def pressed(self) -> tuple[str, int]:
        """Return what to do and at which row; anything unknown shows the page as it was sent."""
        self.is_valid()
        verb, _colon, row = self.cleaned_data.get("do", "again").partition(":")
        return verb or "save", int(row or 0)

    def last_seen(self) -> str:
        """Return the fingerprint, as far as it is one."""
        self.is_valid()
        return str(self.cleaned_data.get("seen", ""))


def flow_form(parts: Sequence[Part], roles: Iterable[HostingRole]) -> FlowForm:
    """Return the form filled with a flow as it stands."""
    names = {role.pk: role.name for role in roles}
    rows = [
        {
            "key": str(number),
            "name": part.name,
            "minutes": part.minutes,
            "who": names.get(part.role or 0, part.who),
            "moment": part.moment,
        }
        for number, part in enumerate(parts)
    ]
    return FlowForm(initial=rows)


def redrawn(form: FlowForm, verb: str, at: int) -> FlowForm:
    """Return the form with a row added, moved or removed, and all others as they were typed (rule 3)."""
    rows = [{name: row[name].data for name in _COLUMNS} for row in form.forms]
    if verb == "add" and len(rows) < MOST_PARTS:
        taken = {row["key"] for row in rows}
        key = next(str(number) for number in range(len(rows) + 1) if str(number) not in taken)
        rows.append({"key": key, "moment": Moment.OTHER.value})
    elif verb == "remove" and at < len(rows):
        del rows[at]
    elif verb in ("up", "down"):
        other = at - 1 if verb == "up" else at + 1
        if 0 <= other < len(rows) and at < len(rows):
            rows[at], rows[other] = rows[other], rows[at]
    return FlowForm(_posted(rows))


def _posted(rows: Sequence[dict[str, Any]]) -> QueryDict:
    """Return rows as a browser would send them."""
    data = QueryDict(mutable=True)
    data["form-TOTAL_FORMS"], data["form-INITIAL_FORMS"] = str(len(rows)), "0"
    for number, row in enumerate(rows):
        for name in _COLUMNS:
            data[f"form-{number}-{name}"] = row.get(name) or ""
    return data


def _by_name(roles: Iterable[HostingRole]) -> dict[str, int]:
    return {role.name.casefold(): role.pk for role in roles}
