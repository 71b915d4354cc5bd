"""Template filters that say when a gathering is."""

from datetime import date
from zoneinfo import ZoneInfo

from django import template
from django.utils import timezone

from gatherings import moments, wording
from gatherings.models import Away, Gathering

register = template.Library()


@register.filter
def day_words(gathering: Gathering) -> str:
    """Return its day on the circle's calendar: "Wednesday 25 November"."""
    return moments.day_words(gathering.day)


@register.filter
def hours(gathering: Gathering) -> str:
    """Return from when to when on the circle's clock: "18:00–20:00"."""
    return moments.hours(gathering)


@register.filter
def zone_words(gathering: Gathering) -> str:
    """Return the circle's zone: "Edmonton time"."""
    return moments.zone_words(gathering.timezone)


@register.filter
def my_time(gathering: Gathering) -> str:
    """Return when it is on the clock of whoever looks; empty where that is the circle's."""
    return moments.my_time(gathering, ZoneInfo(timezone.get_current_timezone_name()))


@register.filter
def date_words(day: date) -> str:
    """Return a day written out: "Wednesday 25 November"."""
    return moments.day_words(day)


@register.filter
def span_words(away: Away) -> str:
    """Return the days somebody is away."""
    return wording.span_words(away.first, away.last)
