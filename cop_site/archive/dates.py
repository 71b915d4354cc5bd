"""The gatherings of an archive as a calendar file, each under the UID it has had all its life."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.utils.dateparse import parse_duration
from django.utils.translation import gettext as _

from circles.archiving import Row
from cop_site.archive.shelves import Shelves
from gatherings import calendars
from gatherings.models import Status


def dates(shelves: Shelves) -> bytes:
    """Return every gathering there was and is to be: when, where, what about; nobody's name, nobody's answer."""
    return calendars.render(
        calendars.Feed(
            name=str(shelves.circle["name"]),
            refresh=timedelta(days=1),
            entries=[_entry(shelves.circle, gathering) for gathering in shelves.gatherings],
        )
    )


def _entry(circle: Row, gathering: Row) -> calendars.Entry:
    about = str(circle["name"])
    if gathering["theme"]:
        about = _("%(circle)s: %(theme)s") % {"circle": about, "theme": gathering["theme"]}
    called_off = gathering["status"] == Status.CALLED_OFF
    return calendars.Entry(
        uid=str(gathering["ical_uid"]),
        day=date.fromisoformat(str(gathering["day"])),
        starts=time.fromisoformat(str(gathering["starts"])),
        lasts=parse_duration(str(gathering["lasts"])) or timedelta(hours=1),
        timezone=ZoneInfo(str(gathering["timezone"])),
        summary=_("Called off: %(gathering)s") % {"gathering": about} if called_off else about,
        description=str(gathering["reason"]),
        location=str(gathering["place"] or circle["place"]),
        changed_at=datetime.fromisoformat(str(gathering["changed_at"])),
        called_off=called_off,
        sequence=int(gathering["sequence"] or 0),
    )
