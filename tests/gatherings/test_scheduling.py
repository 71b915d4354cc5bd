"""The rhythm: a year of gatherings kept ahead, and what another rhythm changes."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from circles.models import Circle
from gatherings import rhythm
from gatherings.models import Gathering
from gatherings.schedule import preparing, rhythms, scheduling
from gatherings.schedule.rhythm_plan import Choice
from tests.gatherings.scheduled import LAST_WEDNESDAYS, NOW, days, found, set_rhythm
from tests.making import make_role, make_steward

pytestmark = pytest.mark.django_db


def test_a_new_rhythm_gives_the_last_wednesdays_of_a_year():
    circle, _ = found()

    assert days(circle) == LAST_WEDNESDAYS
    assert [g.number for g in circle.gatherings.order_by("day")] == list(range(1, 14))
    assert len({g.ical_uid for g in circle.gatherings.all()}) == 13
    first = circle.gatherings.get(number=1)
    assert first.starts_at == datetime(2026, 11, 25, 17, tzinfo=UTC)  # 18:00 in Paris
    assert first.ends_at == datetime(2026, 11, 25, 19, tzinfo=UTC)


def test_keeping_a_year_ahead_twice_makes_nothing_twice():
    circle, _ = found()

    assert rhythms.keep_a_year_ahead(circle, now=NOW) == 0
    assert rhythms.keep_a_year_ahead(circle, now=NOW + timedelta(days=40)) == 1
    assert days(circle) == [*LAST_WEDNESDAYS, date(2027, 12, 29)]
    assert circle.gatherings.get(day=date(2027, 12, 29)).number == 14


def test_a_moved_or_called_off_gathering_is_not_made_again():
    circle, steward = found()
    one, two = circle.gatherings.order_by("day")[:2]
    scheduling.move(
        one,
        day=date(2026, 11, 26),
        starts=time(18),
        lasts=timedelta(hours=2),
        reason="snow",
        by=steward,
        now=NOW,
    )
    scheduling.call_off(two, reason="we rest", by=steward, now=NOW)

    assert rhythms.keep_a_year_ahead(circle, now=NOW) == 0
    assert days(circle) == [date(2026, 11, 26), *LAST_WEDNESDAYS[1:]]


@pytest.mark.parametrize("field", ["resting_since", "closed_on"])
def test_a_resting_or_closed_circle_gets_no_gatherings(field):
    circle, _ = found()
    Circle.objects.filter(pk=circle.pk).update(**{field: date(2026, 11, 22)})

    assert rhythms.keep_a_year_ahead(circle, now=NOW + timedelta(days=300)) == 0


def test_a_gathering_that_is_over_when_the_circle_is_founded_is_not_invented():
    circle, _ = found(now=datetime(2026, 11, 26, 4, tzinfo=UTC))

    assert days(circle)[0] == date(2026, 12, 30)


def test_setting_the_same_rhythm_twice_is_setting_it_once():
    circle, steward = found()

    set_rhythm(circle, steward)

    assert circle.rhythms.count() == 1
    assert days(circle) == LAST_WEDNESDAYS


def test_a_rhythm_that_never_occurs_is_refused_and_nothing_is_written():
    steward = make_steward()

    with pytest.raises(rhythm.RhythmRefused) as refused:
        set_rhythm(
            steward.circle, steward, rule="FREQ=MONTHLY;INTERVAL=12;BYMONTHDAY=31", first=date(2027, 2, 1)
        )

    assert refused.value.code == rhythm.Refusal.NEVER
    assert not steward.circle.rhythms.exists()


def test_another_hour_keeps_the_identity_of_dates_nobody_answered():
    circle, steward = found()
    before = {g.day: (g.number, g.ical_uid) for g in circle.gatherings.all()}

    set_rhythm(circle, steward, starts=time(19), first=date(2027, 1, 1))

    assert {g.day: (g.number, g.ical_uid) for g in circle.gatherings.all()} == before
    assert {g.starts for g in circle.gatherings.filter(day__lt=date(2027, 1, 1))} == {time(18)}
    later = circle.gatherings.filter(day__gte=date(2027, 1, 1))
    assert {(g.starts, g.sequence) for g in later} == {(time(19), 1)}


def test_another_rhythm_leaves_answered_gatherings_as_they_are_where_a_host_says_so():
    circle, steward = found()
    answered, held, worded = circle.gatherings.order_by("day")[2:5]
    answered.rsvps.create(membership=steward, answer="yes")
    held.turns.create(role=make_role(circle), holder=steward)
    preparing.prepare(worded, theme="Listening", question="", place="", call_link="", by=steward, now=NOW)

    left = {each.number: Choice.LEAVE for each in (answered, held, worded)}
    set_rhythm(circle, steward, rule="FREQ=MONTHLY;BYDAY=1MO", first=date(2027, 1, 1), choices=left)

    assert days(circle)[:8] == [
        date(2026, 11, 25), date(2026, 12, 30), date(2027, 1, 4), answered.day, date(2027, 2, 1), held.day,
        date(2027, 3, 1), worded.day,
    ]  # fmt: skip
    assert date(2027, 4, 28) not in days(circle)
    for touched in (answered, held, worded):
        stands = Gathering.objects.get(pk=touched.pk)
        assert (stands.day, stands.starts, stands.slot) == (touched.day, touched.starts, touched.slot)


def test_numbers_are_never_used_again():
    circle, steward = found()
    assert circle.gatherings.order_by("-number").first().number == 13

    # The new rhythm gives nothing within the year, and the gatherings of the old one are gone.
    set_rhythm(circle, steward, rule="FREQ=MONTHLY;INTERVAL=24;BYMONTHDAY=1", first=date(2027, 1, 2))
    added = scheduling.add(
        circle, day=date(2027, 6, 1), starts=time(18), lasts=timedelta(hours=2), by=steward, now=NOW
    )

    assert days(circle) == [*LAST_WEDNESDAYS[:2], date(2027, 6, 1)]
    assert added.number == 14


def test_what_is_less_than_a_day_away_stays():
    circle, steward = found()

    set_rhythm(
        circle, steward, starts=time(12), first=date(2026, 11, 1), now=datetime(2026, 11, 25, 9, tzinfo=UTC)
    )

    assert circle.gatherings.get(day=date(2026, 11, 25)).starts == time(18)
    assert circle.gatherings.get(day=date(2026, 12, 30)).starts == time(12)
