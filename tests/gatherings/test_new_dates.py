"""Which new date each gathering takes: of its own interval, once, in order, the nearest."""

from datetime import date, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from gatherings.rhythm import Rhythm
from gatherings.rhythm.new_dates import Old, first_day, new_dates

RULES = (
    "FREQ=MONTHLY;BYDAY=-1WE",
    "FREQ=MONTHLY;BYDAY=1MO",
    "FREQ=MONTHLY;BYMONTHDAY=31",
    "FREQ=MONTHLY;BYMONTHDAY=15",
    "FREQ=MONTHLY;INTERVAL=3;BYDAY=2TH",
    "FREQ=WEEKLY;BYDAY=WE",
    "FREQ=WEEKLY;INTERVAL=2;BYDAY=SU",
)
AFTER, BEFORE = date(2026, 11, 1), date(2028, 1, 1)
rules = st.sampled_from(RULES)


def dates_of(rule: str, first: date = AFTER + timedelta(days=1)) -> list[date]:
    core = Rhythm(
        rule=rule, first=first, starts=time(18), lasts=timedelta(hours=2), timezone=ZoneInfo("Europe/Paris")
    )
    return [each.day for each in core.occurrences(first, BEFORE)]


def old(slot: date, *, touched: bool = True, stands: date | None = None) -> Old[date]:
    return Old(key=slot, slot=slot, stands=stands or slot, touched=touched)


def taken(olds, dates):
    return new_dates(olds, dates, slots=[each.slot for each in olds], after=AFTER, before=BEFORE)


@st.composite
def olds(draw):
    """The gatherings of a rhythm: any of them touched, any called off or gone, some moved by hand."""
    slots = dates_of(draw(rules))
    made = []
    for slot in draw(st.lists(st.sampled_from(slots), unique=True)):
        away = draw(st.sampled_from([0, 0, 0, -2, 1, 5]))
        made.append(old(slot, touched=draw(st.booleans()) or away != 0, stands=slot + timedelta(days=away)))
    return slots, made


@given(olds(), rules)
@example((dates_of(RULES[0]), [old(day) for day in dates_of(RULES[0])]), RULES[1])
def test_each_takes_a_date_of_its_own_interval_once_and_in_order(given, rule):
    slots, made = given
    dates = dates_of(rule)

    found = new_dates(made, dates, slots=slots, after=AFTER, before=BEFORE)

    assert set(found) <= {each.slot for each in made}
    assert set(found.values()) <= set(dates)
    assert list(dict(sorted(found.items())).values()) == sorted(set(found.values()))
    edges = [AFTER, *slots, BEFORE]
    for slot, day in found.items():
        place = edges.index(slot)
        assert edges[place - 1] < day < edges[place + 1]
    moved = {each.stands: each.slot for each in made if each.stands != each.slot}
    for slot, day in found.items():
        assert day not in moved or day == slot or slot == moved[day]


@given(olds(), rules)
def test_a_date_both_rhythms_share_keeps_its_gathering(given, rule):
    slots, made = given
    dates = dates_of(rule)

    found = new_dates(made, dates, slots=slots, after=AFTER, before=BEFORE)

    hand_moved = {each.stands for each in made if each.stands != each.slot}
    for each in made:
        if each.slot in dates and not hand_moved:
            assert found[each.slot] == each.slot


@given(olds(), rules)
def test_nobody_touched_goes_without_a_date_that_stands_free_in_its_interval(given, rule):
    slots, made = given
    dates = dates_of(rule)

    found = new_dates(made, dates, slots=slots, after=AFTER, before=BEFORE)

    edges = [AFTER, *slots, BEFORE]
    moved = {each.stands for each in made if each.stands != each.slot}
    for each in made:
        if each.slot in found:
            continue
        place = edges.index(each.slot)
        free = [
            day for day in dates if edges[place - 1] < day < edges[place + 1] and day not in found.values()
        ]
        earlier = [day for slot, day in found.items() if slot < each.slot]
        later = [day for slot, day in found.items() if slot > each.slot]
        free = [day for day in free if day > max(earlier, default=AFTER) and day < min(later, default=BEFORE)]
        assert not set(free) - moved


def test_each_takes_the_nearest_and_the_later_of_two_equally_near():
    dates = [date(2027, 1, 20), date(2027, 1, 29), date(2027, 2, 19), date(2027, 3, 1)]

    assert taken([old(date(2027, 1, 27)), old(date(2027, 2, 24))], dates) == {
        date(2027, 1, 27): date(2027, 1, 29),
        date(2027, 2, 24): date(2027, 3, 1),
    }


def test_of_two_that_could_take_the_one_date_the_touched_one_does():
    wednesdays = [date(2027, 1, 6), date(2027, 1, 13)]
    near, far = old(wednesdays[0], touched=False), old(wednesdays[1])

    assert taken([near, far], [date(2027, 1, 7)]) == {far.slot: date(2027, 1, 7)}


def test_where_one_was_moved_by_hand_it_alone_stays():
    moved, other = old(date(2027, 1, 27), stands=date(2027, 2, 1)), old(date(2027, 2, 24))

    assert taken([moved, other], [date(2027, 2, 1)]) == {moved.slot: date(2027, 2, 1)}


@pytest.mark.parametrize(
    ("rule", "at", "after", "first"),
    [
        ("FREQ=MONTHLY;BYDAY=1MO", date(2027, 1, 27), date(2026, 12, 30), date(2027, 2, 1)),
        ("FREQ=MONTHLY;BYMONTHDAY=15", date(2027, 1, 27), date(2026, 12, 30), date(2027, 1, 15)),
        ("FREQ=MONTHLY;BYMONTHDAY=15", date(2027, 1, 27), date(2027, 1, 22), date(2027, 2, 15)),
        ("FREQ=MONTHLY;INTERVAL=2;BYDAY=-1TH", date(2027, 1, 27), date(2026, 12, 30), date(2027, 1, 28)),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=MO", date(2027, 1, 27), date(2026, 12, 30), date(2027, 1, 25)),
        ("FREQ=WEEKLY;BYDAY=SU", date(2027, 1, 27), date(2026, 12, 30), date(2027, 1, 24)),
    ],
)
def test_a_rhythm_that_takes_over_begins_on_the_nearest_day_of_its_rule(rule, at, after, first):
    assert first_day(rule, at=at, after=after) == first
