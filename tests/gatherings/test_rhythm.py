"""The rhythm: which gatherings, at which instants, and what is refused."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from gatherings.rhythm import (
    LAST_WEDNESDAY,
    LONGEST,
    Refusal,
    Rhythm,
    RhythmRefused,
    instant,
    oddity,
)

EDMONTON = ZoneInfo("America/Edmonton")
PARIS = ZoneInfo("Europe/Paris")
LORD_HOWE = ZoneInfo("Australia/Lord_Howe")
ZONES = sorted(available_timezones())
TWO_HOURS = timedelta(hours=2)

days = st.dates(min_value=date(1990, 1, 1), max_value=date(2090, 12, 31))
hours = st.times().map(lambda when: when.replace(microsecond=0))
lengths = st.integers(min_value=1, max_value=LONGEST // timedelta(seconds=1)).map(
    lambda seconds: timedelta(seconds=seconds)
)
zones = st.sampled_from(ZONES).map(ZoneInfo)


def make_rhythm(
    rule=LAST_WEDNESDAY, *, first=date(2014, 7, 30), starts=time(18), lasts=TWO_HOURS, timezone=EDMONTON
):
    return Rhythm(rule=rule, first=first, starts=starts, lasts=lasts, timezone=timezone)


def days_of(rhythm, after, before):
    return [occurrence.day for occurrence in rhythm.occurrences(after, before)]


# Which gatherings


def test_the_default_is_the_last_wednesday_of_every_month():
    rhythm = Rhythm(first=date(2014, 7, 30), starts=time(18), lasts=TWO_HOURS, timezone=EDMONTON)

    assert days_of(rhythm, date(2014, 1, 1), date(2015, 2, 1)) == [
        date(2014, 7, 30),
        date(2014, 8, 27),
        date(2014, 9, 24),
        date(2014, 10, 29),
        date(2014, 11, 26),
        date(2014, 12, 31),
        date(2015, 1, 28),
    ]


@given(
    rule=st.sampled_from([LAST_WEDNESDAY, "FREQ=WEEKLY;INTERVAL=3", "FREQ=MONTHLY;INTERVAL=5;BYMONTHDAY=31"]),
    first=days,
    after=days,
    one=st.integers(min_value=0, max_value=1000).map(timedelta),
    other=st.integers(min_value=0, max_value=1000).map(timedelta),
)
def test_a_window_cut_in_two_holds_the_same_gatherings(rule, first, after, one, other):
    rhythm = make_rhythm(rule, first=first)
    middle, before = after + one, after + one + other

    whole = list(rhythm.occurrences(after, before))

    assert whole == [*rhythm.occurrences(after, middle), *rhythm.occurrences(middle, before)]
    assert all(max(after, first) <= occurrence.day < before for occurrence in whole)
    assert all(earlier.day < later.day for earlier, later in pairwise(whole))


def test_nothing_comes_before_the_first_day_nor_on_it_unless_the_rule_says_so():
    rhythm = make_rhythm(first=date(2014, 7, 31))

    assert days_of(rhythm, date(2014, 1, 1), date(2014, 9, 1)) == [date(2014, 8, 27)]


def test_a_window_that_ends_before_it_begins_is_empty():
    assert days_of(make_rhythm(), date(2020, 5, 1), date(2020, 4, 1)) == []
    assert days_of(make_rhythm(), date(2020, 4, 29), date(2020, 4, 29)) == []


def test_the_calendar_has_an_end_and_the_rhythm_stops_there():
    assert days_of(make_rhythm(), date(9998, 11, 1), date.max) == [date(9998, 11, 25), date(9998, 12, 30)]


# Which instants


@pytest.mark.thorough
def test_noon_is_noon_every_month_from_2026_to_2030_in_every_zone():
    for name in ZONES:
        zone = ZoneInfo(name)
        rhythm = make_rhythm(first=date(2026, 1, 1), starts=time(12), timezone=zone)

        found = list(rhythm.occurrences(date(2026, 1, 1), date(2031, 1, 1)))

        assert len(found) == 60
        for occurrence in found:
            local = occurrence.starts_at.astimezone(UTC).astimezone(zone)
            assert (local.date(), local.time()) == (occurrence.day, time(12)), name
            assert occurrence.starts_at.tzinfo is zone


@given(day=days, starts=hours, lasts=lengths, zone=zones)
@example(day=date(2026, 3, 29), starts=time(1, 30), lasts=TWO_HOURS, zone=PARIS)
@example(day=date(2026, 10, 25), starts=time(1, 30), lasts=TWO_HOURS, zone=PARIS)
def test_a_gathering_lasts_as_long_as_it_says_by_any_watch(day, starts, lasts, zone):
    rhythm = make_rhythm("FREQ=DAILY", first=day, starts=starts, lasts=lasts, timezone=zone)

    (occurrence,) = rhythm.occurrences(day, day + timedelta(days=1))

    assert occurrence.starts_at.timestamp() == instant(day, starts, zone).timestamp()
    assert occurrence.ends_at.timestamp() - occurrence.starts_at.timestamp() == lasts.total_seconds()
    assert occurrence.ends_at.tzinfo is zone


def test_an_hour_left_out_is_read_with_the_offset_before_the_gap():
    day = date(2026, 3, 29)

    assert instant(day, time(2, 30), PARIS) == datetime(2026, 3, 29, 1, 30, tzinfo=UTC)
    (occurrence,) = make_rhythm("FREQ=DAILY", first=day, starts=time(2, 30), timezone=PARIS).occurrences(
        day, date(2026, 3, 30)
    )
    assert f"{occurrence.starts_at:%H:%M %Z}" == "03:30 CEST"
    assert oddity(day, time(2, 30), PARIS) == "gap"


def test_the_example_of_the_standard_for_an_hour_left_out():
    new_york = ZoneInfo("America/New_York")  # RFC 5545, 3.3.5: 2:30 on 11 March 2007 is 3:30 a.m. EDT

    assert instant(date(2007, 3, 11), time(2, 30), new_york) == datetime(2007, 3, 11, 7, 30, tzinfo=UTC)
    assert instant(date(2007, 11, 4), time(1, 30), new_york) == datetime(2007, 11, 4, 5, 30, tzinfo=UTC)


def test_an_hour_that_comes_twice_is_the_first():
    assert instant(date(2026, 10, 25), time(2, 30), PARIS) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert oddity(date(2026, 10, 25), time(2, 30), PARIS) == "twice"


def test_an_hour_marked_as_the_second_is_still_the_first():
    assert instant(date(2026, 10, 25), time(2, 30, fold=1), PARIS) == datetime(
        2026, 10, 25, 0, 30, tzinfo=UTC
    )


def test_lord_howe_changes_by_half_an_hour():
    spring, autumn = date(2026, 10, 4), date(2026, 4, 5)

    assert instant(spring, time(2, 15), LORD_HOWE) == datetime(2026, 10, 3, 15, 45, tzinfo=UTC)
    assert instant(autumn, time(1, 45), LORD_HOWE) == datetime(2026, 4, 4, 14, 45, tzinfo=UTC)
    assert [oddity(spring, time(2, minute), LORD_HOWE) for minute in (0, 15, 30)] == ["gap", "gap", None]
    assert [oddity(autumn, time(1, minute), LORD_HOWE) for minute in (15, 30, 45)] == [None, "twice", "twice"]


def test_a_day_that_an_island_left_out_is_read_as_the_next():
    apia = ZoneInfo("Pacific/Apia")  # there was no 30 December 2011

    assert oddity(date(2011, 12, 30), time(18), apia) == "gap"
    assert instant(date(2011, 12, 30), time(18), apia) == instant(date(2011, 12, 31), time(18), apia)


@given(day=days, starts=hours, zone=zones)
@example(day=date(2026, 3, 29), starts=time(2, 30), zone=PARIS)
@example(day=date(2026, 10, 25), starts=time(2, 30), zone=PARIS)
@example(day=date(2026, 10, 4), starts=time(2, 15), zone=LORD_HOWE)
def test_odd_times_are_those_that_no_clock_shows_or_that_it_shows_twice(day, starts, zone):
    wall = datetime.combine(day, starts)
    around = datetime.combine(day, starts, tzinfo=UTC)
    offsets = {(around + timedelta(hours=h)).astimezone(zone).utcoffset() for h in range(-36, 37)}
    shown = {
        moment
        for moment in (around - offset for offset in offsets)
        if moment.astimezone(zone).replace(tzinfo=None) == wall
    }

    assert oddity(day, starts, zone) == {0: "gap", 1: None, 2: "twice"}[len(shown)]
    if shown:
        assert instant(day, starts, zone) == min(shown)


# What is refused

REFUSED = [
    ({"rule": "every Wednesday"}, Refusal.UNREADABLE),
    ({"rule": "FREQ=HOURLY"}, Refusal.TOO_OFTEN),
    ({"rule": "FREQ=MINUTELY;INTERVAL=1440"}, Refusal.TOO_OFTEN),
    ({"rule": "FREQ=SECONDLY"}, Refusal.TOO_OFTEN),
    ({"rule": "FREQ=DAILY;BYHOUR=9,17"}, Refusal.HOUR),
    ({"rule": "FREQ=DAILY;BYMINUTE=0"}, Refusal.HOUR),
    ({"rule": "FREQ=DAILY;BYSECOND=0"}, Refusal.HOUR),
    ({"rule": "FREQ=DAILY;COUNT=3"}, Refusal.END),
    ({"rule": "FREQ=DAILY;UNTIL=20301231"}, Refusal.END),
    ({"rule": "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30"}, Refusal.NEVER),
    ({"rule": "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30"}, Refusal.NEVER),
    ({"rule": "FREQ=MONTHLY;BYMONTH=4,6,9,11;BYMONTHDAY=31"}, Refusal.NEVER),
    ({"rule": "FREQ=MONTHLY;INTERVAL=12;BYMONTH=8;BYDAY=-1WE"}, Refusal.NEVER),
    ({"rule": "FREQ=MONTHLY;BYDAY=1WE;BYSETPOS=2"}, Refusal.NEVER),
    ({"rule": "FREQ=DAILY;INTERVAL=7;BYDAY=TH"}, Refusal.NEVER),
    ({"rule": "FREQ=WEEKLY;INTERVAL=9999;BYMONTH=1"}, Refusal.NEVER),
    ({"first": datetime(2014, 7, 30, 18)}, Refusal.FIRST),
    ({"first": date(1899, 12, 31)}, Refusal.FIRST),
    ({"first": date(3000, 1, 1)}, Refusal.FIRST),
    ({"starts": time(18, tzinfo=UTC)}, Refusal.STARTS),
    ({"starts": time(18, 0, 0, 1)}, Refusal.STARTS),
    ({"lasts": timedelta(0)}, Refusal.LASTS),
    ({"lasts": timedelta(hours=-2)}, Refusal.LASTS),
    ({"lasts": timedelta(days=14, seconds=1)}, Refusal.LASTS),
    ({"lasts": timedelta(microseconds=1)}, Refusal.LASTS),
]


@pytest.mark.parametrize(("part", "code"), REFUSED)
def test_what_makes_no_rhythm_is_refused_with_a_code_and_a_sentence(part, code):
    with pytest.raises(RhythmRefused) as refused:
        make_rhythm(**part)

    assert refused.value.code is code
    assert str(refused.value).endswith(".")
    assert str(refused.value)[0].isupper()


def test_every_reason_to_refuse_is_shown_by_an_example():
    assert {code for _, code in REFUSED} == set(Refusal)
