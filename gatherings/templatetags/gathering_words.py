"""Template filters that say when a gathering is."""

from collections.abc import Iterable
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django import template
from django.utils import timezone

from circles.models import Circle
from circles.words.counting import in_words
from gatherings import moments, wording
from gatherings.models import Away, Gathering, HostingRole

register = template.Library()


@register.filter
def day_words(gathering: Gathering) -> str:
    """Return its day on the circle's calendar: "Wednesday 25 November"; of a lab, its days."""
    return moments.when_words(gathering)


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


@register.filter
def role_names(roles: Iterable[HostingRole]) -> str:
    """Return the names of roles, one after the other."""
    return ", ".join(role.name for role in roles)


@register.filter
def moment_words(moment: datetime) -> str:
    """Return a moment on the clock of whoever looks, with its day unless that is today."""
    return moments.moment_words(moment)


@register.filter
def count_words(count: int) -> str:
    """Return a small number in words, as a sentence begins: "Nine"."""
    said = in_words(count)
    return said[:1].upper() + said[1:]


@register.filter
def origin_days(circle: Circle) -> str:
    """Return the days of the lab a circle grew out of, or the one day that is known."""
    ended = circle.origin_ended or circle.origin_began
    return moments.days_words(circle.origin_began or ended, ended) if ended else ""
