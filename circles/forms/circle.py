"""What a circle says of itself: when it is founded, and later in its settings."""

from typing import Any
from uuid import uuid4

from crispy_forms.layout import HTML, Div, Row
from django import forms
from django.conf import settings
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from circles.forms.fields import NameField, WordsField, ZoneField
from circles.forms.layout import Fold, helper
from circles.founding import OPENNESS, Description
from circles.models import Circle
from circles.words.countries import countries, parts

DESCRIBED = (
    "name",
    "purpose",
    "timezone",
    "language",
    "place",
    "call_link",
    "origin_lab",
    "origin_place",
    "origin_began",
    "origin_ended",
)


def day_input() -> forms.DateInput:
    """Return the browser's own way to choose a day."""
    return forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})


class DescriptionForm(forms.Form):
    """Name, purpose, zone, language, where to meet, and the lab the circle grew out of.

    `once` is drawn for each page and comes back with it: the same page posted twice founds one circle (R5).
    """

    name = NameField(label=_("Name of the circle"), max_length=80)
    purpose = WordsField(
        label=_("Purpose"),
        max_length=2000,
        help_text=_("What you care about, and what you practise together. Whoever you invite reads it."),
        widget=forms.Textarea(attrs={"rows": 4, "class": "words"}),
    )
    timezone = ZoneField(help_text=_("Type the city your circle meets in, such as Edmonton, and choose."))
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    place = NameField(
        label=_("Usual place"),
        max_length=200,
        required=False,
        help_text=_("Where you sit together. Each gathering can have its own."),
    )
    call_link = forms.URLField(
        label=_("Call link"),
        max_length=500,
        required=False,
        assume_scheme="https",
        help_text=_("For those who join by video: one link, kept here. Only the circle sees it."),
    )
    origin_lab = NameField(label=_("Learning lab"), max_length=200, required=False)
    origin_place = NameField(label=_("Where it was"), max_length=200, required=False)
    origin_began = forms.DateField(label=_("First day"), required=False, widget=day_input())
    origin_ended = forms.DateField(label=_("Last day"), required=False, widget=day_input())
    once = forms.UUIDField(required=False, widget=forms.HiddenInput, initial=uuid4)

    described: tuple[str, ...] = DESCRIBED

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["language"].initial = get_language()
        self.helper = helper(*self.layout())

    def layout(self) -> list[Any]:
        """Return the fields in their order, those of the lab folded away until one of them is filled."""
        lab = [self[name] for name in ("origin_lab", "origin_place", "origin_began", "origin_ended")]
        return [
            "once",
            "name",
            "purpose",
            Row(Div("timezone"), Div("language")),
            "place",
            "call_link",
            Fold(
                _("It grew out of a learning lab"),
                "origin_lab",
                "origin_place",
                Row(Div("origin_began"), Div("origin_ended")),
                opened=any(field.value() or field.errors for field in lab),
            ),
        ]

    def clean(self) -> dict[str, Any]:
        """Refuse a lab that ends before it begins."""
        given = super().clean() or {}
        began, ended = given.get("origin_began"), given.get("origin_ended")
        if began and ended and ended < began:
            self.add_error("origin_ended", _("The last day of the lab is before its first."))
        return given

    def description(self) -> Description:
        """Return what was said, once the form is valid."""
        return Description(**{field: self.cleaned_data[field] for field in self.described})


class CountryForm(forms.Form):
    """A country that is being looked at: its parts are shown, nothing is kept."""

    country = forms.CharField(required=False, max_length=2)

    @property
    def looked_at(self) -> str | None:
        """Return its code, "" for none, and None where nobody looks at any."""
        return self.cleaned_data["country"] if "country" in self.data and self.is_valid() else None


class CircleSettingsForm(DescriptionForm):
    """The same for a circle that stands, with its country, and how open it is to people outside.

    A country's parts are offered once it is chosen; `looked_at` is one that is being looked at, not chosen yet.
    """

    country = forms.ChoiceField(
        label=_("Country"),
        required=False,
        help_text=_("Its public holidays are named beside your dates."),
        widget=forms.Select(
            attrs={
                "hx-get": "",
                "hx-select": "#parts",
                "hx-target": "#parts",
                "hx-swap": "outerHTML",
                "autocomplete": "off",
            }
        ),
    )
    part = forms.CharField(
        label=_("Part of the country"),
        required=False,
        max_length=6,
        help_text=_("Where it has holidays of its own."),
        widget=forms.Select,
    )
    dates_open = forms.BooleanField(
        label=_("Open our dates"),
        required=False,
        help_text=_("Anybody with the address may read when you gather, and nothing else."),
    )
    listed = forms.BooleanField(
        label=_("List our circle"),
        required=False,
        help_text=_(
            "Visitors find it among the open circles. They read your name, your purpose, when you gather and the "
            "poems you have shared beyond the circle, and may ask to join; a steward answers. They see no "
            "people, no place, no call link, no agreements."
        ),
    )
    joining_asks = forms.BooleanField(
        label=_("The join link asks first"),
        required=False,
        help_text=_("Who comes by the join link asks to join, and waits for a steward’s yes."),
    )

    described = (*DESCRIBED, "country")

    def __init__(self, circle: Circle, *args: Any, looked_at: str | None = None, **kwargs: Any) -> None:
        initial = {field: getattr(circle, field) for field in (*DESCRIBED, *OPENNESS)}
        initial |= {"country": circle.country[:2] if looked_at is None else looked_at, "part": circle.country}
        super().__init__(*args, initial=initial, **kwargs)
        self.fields["timezone"].help_text = _(
            "In another zone your hours stay as they are on the clock: 18:00 is 18:00 there. What is to come "
            "moves in everybody’s calendar; what has been stays as it was."
        )

    def layout(self) -> list[Any]:
        """Return the fields in their order, how open the circle is last."""
        where = self._where()
        fields = super().layout()
        fields.insert(fields.index("place"), where)
        return [*fields, *OPENNESS]

    def _where(self) -> Row:
        """Return the country and, where the one that is chosen has any, its parts."""
        self.fields["country"].choices = [("", _("No public holidays")), *countries()]  # type: ignore[attr-defined]
        self.parts = parts(str(self["country"].value() or ""))
        self.fields["part"].widget.choices = [("", _("The whole country")), *self.parts]
        return Row(Div("country"), Div("part" if self.parts else HTML(""), css_id="parts"))

    def clean(self) -> dict[str, Any]:
        """Take the part for the country, unless it is one of a country chosen before."""
        given = super().clean()
        part, country = given.get("part", ""), given.get("country", "")
        if part and part in dict(self.parts):
            given["country"] = part
        elif part and country and part.startswith(f"{country}-"):
            self.add_error("part", gettext("Choose a part of the list, or the whole country."))
        return given

    def openness(self) -> dict[str, bool]:
        """Return how open the circle is to be, once the form is valid."""
        return {field: self.cleaned_data[field] for field in OPENNESS}


class DeleteForm(forms.Form):
    """The circle’s name, typed, so that nobody deletes one by a slip of the hand."""

    name = NameField(
        label=_("Type the name of the circle"),
        max_length=80,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = helper("name")
