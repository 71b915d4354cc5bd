"""When a gathering is, in words: written out with weekday and zone, for the circle and for whoever looks (R86)."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.formats import date_format, time_format
from django.utils.translation import gettext as _

from circles.words.dates import written
from circles.words.zones import zone_words as zone_words  # said of gatherings too
from gatherings.models import Gathering

_A_DAY = timedelta(days=1)


def day_words(day: date, *, today: date | None = None) -> str:
    """Return a day written out: "Wednesday 25 November", with its year when that is not the present one."""
    today = today or timezone.localdate()
    return written(day, "l j F" if day.year == today.year else "l j F Y")


def days_words(first: date, last: date, *, today: date | None = None) -> str:
    """Return days in a row written out: "Saturday 8 and Sunday 9 November"; more than two by the first and last."""
    if first == last:
        return day_words(first, today=today)
    same_month = (first.year, first.month) == (last.year, last.month)
    begins = written(first, "l j") if same_month else day_words(first, today=today)
    words = {"first": begins, "last": day_words(last, today=today)}
    if last - first == _A_DAY:
        return _("%(first)s and %(last)s") % words
    return _("%(first)s to %(last)s") % words


def last_day(gathering: Gathering) -> date:
    """Return the last of its days: of a lab that takes several, else its own, however late the night."""
    if gathering.lasts <= _A_DAY:
        return gathering.day
    return gathering.ends_at.astimezone(gathering.zone).date()


def when_words(gathering: Gathering) -> str:
    """Return its day written out, or its days."""
    return days_words(gathering.day, last_day(gathering))


def moment_words(moment: datetime, *, now: datetime | None = None) -> str:
    """Return a moment on the clock of whoever looks: "18:40"; on another day "Sunday 15 November, 8:00"."""
    here, today = timezone.localtime(moment), timezone.localtime(now or timezone.now()).date()
    hour = time_format(here.time(), "H:i")
    return hour if here.date() == today else f"{day_words(here.date(), today=today)}, {hour}"


def full_words(gathering: Gathering) -> str:
    """Return all of it: "Saturday 8 and Sunday 9 November, 9:00–17:00 each day, Edmonton time"."""
    return ", ".join((when_words(gathering), hours(gathering), zone_words(gathering.timezone)))


def hours(gathering: Gathering) -> str:
    """Return from when to when, on the circle's clock: "18:00–20:00"; of several days "9:00–17:00 each day"."""
    return _hours(gathering, gathering.zone)


def my_time(gathering: Gathering, zone: ZoneInfo) -> str:
    """Return when it is for somebody living in `zone`, named; empty where their clock agrees with the circle's."""
    there, here = gathering.starts_at.astimezone(gathering.zone), gathering.starts_at.astimezone(zone)
    if there.replace(tzinfo=None) == here.replace(tzinfo=None):
        return ""
    words = {"hours": _hours(gathering, zone), "zone": zone_words(zone.key)}
    if there.date() == here.date():
        return _("%(hours)s for you, %(zone)s") % words
    return _("%(hours)s on %(weekday)s for you, %(zone)s") % (words | {"weekday": date_format(here, "l")})


def _hours(gathering: Gathering, zone: ZoneInfo) -> str:
    span = _span(gathering.starts_at, gathering.ends_at, zone)
    return _("%(hours)s each day") % {"hours": span} if gathering.lasts > _A_DAY else span


def _span(starts_at: datetime, ends_at: datetime, zone: ZoneInfo) -> str:
    return "–".join(time_format(at.astimezone(zone).time(), "H:i") for at in (starts_at, ends_at))
