"""Fields that several forms share: names, words as they are, time zones."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from circles.post.harmless import one_line
from circles.words.names import can_be_seen
from circles.words.zones import validate_zone, zone_names


class NameField(forms.CharField):
    """What somebody or something is called: one line, without control characters."""

    def to_python(self, value: Any) -> str:
        """Return the name on one line, with single spaces."""
        return one_line(super().to_python(value) or "")

    def validate(self, value: Any) -> None:
        """Raise ValidationError for a name of which nothing can be seen."""
        super().validate(value)
        if value and not can_be_seen(value):
            raise forms.ValidationError(_("None of this can be seen. Write it in letters."), code="unseen")


class WordsField(forms.CharField):
    """Words kept as they are: nothing trimmed; only the line breaks a browser posts become plain ones."""

    widget = forms.Textarea

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(strip=False, **kwargs)

    def to_python(self, value: Any) -> str:
        """Return the words with plain line breaks; nothing but blanks counts as nothing."""
        words = (super().to_python(value) or "").replace("\r\n", "\n").replace("\r", "\n")
        return words if words.strip() else ""


class ZoneInput(forms.TextInput):
    """A box to type a city into, with all zones behind it. Where it is empty, the browser offers its own zone."""

    template_name = "circles/fields/zone_input.html"

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Return what the template needs: the box, and the zones."""
        context = super().get_context(name, value, attrs)
        context["zones"] = zone_names()
        context["zones_id"] = f"{context['widget']['attrs'].get('id', name)}_zones"
        context["widget"]["attrs"]["list"] = context["zones_id"]
        return context


class ZoneField(forms.CharField):
    """A time zone, by its IANA name or only its city, in any capitals."""

    widget = ZoneInput

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("Time zone"))
        kwargs.setdefault("help_text", _("Type a city near you, such as Edmonton, and choose."))
        super().__init__(max_length=64, **kwargs)

    def to_python(self, value: Any) -> str:
        """Return the one zone that is meant, or what was typed where none or several may be."""
        typed = super().to_python(value) or ""
        wanted = typed.replace(" ", "_").casefold()
        exact = [zone for zone in zone_names() if zone.casefold() == wanted]
        by_city = [zone for zone in zone_names() if zone.casefold().rpartition("/")[2] == wanted]
        return next((found[0] for found in (exact, by_city) if len(found) == 1), typed)

    def validate(self, value: Any) -> None:
        """Raise ValidationError for a zone nobody knows."""
        super().validate(value)
        if value:
            validate_zone(value)
