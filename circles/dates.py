"""Days, written out."""

from datetime import date

from django.utils.formats import date_format, get_format
from django.utils.translation import pgettext


def written(day: date, pattern: str = "DATE_FORMAT") -> str:
    """Return a day in Django's date `pattern`, or the one of that name; the first of a month as it is said: "1er"."""
    pattern = get_format(pattern)
    if day.day == 1:
        pattern = pattern.replace("j", pgettext("how the first of a month is written, as a date format", "j"))
    return date_format(day, pattern)
