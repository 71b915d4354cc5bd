"""Whatever the old rhythm was, whatever has happened to its gatherings: any other is carried out as it was shown."""

from datetime import date, time, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from circles.models import Circle
from gatherings.rhythm import Rhythm
from gatherings.schedule import rhythms, scheduling
from gatherings.schedule.rhythm_plan import Choice, Plan, first_at, foresee, to_come
from tests.gatherings.scheduled import NOW, found, set_rhythm

pytestmark = pytest.mark.django_db
TWO_HOURS = timedelta(hours=2)
RULES = (
    "FREQ=MONTHLY;BYDAY=-1WE",
    "FREQ=MONTHLY;BYDAY=-1TH",
    "FREQ=MONTHLY;BYDAY=1MO",
    "FREQ=MONTHLY;BYMONTHDAY=30",
    "FREQ=MONTHLY;INTERVAL=3;BYDAY=2TH",
    "FREQ=WEEKLY;INTERVAL=3;BYDAY=WE",
)
happenings = st.lists(
    st.tuples(st.integers(0, 12), st.sampled_from(["answer", "move", "off", "add"]), st.integers(-9, 9)),
    max_size=6,
)


def let_happen(circle: Circle, steward, happened) -> None:
    for index, what, days in happened:
        gathering = circle.gatherings.exclude(slot=None).order_by("slot")[index : index + 1].first()
        if gathering is None or gathering.is_called_off:
            continue
        day = gathering.day + timedelta(days=days)
        free = not circle.gatherings.filter(day=day).exists() and day > date(2026, 11, 24)
        given = {"day": day, "starts": time(18), "lasts": TWO_HOURS, "by": steward, "now": NOW}
        if what == "answer":
            gathering.rsvps.get_or_create(membership=steward, answer="yes")
        elif what == "off":
            scheduling.call_off(gathering, reason="rest", by=steward, now=NOW)
        elif what == "move" and free and days:
            scheduling.move(gathering, reason="snow", **given)
        elif what == "add" and free:
            scheduling.add(circle, **given)


def look(circle: Circle, rule: str, since: date, starts: time) -> tuple[Plan, date]:
    first = first_at(since, to_come(circle, now=NOW), rule=rule, zone=circle.zone, now=NOW)
    core = Rhythm(rule=rule, first=first, starts=starts, lasts=TWO_HOURS, timezone=circle.zone)
    return foresee(circle, core, since=since, now=NOW), first


@pytest.mark.thorough
@given(
    old=st.sampled_from(RULES),
    new=st.sampled_from(RULES),
    starts=st.sampled_from([time(18), time(19)]),
    happened=happenings,
    which=st.integers(0, 12),
    said=st.lists(st.sampled_from(list(Choice)), min_size=13, max_size=13),
)
@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
def test_any_rhythm_takes_over_from_any_other(old, new, starts, happened, which, said):
    Circle.objects.all().delete()
    circle, steward = found(rule=old)
    let_happen(circle, steward, happened)
    before = {each.pk: each for each in circle.gatherings.all()}
    coming = [each for each in to_come(circle, now=NOW) if not each.is_called_off]
    if not coming:
        return
    since = coming[which % len(coming)].slot
    plan, first = look(circle, new, since, starts)
    choices = {
        step.gathering.number: choice
        for step, choice in zip(plan.touched, said, strict=False)
        if choice in step.choices
    }

    set_rhythm(
        circle,
        steward,
        rule=new,
        first=first,
        starts=starts,
        since=since,
        choices=choices,
        reason="why",
        as_shown=plan.fingerprint,
    )

    after = {each.pk: each for each in circle.gatherings.all()}
    # What was shown is what was done, and nothing else.
    gone = {step.gathering.pk for step in plan.going}
    assert before.keys() - after.keys() == gone
    steps = {step.gathering.pk: step for step in plan.steps}
    for key, was in before.items():
        if key in gone:
            continue
        now_is, step = after[key], steps.get(key)
        assert (now_is.number, now_is.ical_uid) == (was.number, was.ical_uid)
        choice = step.chosen(choices) if step else Choice.LEAVE
        if step is None or step.near or choice is Choice.LEAVE:
            assert (now_is.day, now_is.starts, now_is.status) == (was.day, was.starts, was.status)
        elif choice is Choice.OFF:
            assert (now_is.is_called_off, now_is.reason, now_is.day) == (True, "why", was.day)
        else:
            assert (now_is.day, now_is.starts, now_is.slot) == (step.to, starts, step.to)
            if step.touched and not step.stays:
                assert (now_is.reason, now_is.sequence) == ("why", was.sequence + 1)
    # Nobody gathers twice on a date of the rhythm, and a beat later nothing is made again.
    standing = [each.day for each in after.values() if each.slot and not each.is_called_off]
    assert len(standing) == len(set(standing))
    assert rhythms.keep_a_year_ahead(circle, now=NOW + timedelta(hours=1)) == 0
