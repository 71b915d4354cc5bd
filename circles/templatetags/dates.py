"""Template filters about days."""

from datetime import date, datetime

from django import template

from circles.models import Circle
from circles.words import dates

register = template.Library()

register.filter("written", dates.written, expects_localtime=True)


@register.filter
def until(at: datetime, circle: Circle) -> str:
    """Return when something ends, on the circle's clock and naming it."""
    return dates.until(at, circle.zone)


@register.filter
def on_day(at: datetime, circle: Circle) -> date:
    """Return the day of an instant where the circle is."""
    return at.astimezone(circle.zone).date()
