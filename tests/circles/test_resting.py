"""A circle rests: what is to come says so, keeps its place in every calendar, and comes back when the circle wakes."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from circles import resting
from circles.models import Circle
from circles.refusals import CircleHasClosed, NotASteward
from gatherings.feeds.entries import member_feed
from gatherings.models import Gathering, Rsvp
from gatherings.schedule import rhythms, scheduling
from tests.circles.closed import make_steward_of_a_year
from tests.making import make_gathering, make_host, make_member, make_steward

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)

pytestmark = pytest.mark.django_db


@pytest.fixture
def steward():
    return make_steward_of_a_year(NOW)


def rest(steward, since=date(2027, 1, 1), why="We are tired.", now=NOW):
    return resting.rest(steward.circle, since=since, why=why, by=steward, now=now)


def states(circle):
    return [
        (each.day, each.is_called_off, each.reason, each.rests)
        for each in circle.gatherings.order_by("starts_at")
    ]


def test_from_a_day_on_what_is_to_come_is_called_off_with_the_reason_and_keeps_its_uid(steward):
    before = {each.pk: (each.ical_uid, each.sequence) for each in steward.circle.gatherings.all()}

    circle = rest(steward)

    assert (circle.resting_since, circle.resting_why, circle.is_resting) == (
        date(2027, 1, 1),
        "We are tired.",
        True,
    )
    assert circle.calendar_version > steward.circle.calendar_version
    on = [day for day, off, _why, _rests in states(circle) if not off]
    assert on == [date(2026, 11, 25), date(2026, 12, 30)]
    for gathering in circle.gatherings.filter(day__gte=date(2027, 1, 1)):
        uid, sequence = before[gathering.pk]
        assert (gathering.ical_uid, gathering.sequence, gathering.reason, gathering.rests) == (
            uid,
            sequence + 1,
            "We are tired.",
            True,
        )


def test_every_calendar_says_it_is_cancelled_and_why(steward):
    rest(steward)

    said = [entry for entry in member_feed(steward, now=NOW).entries if entry.day.year == 2027]

    assert said
    assert all(entry.called_off and "We are tired." in entry.description for entry in said)


def test_resting_asked_twice_changes_nothing_the_second_time(steward):
    circle = rest(steward)

    assert rest(steward, now=NOW + timedelta(minutes=1)).calendar_version == circle.calendar_version


def test_another_day_and_reason_take_the_place_of_the_first(steward):
    rest(steward)

    circle = rest(steward, since=date(2027, 3, 1), why="A long spring.")

    on = [day for day, off, _why, _rests in states(circle) if not off]
    assert on == [date(2026, 11, 25), date(2026, 12, 30), date(2027, 1, 27), date(2027, 2, 24)]
    assert {why for _day, off, why, _rests in states(circle) if off} == {"A long spring."}


def test_without_a_reason_the_calendar_still_says_something_in_the_circles_language(steward):
    Circle.objects.update(language="fr")
    circle = rest(steward, why="")
    assert circle.gatherings.filter(rests=True).first().reason != ""


def test_waking_brings_back_what_is_not_past_with_its_answers_and_keeps_a_year_ahead(steward):
    answered = steward.circle.gatherings.get(day=date(2027, 3, 31))
    Rsvp.objects.create(gathering=answered, membership=steward, answer="yes")
    rest(steward)
    later = datetime(2027, 2, 10, 12, tzinfo=UTC)

    circle = resting.wake(steward.circle, by=steward, now=later)

    assert (circle.resting_since, circle.resting_why) == (None, "")
    days = {day: off for day, off, _why, _rests in states(circle)}
    assert days[date(2027, 1, 27)] is True  # gone by while the circle rested
    assert days[date(2027, 2, 24)] is False
    assert max(days) >= date(2028, 1, 26)
    answered.refresh_from_db()
    assert (answered.is_called_off, answered.reason, answered.rests) == (False, "", False)
    assert answered.rsvps.count() == 1


def test_what_a_host_called_off_for_a_reason_of_its_own_stays_off(steward):
    mine = steward.circle.gatherings.get(day=date(2027, 1, 27))
    scheduling.call_off(mine, reason="The hall is let.", by=steward, now=NOW)
    rest(steward)

    resting.wake(steward.circle, by=steward, now=NOW)

    mine.refresh_from_db()
    assert (mine.is_called_off, mine.reason) == (True, "The hall is let.")


def test_what_a_host_puts_on_by_hand_while_the_circle_rests_stays_on(steward):
    rest(steward)
    mine = steward.circle.gatherings.get(day=date(2027, 1, 27))

    scheduling.restore(mine, by=steward, now=NOW)

    mine.refresh_from_db()
    assert (mine.is_called_off, mine.rests) == (False, False)


def test_a_date_the_rhythm_gives_no_more_does_not_come_back(steward):
    rest(steward)
    rhythms.set_rhythm(
        steward.circle,
        rule="FREQ=MONTHLY;BYDAY=1TH",
        first=date(2027, 1, 1),
        starts=time(18),
        lasts=timedelta(hours=2),
        by=steward,
        now=NOW,
    )

    resting.wake(steward.circle, by=steward, now=NOW)

    on = [day for day, off, _why, _rests in states(steward.circle) if not off]
    assert on[:4] == [date(2026, 11, 25), date(2026, 12, 30), date(2027, 1, 7), date(2027, 2, 4)]


def test_no_two_gatherings_stand_at_one_hour_when_the_circle_wakes(steward):
    rest(steward)
    make_gathering(steward.circle, date(2027, 1, 27))

    resting.wake(steward.circle, by=steward, now=NOW)

    there = Gathering.objects.filter(circle=steward.circle, day=date(2027, 1, 27))
    assert [each.is_called_off for each in there.order_by("number")] == [True, False]


def test_the_heartbeat_makes_nothing_for_a_circle_that_rests(steward):
    rest(steward)
    assert rhythms.keep_a_year_ahead(steward.circle, now=datetime(2027, 6, 1, tzinfo=UTC)) == 0


def test_waking_twice_is_waking_once(steward):
    rest(steward)
    first = resting.wake(steward.circle, by=steward, now=NOW)
    assert resting.wake(steward.circle, by=steward, now=NOW).calendar_version == first.calendar_version


def test_only_a_steward_of_this_circle_lets_it_rest_or_wakes_it(steward):
    for by in (make_host(steward.circle), make_member(steward.circle), make_steward()):
        with pytest.raises(NotASteward):
            resting.rest(steward.circle, since=date(2027, 1, 1), why="", by=by, now=NOW)
        with pytest.raises(NotASteward):
            resting.wake(steward.circle, by=by, now=NOW)
    assert not any(off for _day, off, _why, _rests in states(steward.circle))


def test_a_closed_circle_neither_rests_nor_wakes(steward):
    resting.close(steward.circle, farewell="", by=steward, now=NOW)
    with pytest.raises(CircleHasClosed):
        rest(steward)
    with pytest.raises(CircleHasClosed):
        resting.wake(steward.circle, by=steward, now=NOW)
