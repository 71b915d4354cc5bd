"""The feed as it is written, to the byte.

R73 two libraries read the same values back: `test_calendar_readers`, and programs: `test_feed_readers` · R74 lines ·
R75 text stays text · R76 one UID: here, and for life: `test_feed_edits` · R77 the same bytes: here, and an hour later:
`test_feed_caching` · R78 what is asked by tag: `test_feed_caching`, by date: `test_feed_dates` · R79 however asked:
`test_feed_caching` · R80 and R81 edits and what is called off: `test_feed_edits`, `test_feeds` · R82 zones: here and in
`test_whole_calendar` · R83 one is written like this, nobody is asked · R84 sixty kilobytes: `test_whole_calendar`.
"""

import re
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from hypothesis import example, given
from hypothesis import strategies as st
from icalendar import Calendar

from gatherings.calendars import Entry, Feed, render
from gatherings.rhythm import Rhythm

PARIS = ZoneInfo("Europe/Paris")
TWO_HOURS = timedelta(hours=2)
YES = "Your answer: I’ll be there.\nYou hold: guardian, with Inès beside you."


def make_entry(**said):
    usual = {
        "uid": "first@gathering",
        "day": date(2026, 11, 25),
        "starts": time(18),
        "lasts": TWO_HOURS,
        "timezone": PARIS,
        "summary": "Practice circle",
        "changed_at": datetime(2026, 2, 1, 10, 30, tzinfo=UTC),
    }
    return Entry(**usual | said)


def make_feed(*entries, name="Practice circle"):
    return Feed(name=name, refresh=timedelta(hours=6), entries=entries)


def make_year(zone, year, *, circle="", months=12):
    """The entries of a circle that meets on last Wednesdays at 18:00."""
    rhythm = Rhythm(first=date(year, 1, 1), starts=time(18), lasts=TWO_HOURS, timezone=ZoneInfo(zone))
    days = [found.day for found in rhythm.occurrences(date(year, 1, 1), date(year + 10, 1, 1))][:months]
    return [make_entry(uid=f"{circle}{day}@gathering", day=day, timezone=ZoneInfo(zone)) for day in days]


def lines_of(feed):
    """Its content lines, as a reader puts them together."""
    return render(feed).decode().replace("\r\n ", "").split("\r\n")[:-1]


def only_event(feed):
    (event,) = Calendar.from_ical(render(feed)).walk("VEVENT")
    return event


# What stands in it


def test_one_gathering_is_written_like_this():
    entry = make_entry(
        description=YES,
        location="Old Library, side door",
        url="https://circles.example.org/c/practice-k3f/12/",
        sequence=2,
    )

    assert render(make_feed(entry)).decode().split("\r\n") == [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Last Wednesday//Gatherings//EN",
        "NAME:Practice circle",
        "X-WR-CALNAME:Practice circle",
        "REFRESH-INTERVAL;VALUE=DURATION:PT6H",
        "X-PUBLISHED-TTL:PT6H",
        "BEGIN:VTIMEZONE",
        "TZID:Europe/Paris",
        "BEGIN:STANDARD",
        "DTSTART:20261123T180000",
        "TZNAME:CET",
        "TZOFFSETFROM:+0100",
        "TZOFFSETTO:+0100",
        "END:STANDARD",
        "END:VTIMEZONE",
        "BEGIN:VEVENT",
        "SUMMARY:Practice circle",
        "DTSTART;TZID=Europe/Paris:20261125T180000",
        "DTEND;TZID=Europe/Paris:20261125T200000",
        "DTSTAMP:20260201T103000Z",
        "UID:first@gathering",
        "SEQUENCE:2",
        "DESCRIPTION:Your answer: I’ll be there.\\nYou hold: guardian\\, with Inès ",
        " beside you.",
        "LOCATION:Old Library\\, side door",
        "STATUS:CONFIRMED",
        "TRANSP:OPAQUE",
        "URL:https://circles.example.org/c/practice-k3f/12/",
        "END:VEVENT",
        "END:VCALENDAR",
        "",
    ]


def test_a_feed_without_gatherings_still_holds_something():
    assert lines_of(make_feed())[6:] == [
        "X-PUBLISHED-TTL:PT6H",
        "BEGIN:VTIMEZONE",
        "TZID:UTC",
        "BEGIN:STANDARD",
        "DTSTART:19700101T000000",
        "TZNAME:UTC",
        "TZOFFSETFROM:+0000",
        "TZOFFSETTO:+0000",
        "END:STANDARD",
        "END:VTIMEZONE",
        "END:VCALENDAR",
    ]


def test_what_is_called_off_stays_says_so_and_takes_nobodys_time():
    event = only_event(
        make_feed(make_entry(called_off=True, summary="Called off: Practice circle", sequence=1))
    )

    assert (event["uid"], event["status"], event["transp"]) == ("first@gathering", "CANCELLED", "TRANSPARENT")
    assert (event["summary"], event["sequence"]) == ("Called off: Practice circle", 1)


def test_a_gathering_shown_as_free_takes_no_time():
    event = only_event(make_feed(make_entry(free=True)))

    assert (event["status"], event["transp"]) == ("CONFIRMED", "TRANSPARENT")


def test_a_feed_asks_nobody_for_anything_and_names_nobody():
    names = {re.split("[;:]", line)[0] for line in lines_of(make_feed(*make_year("Europe/Paris", 2026)))}

    assert names & {"METHOD", "ORGANIZER", "ATTENDEE", "CONTACT", "RRULE", "RDATE"} == set()
    assert "BEGIN:VALARM" not in lines_of(make_feed(*make_year("Europe/Paris", 2026)))


def test_two_gatherings_with_one_uid_are_no_feed():
    with pytest.raises(ValueError, match="same UID"):
        render(make_feed(make_entry(), make_entry(day=date(2026, 12, 30))))


def test_the_same_gatherings_give_the_same_bytes_at_any_time_and_in_any_order():
    entries = make_year("Europe/Paris", 2026) + make_year("Asia/Kathmandu", 2026, circle="other-")
    with time_machine.travel(datetime(2026, 5, 1, 12, tzinfo=UTC)):
        before = render(make_feed(*entries))
    with time_machine.travel(datetime(2026, 5, 1, 13, tzinfo=UTC)):
        after = render(make_feed(*reversed(entries)))

    assert before == after


def test_five_circles_of_two_years_stay_under_60_kb():
    page = "https://circles.example.org/c/practice-{}/12/"
    entries = [
        replace(entry, description=YES, location="Old Library, side door", url=page.format(circle))
        for circle in ("k3f9", "m7ad", "p0xz", "q4de", "w8hu")
        for entry in make_year("America/Edmonton", 2025, circle=f"{circle}-7c1d9e02-", months=24)
    ]
    written = render(make_feed(*entries))

    assert written.count(b"BEGIN:VEVENT") == 120
    assert len(written) < 60_000


# Text


@given(text=st.text(st.characters() | st.sampled_from('\\;,\n"éß語😀👩‍🌾'), max_size=400))
@example(text="\\" * 99)
@example(text="x" + "\\" * 99)
@example(text="x" + "\n" * 99)
def test_every_line_is_short_whole_and_ends_as_it_should(text):
    written = render(make_feed(make_entry(summary=text, description=text * 3, location=text), name=text))

    assert written.endswith(b"END:VCALENDAR\r\n")
    assert not re.search(rb"\r(?!\n)|(?<!\r)\n", written)
    for line in written.split(b"\r\n"):
        assert len(line) <= 75
        line.decode()  # no character is cut in two
        assert (len(line) - len(line.rstrip(b"\\"))) % 2 == 0  # and no escape


def test_ten_thousand_letters_are_folded_and_kept():
    text = ("Zoë\\ a dit ; « où, déjà ? »\n😀👩‍🌾語" * 500)[:10_000]

    assert only_event(make_feed(make_entry(description=text)))["description"] == text
    assert max(len(line) for line in render(make_feed(make_entry(description=text))).split(b"\r\n")) == 75


HOSTILE = [
    ("x\rBEGIN:VEVENT", "x\nBEGIN:VEVENT"),
    ("x\r\nEND:VEVENT\r\nBEGIN:VEVENT", "x\nEND:VEVENT\nBEGIN:VEVENT"),
    ("x\n\r\nBEGIN:VALARM", "x\n\nBEGIN:VALARM"),
    ("x\u2028BEGIN:VEVENT\u2029y", "x\nBEGIN:VEVENT\ny"),
    ("x\x85BEGIN:VEVENT\x0by\x0cz", "x\nBEGIN:VEVENT\ny\nz"),
    ("x\x1cBEGIN:VEVENT\x1d\x1e", "xBEGIN:VEVENT"),
    (";,\\n\\", ";,\\n\\"),
    ("C:\\New\\notes", "C:\\New\\notes"),
    ("\x1b[31mred\x00\x7f\x9b", "[31mred"),
    ("half \ud83d of a face", "half  of a face"),
    ("a\ttab stays", "a\ttab stays"),
]


@pytest.mark.parametrize(("text", "kept"), HOSTILE)
def test_text_stays_text(text, kept):
    entry = make_entry(summary=text, description=text, location=text, uid=f"{text}@gathering")
    feed = make_feed(entry, name=text)

    event = only_event(feed)

    assert [event["summary"], event["description"], event["location"]] == [kept] * 3
    assert event["uid"] == f"{kept}@gathering"
    assert render(feed).decode().splitlines() == render(feed).decode().split("\r\n")[:-1]
    assert [line.split(":")[0] for line in lines_of(feed)] == [
        line.split(":")[0] for line in lines_of(make_feed(make_entry(description="x", location="x")))
    ]


def test_an_address_stays_on_its_line():
    entry = make_entry(url="https://circles.example.org/ \r\nATTENDEE:mailto:\x00someone@example.org")

    assert only_event(make_feed(entry))["url"] == (
        "https://circles.example.org/ATTENDEE:mailto:someone@example.org"
    )


# Zones

# From the published rules for 2025: the local time before the change, and the offsets before and after.
CHANGES_OF_2025 = {
    "Europe/Vienna": [("20250330T020000", "+0100", "+0200"), ("20251026T030000", "+0200", "+0100")],
    "America/New_York": [("20250309T020000", "-0500", "-0400"), ("20251102T020000", "-0400", "-0500")],
    "America/Edmonton": [("20250309T020000", "-0700", "-0600"), ("20251102T020000", "-0600", "-0700")],
    "Australia/Sydney": [("20250406T030000", "+1100", "+1000"), ("20251005T020000", "+1000", "+1100")],
    "Australia/Lord_Howe": [("20250406T020000", "+1100", "+1030"), ("20251005T020000", "+1030", "+1100")],
    "Africa/Casablanca": [("20250223T030000", "+0100", "+0000"), ("20250406T020000", "+0000", "+0100")],
    "Asia/Kathmandu": [],
}


@pytest.mark.parametrize("zone", CHANGES_OF_2025)
def test_each_change_of_the_clock_is_written_when_it_was(zone):
    calendar = Calendar.from_ical(render(make_feed(*make_year(zone, 2025))))
    (block,) = calendar.walk("VTIMEZONE")
    changes = [
        (part["dtstart"].to_ical().decode(), part["tzoffsetfrom"].to_ical(), part["tzoffsetto"].to_ical())
        for part in block.subcomponents
    ]

    assert block["tzid"] == zone
    assert changes[0][1] == changes[0][2]  # how the clock stood before
    assert changes[1:] == CHANGES_OF_2025[zone]


def test_each_zone_used_is_described_once_and_no_other():
    entries = [
        *make_year("Europe/Paris", 2026),
        *make_year("Asia/Kathmandu", 2026, circle="other-"),
        *make_year("UTC", 2026, circle="third-"),
    ]
    lines = lines_of(make_feed(*entries))

    used = {match[1] for line in lines if (match := re.match("DT(?:START|END);TZID=([^:]+):", line))}
    assert [line.removeprefix("TZID:") for line in lines if line.startswith("TZID:")] == sorted(used)
    assert used == {"Europe/Paris", "Asia/Kathmandu"}


def test_an_hour_left_out_is_written_as_the_clock_will_show_it():
    lines = lines_of(make_feed(make_entry(day=date(2026, 3, 29), starts=time(2, 30))))

    assert "DTSTART;TZID=Europe/Paris:20260329T033000" in lines
    assert "DTEND;TZID=Europe/Paris:20260329T053000" in lines


def test_an_hour_that_comes_twice_is_written_in_utc():
    lines = lines_of(make_feed(make_entry(day=date(2026, 10, 25), starts=time(2, 30))))

    assert "DTSTART:20261025T003000Z" in lines
    assert "DTEND;TZID=Europe/Paris:20261025T033000" in lines
