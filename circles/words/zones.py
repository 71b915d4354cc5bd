"""Time zones by their IANA names."""

from functools import cache
from zoneinfo import available_timezones

from django.core.exceptions import ValidationError
from django.utils.translation import gettext, pgettext
from django.utils.translation import gettext_lazy as _

_NOT_PLACES = ("Etc/", "SystemV/", "posix/", "right/")


@cache
def zone_names() -> tuple[str, ...]:
    """Return the zones a person can live in, sorted: Area/City, and UTC."""
    places = (name for name in available_timezones() if "/" in name and not name.startswith(_NOT_PLACES))
    return ("UTC", *sorted(places))


def validate_zone(name: str) -> None:
    """Raise ValidationError with a sentence unless `name` is an IANA time zone."""
    if name not in available_timezones():
        raise ValidationError(
            _(
                "“%(zone)s” is not a time zone we know. Choose the nearest big city in the list, such as "
                "America/Edmonton."
            ),
            code="unknown_zone",
            params={"zone": name},
        )


def zone_words(zone: str) -> str:
    """Return a zone in words: "Edmonton time"; of nowhere, "UTC"."""
    if zone == "UTC":
        return zone
    city = zone.rpartition("/")[2].replace("_", " ")
    if city[0] in "AEIOU":
        return pgettext("a city that begins with a vowel", "%(city)s time") % {"city": city}
    return gettext("%(city)s time") % {"city": city}
