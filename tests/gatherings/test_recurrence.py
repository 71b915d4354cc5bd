"""The days a rule names, and the sentence it makes."""

import calendar
from contextlib import suppress
from datetime import date, datetime, time, timedelta
from itertools import takewhile
from zoneinfo import ZoneInfo

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given
from hypothesis import strategies as st

from gatherings.rhythm import LAST_WEDNESDAY, Pattern, Refusal, Rhythm, RhythmRefused, describe

NAMES = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")

days = st.dates(min_value=date(1990, 1, 1), max_value=date(2090, 12, 31))
weekdays = st.integers(min_value=0, max_value=6)


def patterns():
    """Every rule that can be chosen from a sentence."""
    every = st.integers(min_value=1, max_value=24)
    return st.one_of(
        st.builds(Pattern, every=every, ordinal=st.sampled_from([1, 2, 3, 4, -1]), weekday=weekdays),
        st.builds(Pattern, every=every, monthday=st.integers(min_value=1, max_value=31)),
        st.builds(Pattern, every=every, unit=st.just("week"), weekday=weekdays),
    )


@st.composite
def rules(draw):
    """Rules of every shape that RFC 5545 has for days; many of them come seldom, some never."""
    plain = st.sampled_from(NAMES)
    placed = st.builds("{}{}".format, st.sampled_from([1, 2, 3, 4, 5, -1, -2, -5]), plain)
    months, weeks = st.integers(1, 12), st.integers(-53, 53).filter(bool)
    monthdays, yeardays = st.integers(-31, 31).filter(bool), st.integers(-366, 366).filter(bool)
    frequency, shape = draw(
        st.sampled_from(
            [
                ("DAILY", {}),
                ("DAILY", {"BYDAY": plain, "BYMONTH": months}),
                ("WEEKLY", {}),
                ("WEEKLY", {"BYDAY": plain}),
                ("WEEKLY", {"BYDAY": plain, "BYMONTH": months}),
                ("MONTHLY", {}),
                ("MONTHLY", {"BYDAY": plain}),
                ("MONTHLY", {"BYDAY": placed}),
                ("MONTHLY", {"BYMONTHDAY": monthdays}),
                ("MONTHLY", {"BYDAY": plain, "BYMONTHDAY": monthdays, "BYMONTH": months}),
                ("YEARLY", {}),
                ("YEARLY", {"BYMONTH": months}),
                ("YEARLY", {"BYDAY": placed}),
                ("YEARLY", {"BYDAY": placed, "BYMONTH": months}),
                ("YEARLY", {"BYMONTHDAY": monthdays, "BYMONTH": months}),
                ("YEARLY", {"BYYEARDAY": yeardays}),
                ("YEARLY", {"BYWEEKNO": weeks, "BYDAY": plain}),
            ]
        )
    )
    pieces = [f"FREQ={frequency}"]
    if draw(st.booleans()):
        pieces.append(f"INTERVAL={draw(st.integers(1, 6))}")
    for name, values in shape.items():
        pieces.append(f"{name}={','.join(map(str, draw(st.lists(values, min_size=1, max_size=4))))}")
    if shape and frequency in ("MONTHLY", "YEARLY") and draw(st.booleans()):
        pieces.append(f"BYSETPOS={draw(st.sampled_from(['1', '-1', '2', '1,-1']))}")
    if draw(st.booleans()):
        pieces.append(f"WKST={draw(plain)}")
    return ";".join(pieces)


def days_of(rule, *, first, after=date.min, before):
    """The days of a rhythm with that rule; its hours have their own tests."""
    rhythm = Rhythm(
        rule=rule, first=first, starts=time(18), lasts=timedelta(hours=2), timezone=ZoneInfo("Europe/Paris")
    )
    return [occurrence.day for occurrence in rhythm.occurrences(after, before)]


# Which days


@given(first=days, weekday=weekdays, months=st.integers(min_value=1, max_value=40))
def test_last_weekdays_are_those_of_the_calendar_on_the_wall(first, weekday, months):
    rule = f"FREQ=MONTHLY;BYDAY=-1{NAMES[weekday]}"
    numbers = range(first.year * 12 + first.month - 1, first.year * 12 + first.month - 1 + months)
    wall = [
        max(
            day
            for day in calendar.Calendar().itermonthdates(n // 12, n % 12 + 1)
            if (day.month, day.weekday()) == (n % 12 + 1, weekday)
        )
        for n in numbers
    ]

    found = days_of(rule, first=first, before=max(wall) + timedelta(days=1))

    assert found == [day for day in wall if day >= first]


@pytest.mark.thorough
@given(rule=rules(), first=days)
def test_days_are_those_that_dateutil_finds_by_itself_from_the_first_day_on(rule, first):
    before = first + timedelta(days=3653)
    alone = rrulestr(rule, dtstart=datetime.combine(first, time()))
    expected = [moment.date() for moment in takewhile(lambda moment: moment.date() < before, alone)]
    if not expected:
        with pytest.raises(RhythmRefused) as refused:
            days_of(rule, first=first, before=before)
        assert refused.value.code == Refusal.NEVER
        return

    assert days_of(rule, first=first, before=before) == expected


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ("FREQ=MONTHLY;INTERVAL=2;BYDAY=1TU", [date(2030, 1, 1), date(2030, 3, 5)]),
        (
            "FREQ=WEEKLY;INTERVAL=3;BYDAY=WE",
            [date(2030, 1, 16), date(2030, 2, 6), date(2030, 2, 27), date(2030, 3, 20)],
        ),
        ("FREQ=MONTHLY;BYMONTHDAY=31", [date(2030, 1, 31), date(2030, 3, 31)]),
        ("FREQ=YEARLY;BYMONTH=3;BYDAY=-1FR", [date(2030, 3, 29)]),
        ("FREQ=DAILY;INTERVAL=40", [date(2030, 2, 6), date(2030, 3, 18)]),
        ("freq=monthly;byday=3we", [date(2030, 1, 16), date(2030, 2, 20), date(2030, 3, 20)]),
    ],
)
def test_days_years_after_the_first_are_counted_from_the_first(rule, expected):
    found = days_of(rule, first=date(2014, 1, 1), after=date(2030, 1, 1), before=date(2030, 4, 1))

    assert found == expected


@pytest.mark.parametrize(
    ("rule", "second"),
    [
        ("FREQ=DAILY", date(2026, 5, 9)),
        ("FREQ=WEEKLY", date(2026, 5, 15)),
        ("FREQ=MONTHLY", date(2026, 6, 8)),
        ("FREQ=YEARLY", date(2027, 5, 8)),
        ("FREQ=YEARLY;BYMONTH=5,9", date(2026, 9, 8)),
        ("FREQ=YEARLY;BYWEEKNO=19,20", date(2026, 5, 15)),
    ],
)
def test_what_the_rule_leaves_open_is_taken_from_the_first_day(rule, second):
    first = date(2026, 5, 8)

    assert days_of(rule, first=first, before=second + timedelta(days=1)) == [first, second]


@pytest.mark.parametrize(("week_starts", "expected"), [("MO", [5, 10, 19, 24]), ("SU", [5, 17, 19, 31])])
def test_the_example_of_the_standard_for_the_day_a_week_starts(week_starts, expected):
    rule = f"FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,SU;WKST={week_starts}"  # RFC 5545, 3.8.5.3

    found = days_of(rule, first=date(1997, 8, 5), before=date(1997, 9, 1))

    assert found == [date(1997, 8, day) for day in expected]


# What is no rule


@pytest.mark.parametrize(
    "rule",
    [
        "",
        "every Wednesday",
        "RRULE:FREQ=WEEKLY",
        "FREQ=WEEKLY;",
        "FREQ=WEEKLY;BYDAY",
        "FREQ=WEEKLY;BYDAY=",
        "FREQ=WEEKLY;FREQ=DAILY",
        "FREQ=FORTNIGHTLY",
        "BYDAY=WE",
        "FREQ=WEEKLY;BYDAY=XX",
        "FREQ=WEEKLY;BYDAY=1WE",
        "FREQ=MONTHLY;BYDAY=0WE",
        "FREQ=MONTHLY;BYDAY=6WE",
        "FREQ=YEARLY;BYMONTH=12;BYDAY=-53WE",
        "FREQ=YEARLY;BYDAY=54WE",
        "FREQ=MONTHLY;BYDAY=WE,-1FR",
        "FREQ=YEARLY;BYWEEKNO=3;BYDAY=1WE",
        "FREQ=MONTHLY;BYMONTHDAY=32",
        "FREQ=MONTHLY;BYMONTHDAY=0",
        "FREQ=MONTHLY;BYMONTHDAY=٣",
        "FREQ=MONTHLY;BYMONTH=13",
        "FREQ=MONTHLY;BYWEEKNO=3",
        "FREQ=WEEKLY;BYMONTHDAY=3",
        "FREQ=WEEKLY;BYDAY=MO;BYSETPOS=1",
        "FREQ=MONTHLY;BYSETPOS=1",
        "FREQ=WEEKLY;BYEASTER=1",
        "FREQ=WEEKLY;INTERVAL=0",
        "FREQ=WEEKLY;INTERVAL=-1",
        "FREQ=WEEKLY;INTERVAL=1,2",
        f"FREQ=WEEKLY;INTERVAL={'9' * 5000}",
        "FREQ=WEEKLY;WKST=1MO",
        "FREQ=WEEKLY\nFREQ=DAILY",
    ],
)
def test_what_is_no_rule_is_refused(rule):
    with pytest.raises(RhythmRefused) as refused:
        describe(rule)

    assert refused.value.code is Refusal.UNREADABLE
    assert str(refused.value).startswith("This rule cannot be read: ")


@given(rule=st.text(max_size=80) | st.text(alphabet="FREQ=MONTHLYBDAWSI;,-+0123456789", max_size=60))
def test_any_other_text_is_read_or_refused_and_never_anything_else(rule):
    with suppress(RhythmRefused):
        assert days_of(rule, first=date(2026, 1, 1), before=date(2036, 1, 1))


# The sentence


@given(pattern=patterns())
def test_a_pattern_and_its_rule_say_the_same(pattern):
    assert describe(pattern.rule()) == pattern


@given(rule=rules())
def test_a_rule_with_a_sentence_gives_the_days_of_its_sentence(rule):
    pattern = describe(rule)
    if pattern is None:
        return

    span = {"first": date(2026, 1, 1), "before": date(2036, 1, 1)}
    assert days_of(pattern.rule(), **span) == days_of(rule, **span)


@pytest.mark.parametrize(
    ("rule", "pattern"),
    [
        (LAST_WEDNESDAY, Pattern(ordinal=-1, weekday=2)),
        ("FREQ=MONTHLY;INTERVAL=1;BYDAY=-1WE;WKST=MO", Pattern(ordinal=-1, weekday=2)),
        ("BYDAY=+2TU;FREQ=MONTHLY;INTERVAL=3", Pattern(every=3, ordinal=2, weekday=1)),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=TH", Pattern(every=2, unit="week", weekday=3)),
        ("FREQ=MONTHLY;BYMONTHDAY=15", Pattern(monthday=15)),
    ],
)
def test_the_rules_people_choose_have_a_sentence(rule, pattern):
    assert describe(rule) == pattern


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=WEEKLY",
        "FREQ=WEEKLY;BYDAY=MO,WE",
        "FREQ=WEEKLY;BYDAY=WE;WKST=SU",
        "FREQ=MONTHLY;BYDAY=WE",
        "FREQ=MONTHLY;BYDAY=5WE",
        "FREQ=MONTHLY;BYDAY=1WE;BYMONTH=5",
        "FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13",
        "FREQ=MONTHLY;BYMONTHDAY=-1",
        "FREQ=YEARLY;BYMONTH=5;BYMONTHDAY=1",
        "FREQ=DAILY",
    ],
)
def test_other_rules_have_none(rule):
    assert describe(rule) is None


def test_what_is_no_rule_has_no_sentence_either():
    with pytest.raises(RhythmRefused):
        describe("FREQ=NEVER")


@pytest.mark.parametrize(
    "pattern",
    [
        Pattern(),
        Pattern(ordinal=1),
        Pattern(weekday=2),
        Pattern(unit="week", weekday=2, ordinal=1),
        Pattern(weekday=2, ordinal=1, monthday=3),
        Pattern(unit="week", monthday=3),
    ],
)
def test_a_pattern_that_says_too_little_or_too_much_makes_no_rule(pattern):
    with pytest.raises(ValueError, match="A month has a weekday at its place"):
        pattern.rule()
