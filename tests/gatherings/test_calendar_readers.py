"""What others read in our feeds: the same values, in feeds of every kind, by the zones as written (R73, R82)."""

import json
import shutil
import subprocess
from datetime import UTC, date, datetime, time, timedelta
from io import StringIO
from pathlib import Path
from zoneinfo import ZoneInfo, available_timezones

import pytest
from dateutil.tz import tzical
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar
from vdirsyncer.vobject import Item, split_collection

from gatherings.calendars import Entry, Feed, render
from gatherings.rhythm import LONGEST, instant

ICALJS = Path(__file__).parent / "icaljs"
PARIS = ZoneInfo("Europe/Paris")
ZONES = sorted(available_timezones())
SIX_ZONES = [
    "Africa/Casablanca",
    "America/Edmonton",
    "America/New_York",
    "Australia/Lord_Howe",
    "Australia/Sydney",
    "Europe/Vienna",
]

# Feeds of every kind: any text without control characters, any zone, also the hours that clocks leave out
# or show twice.
texts = st.text(st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"]) | st.sampled_from('\n\t\\;,:"nN '))
moments = st.datetimes(
    min_value=datetime(2000, 1, 1), max_value=datetime(2090, 1, 1), timezones=st.just(UTC)
).map(lambda moment: moment.replace(microsecond=0))
odd = st.sampled_from(
    [
        {"day": date(2026, 3, 29), "starts": time(2, 30), "timezone": PARIS},
        {"day": date(2026, 10, 25), "starts": time(2, 30), "timezone": PARIS},
        {"day": date(2026, 10, 25), "starts": time(0, 45), "timezone": PARIS},
        {"day": date(2026, 4, 5), "starts": time(1, 45), "timezone": ZoneInfo("Australia/Lord_Howe")},
    ]
)
usual = st.fixed_dictionaries(
    {
        "day": st.dates(min_value=date(2015, 1, 1), max_value=date(2040, 12, 31)),
        "starts": st.times().map(lambda when: when.replace(microsecond=0)),
        "timezone": st.sampled_from(ZONES).map(ZoneInfo),
    }
)
whens = usual | odd
words = st.fixed_dictionaries(
    {
        "lasts": st.integers(min_value=1, max_value=LONGEST // timedelta(minutes=1)).map(
            lambda n: timedelta(minutes=n)
        ),
        "summary": texts,
        "description": texts,
        "location": texts,
        "url": st.sampled_from(["", "https://circles.example.org/c/practice-k3f/12/?a=b;c,d#e"]),
        "called_off": st.booleans(),
        "free": st.booleans(),
        "sequence": st.integers(min_value=0, max_value=1000),
        "changed_at": moments,
    }
)


@st.composite
def feeds(draw):
    found = draw(st.lists(st.tuples(whens, words), max_size=5))
    entries = [Entry(uid=f"{number}@gathering", **when, **more) for number, (when, more) in enumerate(found)]
    return Feed(
        name=draw(texts),
        refresh=draw(st.sampled_from([timedelta(hours=1), timedelta(days=1)])),
        entries=entries,
    )


def expected(feed):
    """What any reader should find in it, in the order of time."""
    entries = sorted(
        feed.entries, key=lambda entry: (instant(entry.day, entry.starts, entry.timezone), entry.uid)
    )
    return [
        {
            "uid": entry.uid,
            "starts": int(instant(entry.day, entry.starts, entry.timezone).timestamp()),
            "ends": int((instant(entry.day, entry.starts, entry.timezone) + entry.lasts).timestamp()),
            "summary": entry.summary,
            "description": entry.description,
            "location": entry.location,
            "url": entry.url,
            "status": "CANCELLED" if entry.called_off else "CONFIRMED",
            "transparency": "TRANSPARENT" if entry.free or entry.called_off else "OPAQUE",
            "sequence": entry.sequence,
            "changed": int(entry.changed_at.timestamp()),
        }
        for entry in entries
    ]


@pytest.fixture(scope="module")
def read_with_icaljs():
    """A function from a feed to what ical.js reads in it; one Node process for all the feeds of this file."""
    if not shutil.which("node"):
        pytest.skip("Node is not installed, so ical.js cannot read the feeds.")
    if not (ICALJS / "node_modules").is_dir():
        pytest.skip("ical.js is not installed: make node")
    with subprocess.Popen(
        ["node", "read.js"], cwd=ICALJS, stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8"
    ) as node:

        def read(feed):
            node.stdin.write(json.dumps({"ics": render(feed).decode()}) + "\n")
            node.stdin.flush()
            return json.loads(node.stdout.readline())

        yield read


@given(feed=feeds())
def test_icalendar_reads_back_what_was_said(feed):
    calendar = Calendar.from_ical(render(feed))
    found = [
        {
            "uid": str(event["uid"]),
            "starts": int(event["dtstart"].dt.timestamp()),
            "ends": int(event["dtend"].dt.timestamp()),
            "summary": str(event["summary"]),
            "description": str(event.get("description", "")),
            "location": str(event.get("location", "")),
            "url": str(event.get("url", "")),
            "status": str(event["status"]),
            "transparency": str(event["transp"]),
            "sequence": event["sequence"],
            "changed": int(event["dtstamp"].dt.timestamp()),
        }
        for event in calendar.walk("VEVENT")
    ]

    assert found == expected(feed)
    assert [error for component in calendar.walk() for error in component.errors] == []


@given(feed=feeds())
def test_icaljs_reads_back_what_was_said(feed, read_with_icaljs):
    zones = sorted({entry.timezone.key for entry in feed.entries} - {"UTC"})

    assert read_with_icaljs(feed) == {
        "name": feed.name,
        "refresh": feed.refresh.total_seconds(),
        "zones": zones if feed.entries else ["UTC"],
        "entries": expected(feed),
    }


@given(feed=feeds())
def test_vdirsyncer_keeps_each_gathering_apart(feed):
    items = [Item(text) for text in split_collection(render(feed).decode())]

    assert sorted(item.uid for item in items) == sorted(entry.uid for entry in feed.entries)


# Zones, by the rules that stand in the feed


def make_entry(zone, day, starts):
    return Entry(
        uid=f"{zone}-{day}@gathering",
        day=day,
        starts=starts,
        lasts=timedelta(hours=2),
        timezone=ZoneInfo(zone),
        summary="Practice circle",
        changed_at=datetime(2026, 1, 1, tzinfo=UTC),
    )


def make_feed(entries):
    return Feed(name="Practice circle", refresh=timedelta(hours=6), entries=entries)


@pytest.mark.parametrize("starts", [time(2, 15), time(12), time(23, 30)])
def test_icaljs_knows_every_hour_of_six_zones_with_unlike_clocks(starts, read_with_icaljs):
    weeks = [date(2026, 1, 4) + timedelta(weeks=week) for week in range(5 * 52)]
    entries = [make_entry(zone, day, starts) for zone in SIX_ZONES for day in weeks]

    found = read_with_icaljs(make_feed(entries))

    assert {entry["uid"]: entry["starts"] for entry in found["entries"]} == {
        entry.uid: instant(entry.day, starts, entry.timezone).timestamp() for entry in entries
    }


@pytest.mark.thorough
def test_dateutil_knows_noon_of_every_month_from_2026_to_2030_in_every_zone():
    zones = [zone for zone in ZONES if zone != "UTC"]
    ends = [date(2026, 1, 28), date(2030, 12, 25)]
    noons = [datetime(year, month, 25, 12) for year in range(2026, 2031) for month in range(1, 13)][1:]

    written = render(make_feed([make_entry(zone, day, time(12)) for zone in zones for day in ends]))
    known = tzical(StringIO(written.decode()))

    assert sorted(known.keys()) == zones
    assert [
        (zone, noon)
        for zone in zones
        for noon in noons
        if noon.replace(tzinfo=known.get(zone)).utcoffset() != noon.replace(tzinfo=ZoneInfo(zone)).utcoffset()
    ] == []
