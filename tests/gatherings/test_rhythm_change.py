"""Another rhythm from a gathering on: what stands keeps its identity, and is moved or called off in words."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from circles.models import Letter
from gatherings.letters import reminders
from gatherings.models import Gathering
from gatherings.refusals import ShownOtherwise, WordMissing
from gatherings.rhythm import Rhythm
from gatherings.schedule import rhythms, scheduling
from gatherings.schedule.rhythm_plan import Choice, first_at, foresee, to_come
from tests.gatherings.scheduled import LAST_WEDNESDAYS, NOW, days, found, set_rhythm, version
from tests.making import make_gathering, make_member

pytestmark = pytest.mark.django_db
FIRST_MONDAYS = "FREQ=MONTHLY;BYDAY=1MO"
JANUARY, FEBRUARY = date(2027, 1, 27), date(2027, 2, 24)
FROM_JANUARY = {"rule": FIRST_MONDAYS, "first": date(2027, 2, 1), "since": JANUARY}


def answered(circle, member, day: date) -> Gathering:
    gathering = circle.gatherings.get(day=day)
    gathering.rsvps.create(membership=member, answer="yes")
    return gathering


def plan_of(circle, *, rule=FIRST_MONDAYS, first=date(2027, 2, 1), since=JANUARY, starts=time(18), now=NOW):
    core = Rhythm(rule=rule, first=first, starts=starts, lasts=timedelta(hours=2), timezone=circle.zone)
    return foresee(circle, core, since=since, now=now)


def stands(gathering) -> Gathering:
    return Gathering.objects.get(pk=gathering.pk)


def test_what_comes_before_the_chosen_gathering_stays_and_the_rest_takes_new_dates():
    circle, steward = found()
    before = {g.day: (g.number, g.ical_uid) for g in circle.gatherings.all()}

    set_rhythm(circle, steward, **FROM_JANUARY)

    assert days(circle)[:5] == [*LAST_WEDNESDAYS[:2], date(2027, 2, 1), date(2027, 3, 1), date(2027, 4, 5)]
    old, new = circle.rhythms.order_by("first")
    assert (old.ended, new.ended) == (JANUARY, None)
    first = circle.gatherings.get(day=date(2027, 2, 1))
    assert (first.number, first.ical_uid) == before[JANUARY]
    assert (first.slot, first.reason, first.sequence) == (date(2027, 2, 1), "", 1)
    assert rhythms.keep_a_year_ahead(circle, now=NOW) == 0


def test_an_answered_gathering_is_moved_in_words_and_keeps_its_answers():
    circle, steward = found()
    gathering = answered(circle, steward, JANUARY)
    seen = version(circle)

    set_rhythm(circle, steward, **FROM_JANUARY, starts=time(19), reason="Mondays suit more of us.")

    moved = stands(gathering)
    assert (moved.day, moved.starts, moved.reason) == (date(2027, 2, 1), time(19), "Mondays suit more of us.")
    assert (moved.number, moved.ical_uid, moved.sequence) == (gathering.number, gathering.ical_uid, 1)
    assert moved.starts_at == datetime(2027, 2, 1, 18, tzinfo=UTC)
    assert moved.rsvps.count() == 1
    assert days(circle).count(date(2027, 2, 1)) == 1
    assert version(circle) > seen
    assert rhythms.keep_a_year_ahead(circle, now=NOW + timedelta(days=1)) == 0


@pytest.mark.parametrize("day", [date(9999, 12, 1), date(9000, 1, 1)])
def test_a_date_no_rhythm_gave_is_left_as_it_is_and_costs_nothing(day):
    circle, steward = found()
    far = circle.gatherings.order_by("slot").last()
    far.day = far.slot = day
    far.save()

    plan = plan_of(circle, rule="FREQ=WEEKLY;BYDAY=MO")
    set_rhythm(circle, steward, **FROM_JANUARY, as_shown=plan_of(circle).fingerprint)

    assert far not in [step.gathering for step in plan.steps]
    assert stands(far).day == day
    assert days(circle)[2] == date(2027, 2, 1)


def test_an_answered_gathering_without_a_date_is_called_off_in_words_and_nobody_elses_goes():
    circle, steward = found()
    gathering = answered(circle, steward, FEBRUARY)
    every_third = {"rule": "FREQ=MONTHLY;INTERVAL=3;BYDAY=-1WE", "first": JANUARY, "since": JANUARY}

    set_rhythm(circle, steward, **every_third, reason="Four times a year.")

    off = stands(gathering)
    assert (off.is_called_off, off.reason, off.sequence, off.day) == (True, "Four times a year.", 1, FEBRUARY)
    assert days(circle) == [
        *LAST_WEDNESDAYS[:3], FEBRUARY, date(2027, 4, 28), date(2027, 7, 28), date(2027, 10, 27),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("choice", "day", "called_off", "reason"),
    [
        (Choice.FOLLOW, date(2027, 2, 1), False, "why"),
        (Choice.OFF, JANUARY, True, "why"),
        (Choice.LEAVE, JANUARY, False, ""),
    ],
)
def test_a_host_says_for_each_what_becomes_of_it(choice, day, called_off, reason):
    circle, steward = found()
    gathering = answered(circle, steward, JANUARY)

    set_rhythm(circle, steward, **FROM_JANUARY, choices={gathering.number: choice}, reason="why")

    then = stands(gathering)
    assert (then.day, then.is_called_off, then.reason) == (day, called_off, reason)
    assert date(2027, 2, 1) in days(circle)
    assert rhythms.keep_a_year_ahead(circle, now=NOW) == 0


def test_without_a_word_why_nothing_that_people_count_on_is_changed():
    circle, steward = found()
    answered(circle, steward, JANUARY)

    with pytest.raises(WordMissing):
        set_rhythm(circle, steward, **FROM_JANUARY)

    assert days(circle) == LAST_WEDNESDAYS
    assert circle.rhythms.count() == 1


def test_a_plan_that_has_become_another_is_not_carried_out():
    circle, steward = found()
    shown = plan_of(circle).fingerprint
    answered(circle, steward, JANUARY)

    with pytest.raises(ShownOtherwise):
        set_rhythm(circle, steward, **FROM_JANUARY, as_shown=shown, reason="why")

    assert days(circle) == LAST_WEDNESDAYS


def test_the_plan_is_told_before_it_is_done_and_is_what_is_done():
    circle, steward = found()
    gathering = answered(circle, steward, FEBRUARY)

    plan = plan_of(circle)

    assert [(step.gathering, step.to) for step in plan.touched] == [(gathering, date(2027, 3, 1))]
    assert plan.touched[0].choices == (Choice.FOLLOW, Choice.OFF, Choice.LEAVE)
    assert len(plan.following) == 10
    assert plan.going == []
    assert days(circle) == LAST_WEDNESDAYS
    set_rhythm(circle, steward, **FROM_JANUARY, as_shown=plan.fingerprint, reason="why")
    foreseen = {step.gathering.number: step.to for step in plan.steps}
    assert dict(circle.gatherings.filter(number__in=foreseen).values_list("number", "day")) == foreseen


def test_the_first_gathering_of_all_moves_to_the_day_before_as_any_other_does():
    circle, _ = found()

    plan = plan_of(circle, rule="FREQ=MONTHLY;BYDAY=-1TU", first=date(2026, 11, 24), since=LAST_WEDNESDAYS[0])

    assert [step.to for step in plan.following][:2] == [date(2026, 11, 24), date(2026, 12, 29)]
    assert (len(plan.following), plan.going) == (13, [])


def test_one_that_people_were_written_to_about_is_counted_on():
    circle, _ = found()
    asked = circle.gatherings.get(day=JANUARY)
    reminders.write_due(now=datetime(2027, 1, 16, 9, tzinfo=UTC))

    plan = plan_of(circle, now=datetime(2027, 1, 16, 9, tzinfo=UTC))

    assert [step.gathering for step in plan.touched] == [asked]


def test_all_that_one_change_of_rhythm_does_is_told_in_one_letter():
    circle, steward = found()
    luc = make_member(circle, "Luc")
    for day in (JANUARY, FEBRUARY):
        answered(circle, luc, day)

    set_rhythm(circle, steward, **FROM_JANUARY, reason="Mondays suit more of us.")

    letter = Letter.objects.get()
    assert (letter.kind, letter.membership, len(letter.params["was"])) == ("gathering_changed", luc, 2)


def test_the_same_rhythm_leaves_everything_as_it_is():
    circle, steward = found()
    answered(circle, steward, JANUARY)

    plan = plan_of(circle, rule="FREQ=MONTHLY;BYDAY=-1WE", first=JANUARY)

    assert all(step.stays for step in plan.steps)
    assert (plan.following, plan.going) == ([], [])


def test_one_moved_by_hand_from_a_date_that_stays_is_left_unless_a_host_says_otherwise():
    circle, steward = found()
    gathering = circle.gatherings.get(day=JANUARY)
    scheduling.move(
        gathering,
        day=date(2027, 1, 28),
        starts=time(18),
        lasts=timedelta(hours=2),
        reason="snow",
        by=steward,
        now=NOW,
    )

    (step,) = plan_of(circle, rule="FREQ=MONTHLY;BYDAY=-1WE", first=JANUARY, starts=time(19)).touched
    assert step.choices == (Choice.LEAVE, Choice.FOLLOW, Choice.OFF)
    # Where the new rhythm has just the day it was moved to, it stays there, and the rhythm makes no other.
    thursdays = {"rule": "FREQ=MONTHLY;BYDAY=-1TH", "first": date(2027, 1, 28)}
    assert plan_of(circle, **thursdays).touched[0].stays
    set_rhythm(circle, steward, **thursdays, since=JANUARY)
    assert days(circle).count(date(2027, 1, 28)) == 1
    assert (stands(gathering).slot, stands(gathering).sequence) == (date(2027, 1, 28), 1)


def test_what_is_called_off_stays_so_and_its_date_is_given_to_nobody():
    circle, steward = found()
    off = circle.gatherings.get(day=JANUARY)
    scheduling.call_off(off, reason="We rest.", by=steward, now=NOW)

    set_rhythm(circle, steward, starts=time(19), first=date(2027, 1, 1))

    assert stands(off).is_called_off
    assert stands(off).starts == time(18)
    assert days(circle) == LAST_WEDNESDAYS


def test_the_hour_of_a_gathering_set_by_hand_is_given_to_no_other():
    circle, steward = found()
    make_gathering(circle, date(2027, 2, 1))

    set_rhythm(circle, steward, **FROM_JANUARY)

    assert days(circle).count(date(2027, 2, 1)) == 1
    assert rhythms.keep_a_year_ahead(circle, now=NOW) == 0


def test_what_is_less_than_a_day_away_stays_and_is_told_so():
    circle, steward = found()
    soon = datetime(2026, 11, 25, 9, tzinfo=UTC)
    gathering = answered(circle, steward, LAST_WEDNESDAYS[0])

    plan = plan_of(circle, starts=time(12), rule="FREQ=MONTHLY;BYDAY=-1WE", since=soon.date(), now=soon)

    assert [(step.gathering, step.near, step.choices) for step in plan.touched] == [(gathering, True, ())]
    assert to_come(circle, now=soon)[0].day == LAST_WEDNESDAYS[1]


def test_another_rhythm_begins_on_the_day_nearest_to_the_chosen_gathering_and_counts_from_there():
    circle, _ = found()

    coming, when = to_come(circle, now=NOW), {"zone": circle.zone, "now": NOW}

    assert first_at(JANUARY, coming, rule="FREQ=MONTHLY;INTERVAL=2;BYDAY=1TU", **when) == date(2027, 2, 2)
    assert first_at(LAST_WEDNESDAYS[0], coming, rule=FIRST_MONDAYS, **when) == date(2026, 12, 7)


def test_changing_back_brings_each_gathering_back_to_its_old_date():
    circle, steward = found()
    numbers = dict(circle.gatherings.values_list("number", "day"))
    set_rhythm(circle, steward, **FROM_JANUARY)

    set_rhythm(circle, steward, rule="FREQ=MONTHLY;BYDAY=-1WE", first=JANUARY, since=date(2027, 2, 1))

    assert dict(circle.gatherings.filter(number__in=numbers).values_list("number", "day")) == numbers
    assert days(circle)[: len(LAST_WEDNESDAYS)] == LAST_WEDNESDAYS
