"""Days, written out."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.utils.formats import date_format, get_format, time_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from circles.words.zones import zone_words


def written(day: date, pattern: str = "DATE_FORMAT") -> str:
    """Return a day in Django's date `pattern`, or the one of that name; the first of a month as it is said: "1er"."""
    pattern = get_format(pattern)
    if day.day == 1:
        pattern = pattern.replace("j", pgettext("how the first of a month is written, as a date format", "j"))
    return date_format(day, pattern)


def until(at: datetime, zone: ZoneInfo) -> str:
    """Return when something ends on the clock of `zone`, named: "until the end of Sunday 29 November, UTC"."""
    there = at.astimezone(zone)
    if there.time() == time(0):
        last = there.date() - timedelta(days=1)
        words = {"day": written(last, "l j F"), "zone": zone_words(zone.key)}
        return _("until the end of %(day)s, %(zone)s") % words
    words = {
        "day": written(there.date(), "l j F"),
        "time": time_format(there.time(), "H:i"),
        "zone": zone_words(zone.key),
    }
    return _("until %(day)s, %(time)s, %(zone)s") % words
