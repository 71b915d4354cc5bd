"""When a gathering is, in words: written out with weekday and zone, for the circle and for whoever looks (R86)."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.formats import date_format, time_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from circles.dates import written
from gatherings.models import Gathering


def day_words(day: date, *, today: date | None = None) -> str:
    """Return a day written out: "Wednesday 25 November", with its year when that is not the present one."""
    today = today or timezone.localdate()
    return written(day, "l j F" if day.year == today.year else "l j F Y")


def zone_words(zone: str) -> str:
    """Return a zone in words: "Edmonton time"; of nowhere, "UTC"."""
    if zone == "UTC":
        return zone
    city = zone.rpartition("/")[2].replace("_", " ")
    if city[0] in "AEIOU":
        return pgettext("a city that begins with a vowel", "%(city)s time") % {"city": city}
    return _("%(city)s time") % {"city": city}


def hours(gathering: Gathering) -> str:
    """Return from when to when, on the circle's clock: "18:00–20:00"."""
    return _span(gathering.starts_at, gathering.ends_at, gathering.zone)


def my_time(gathering: Gathering, zone: ZoneInfo) -> str:
    """Return when it is for somebody living in `zone`, named; empty where their clock agrees with the circle's."""
    there, here = gathering.starts_at.astimezone(gathering.zone), gathering.starts_at.astimezone(zone)
    if there.replace(tzinfo=None) == here.replace(tzinfo=None):
        return ""
    words = {"hours": _span(gathering.starts_at, gathering.ends_at, zone), "zone": zone_words(zone.key)}
    if there.date() == here.date():
        return _("%(hours)s for you, %(zone)s") % words
    return _("%(hours)s on %(weekday)s for you, %(zone)s") % (words | {"weekday": date_format(here, "l")})


def _span(starts_at: datetime, ends_at: datetime, zone: ZoneInfo) -> str:
    return "–".join(time_format(at.astimezone(zone).time(), "H:i") for at in (starts_at, ends_at))
