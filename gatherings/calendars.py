"""Gatherings become a calendar feed: plain values in, iCalendar bytes out (RFC 5545, RFC 7986).

1. One VEVENT for one gathering, each with its own UID for life; never an RRULE, which calendar programs
   expand in their own ways (R76).
2. Wall-clock time with the zone's name, and a VTIMEZONE for each zone used, from a little before its
   first entry to a little after its last: one plain sub-component for each change of the clock, since
   some programs read only the first date of a list (R82).
3. A time that a clock change leaves out is written as the wall clock will show it. One that comes twice
   is written in UTC: calendar programs differ in which of the two they take it for.
4. DTSTAMP is the last change, never the time of rendering: the same gatherings give the same bytes (R77).
   Without METHOD it says what LAST-MODIFIED would (RFC 5545, 3.8.7.2), which is left out, as CREATED is: a feed of
   five circles stays under 60 kB (R84).
5. What is called off stays, says so in its STATUS, and takes nobody's time. Its summary says so too, for
   programs that show no status; that word comes with the summary, for this module speaks no language (R81).
6. Text cannot add a property: breaks of every kind become one line feed, escaped, and control characters
   are left out (R75). No line is longer than 75 octets or cut inside a character or an escape (R74).
7. No METHOD, organiser, attendee or alarm: a feed tells when and where, and no names (R69, R83). One entry that
   goes by mail (`render_part`) has a METHOD and, as RFC 5546 asks of it, an organiser, who is the circle.
8. A feed without gatherings carries the zone UTC alone, because a calendar must hold something (RFC 5545, 3.6).
9. The calendar itself has no UID, though RFC 7986 offers one: vdirsyncer takes it for the UID of every entry
   and keeps one of them all.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Self
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event, Timezone, TimezoneDaylight, TimezoneStandard, vDuration, vText

from gatherings.rhythm import instant, oddity

PRODUCT = "-//Last Wednesday//Gatherings//EN"

_DAY, _SECOND = timedelta(days=1), timedelta(seconds=1)
_LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)
_ESCAPES = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n"})
_BREAKS = re.compile(r"\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_UNSEEN = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff]")  # control characters and half characters


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One gathering as a calendar shows it.

    `day` and `starts` are local to `timezone`; `lasts` is real time; `changed_at` is aware.
    All text is ready to be read, in the reader's language. `free` shows the time as not taken.
    """

    uid: str
    day: date
    starts: time
    lasts: timedelta
    timezone: ZoneInfo
    summary: str
    changed_at: datetime
    description: str = ""
    location: str = ""
    url: str = ""
    called_off: bool = False
    free: bool = False
    sequence: int = 0

    @property
    def starts_at(self) -> datetime:
        """Its first moment, aware, in UTC."""
        return instant(self.day, self.starts, self.timezone)

    @property
    def ends_at(self) -> datetime:
        """The moment it is over, aware, in UTC."""
        return self.starts_at + self.lasts


@dataclass(frozen=True, kw_only=True)
class Feed:
    """A calendar to subscribe to: a name, how often to look again, and its entries."""

    name: str
    refresh: timedelta
    entries: Sequence[Entry]


def render(feed: Feed) -> bytes:
    """The feed as iCalendar, UTF-8; the same for the same values, in whatever order the entries come.

    Raises ValueError where two entries share a UID.
    """
    entries = sorted(feed.entries, key=lambda entry: (entry.starts_at, entry.uid))
    if len({entry.uid for entry in entries}) < len(entries):
        raise ValueError("Two entries of one feed have the same UID.")
    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", PRODUCT)
    calendar.add("name", _Text(feed.name))
    calendar.add("x-wr-calname", _Text(feed.name))
    calendar.add("refresh-interval", vDuration(feed.refresh), parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", vDuration(feed.refresh))
    for zone in _zones(entries):
        calendar.add_component(zone)
    for entry in entries:
        calendar.add_component(_event(entry))
    return _bytes(calendar)


@dataclass(frozen=True)
class Organiser:
    """Whose an entry is that goes by mail: a name to show, and an address."""

    name: str
    address: str


def render_part(entry: Entry, *, method: str, organiser: Organiser) -> bytes:
    """One entry as iCalendar that goes by mail, UTF-8: published, or cancelled (RFC 5546, 3.2)."""
    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", PRODUCT)
    calendar.add("method", method)
    for zone in _zones([entry]):
        calendar.add_component(zone)
    event = _event(entry)
    name = {"CN": _cleaned(organiser.name).replace('"', "”").replace("\n", " ")}
    event.add("organizer", f"mailto:{organiser.address}", parameters=name)
    calendar.add_component(event)
    return _bytes(calendar)


def _bytes(calendar: Calendar) -> bytes:
    return b"".join(_folded(line) + b"\r\n" for line in calendar.content_lines() if line)


def _event(entry: Entry) -> Event:
    event = Event()
    event.add("uid", _Text(entry.uid))
    event.add("dtstamp", entry.changed_at.astimezone(UTC))
    event.add("sequence", entry.sequence)
    for name, moment in (("dtstart", entry.starts_at), ("dtend", entry.ends_at)):
        local = moment.astimezone(entry.timezone)
        if oddity(local.date(), local.time(), entry.timezone) == "twice":
            event.add(name, moment)
        else:  # by the zone's name alone: given the zone, the library would write some as UTC
            event.add(name, local.replace(tzinfo=None), parameters={"TZID": entry.timezone.key})
    event.add("summary", _Text(entry.summary))
    for name, text in (("description", entry.description), ("location", entry.location)):
        if text:
            event.add(name, _Text(text))
    if entry.url:
        event.add("url", "".join(_cleaned(entry.url).split()))
    event.add("status", "CANCELLED" if entry.called_off else "CONFIRMED")
    event.add("transp", "TRANSPARENT" if entry.free or entry.called_off else "OPAQUE")
    return event


def _zones(entries: Sequence[Entry]) -> Iterator[Timezone]:
    """A VTIMEZONE for each zone used, by name (rules 2 and 8); times in UTC need none."""
    used: dict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        used[entry.timezone.key].append(entry)
    for key in sorted(used.keys() - {"UTC"}):
        room = 2 * _DAY  # more than any clock is ever set forward or back
        first = min(entry.starts_at for entry in used[key]).replace(microsecond=0) - room
        last = max(entry.ends_at for entry in used[key]) + room
        yield _zone(used[key][0].timezone, first, last)
    if not used:
        yield _zone(ZoneInfo("UTC"), _LONG_AGO, _LONG_AGO)


def _zone(zone: ZoneInfo, first: datetime, last: datetime) -> Timezone:
    """The VTIMEZONE that is right from `first` to `last`: how the clock stands, then each change of it."""
    block = Timezone()
    block.add("tzid", zone.key)
    for onset in (first, *_changes(zone, first, last)):
        before, after = (onset - _SECOND).astimezone(zone), onset.astimezone(zone)
        change = TimezoneDaylight() if after.dst() else TimezoneStandard()
        change.add("dtstart", before.replace(tzinfo=None) + _SECOND)
        change.add("tzoffsetfrom", before.utcoffset())
        change.add("tzoffsetto", after.utcoffset())
        change.add("tzname", after.tzname())
        block.add_component(change)
    return block


def _changes(zone: ZoneInfo, first: datetime, last: datetime) -> Iterator[datetime]:
    """The instants, to the second, from which the zone's clock shows another offset; one a day at most."""

    def offset(moment: datetime) -> timedelta | None:
        return moment.astimezone(zone).utcoffset()

    while first < last:
        before, after = first, first + _DAY
        if offset(before) != offset(after):
            while after - before > _SECOND:
                middle = before + (after - before) // _SECOND // 2 * _SECOND
                before, after = (middle, after) if offset(middle) == offset(before) else (before, middle)
            yield after
        first += _DAY


class _Text(vText):
    """Text as a property's value, cleaned (rule 6).

    Escaped here and not by the library, which takes a backslash and the letter N for a line break.
    """

    def __new__(cls, text: str) -> Self:
        return super().__new__(cls, _cleaned(text))

    def to_ical(self) -> bytes:
        """The value, escaped (RFC 5545, 3.3.11)."""
        return self.translate(_ESCAPES).encode()


def _cleaned(text: str) -> str:
    """The text with one kind of line break, without what cannot be seen or written."""
    return _UNSEEN.sub("", _BREAKS.sub("\n", text))


def _folded(line: str) -> bytes:
    """A content line in pieces of 75 octets at most, each but the first after a break and a space (rule 6)."""
    octets, pieces, room = line.encode(), [], 75
    while len(octets) > room:
        cut = room
        while octets[cut] & 0b1100_0000 == 0b1000_0000:  # inside a character
            cut -= 1
        backslashes = cut - len(octets[:cut].rstrip(b"\\"))
        cut -= backslashes % 2  # inside an escape
        pieces.append(octets[:cut])
        octets, room = octets[cut:], 74
    return b"\r\n ".join([*pieces, octets])
