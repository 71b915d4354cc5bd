"""When the circle meets: the rhythm kept a year ahead, gatherings added, moved, called off, prepared."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from circles.models import Circle, Membership
from gatherings import rhythm, scheduling
from gatherings.models import Gathering, Status
from gatherings.refusals import HasBegun, InThePast, IsCalledOff, IsOver, SameHour, TooFarAhead
from tests.making import make_circle, make_gathering, make_host, make_member, make_role, make_steward

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
LAST_WEDNESDAYS = [
    date(2026, 11, 25), date(2026, 12, 30), date(2027, 1, 27), date(2027, 2, 24), date(2027, 3, 31),
    date(2027, 4, 28), date(2027, 5, 26), date(2027, 6, 30), date(2027, 7, 28), date(2027, 8, 25),
    date(2027, 9, 29), date(2027, 10, 27), date(2027, 11, 24),
]  # fmt: skip


def found(now: datetime = NOW, **fields) -> tuple[Circle, Membership]:
    """Make a circle that gathers in Paris on last Wednesdays, 18:00 for two hours, and its steward."""
    steward = make_steward(make_circle(timezone="Europe/Paris"))
    set_rhythm(steward.circle, steward, now=now, **fields)
    return steward.circle, steward


def set_rhythm(circle: Circle, by: Membership, *, now: datetime = NOW, **fields):
    given = {"rule": "FREQ=MONTHLY;BYDAY=-1WE", "first": date(2026, 11, 1), "starts": time(18)}
    return scheduling.set_rhythm(circle, **given | {"lasts": timedelta(hours=2)} | fields, by=by, now=now)


def days(circle: Circle) -> list[date]:
    return [gathering.day for gathering in circle.gatherings.order_by("day")]


def version(circle: Circle) -> int:
    return Circle.objects.get(pk=circle.pk).calendar_version


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

    assert scheduling.keep_a_year_ahead(circle, now=NOW) == 0
    assert scheduling.keep_a_year_ahead(circle, now=NOW + timedelta(days=40)) == 1
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

    assert scheduling.keep_a_year_ahead(circle, now=NOW) == 0
    assert days(circle) == [date(2026, 11, 26), *LAST_WEDNESDAYS[1:]]


@pytest.mark.parametrize("field", ["resting_since", "closed_on"])
def test_a_resting_or_closed_circle_gets_no_gatherings(field):
    circle, _ = found()
    Circle.objects.filter(pk=circle.pk).update(**{field: date(2026, 11, 22)})

    assert scheduling.keep_a_year_ahead(circle, now=NOW + timedelta(days=300)) == 0


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


def test_another_rhythm_leaves_answered_gatherings_as_they_are():
    circle, steward = found()
    answered, held, worded = circle.gatherings.order_by("day")[2:5]
    answered.rsvps.create(membership=steward, answer="yes")
    held.turns.create(role=make_role(circle), holder=steward)
    scheduling.prepare(worded, theme="Listening", question="", place="", call_link="", by=steward, now=NOW)

    set_rhythm(circle, steward, rule="FREQ=MONTHLY;BYDAY=1MO", first=date(2027, 1, 1))

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


def test_what_another_rhythm_would_do_is_told_before_it_is_done():
    circle, steward = found()
    answered = circle.gatherings.get(day=date(2027, 1, 27))
    answered.rsvps.create(membership=steward, answer="maybe")
    core = rhythm.Rhythm(
        first=date(2026, 12, 31), starts=time(19), lasts=timedelta(hours=2), timezone=circle.zone
    )

    change = scheduling.foresee(circle, core, now=NOW)

    assert [g.day for g in change.standing] == [answered.day]
    assert [g.day for g in change.rehoured] == LAST_WEDNESDAYS[3:]
    assert change.dropped == []
    assert {g.starts for g in circle.gatherings.all()} == {time(18)}


def test_what_is_less_than_a_day_away_stays():
    circle, steward = found()

    set_rhythm(
        circle, steward, starts=time(12), first=date(2026, 11, 1), now=datetime(2026, 11, 25, 9, tzinfo=UTC)
    )

    assert circle.gatherings.get(day=date(2026, 11, 25)).starts == time(18)
    assert circle.gatherings.get(day=date(2026, 12, 30)).starts == time(12)


def test_a_gathering_added_twice_is_one():
    circle, steward = found()
    given = {
        "day": date(2026, 12, 12),
        "starts": time(10),
        "lasts": timedelta(hours=3),
        "by": steward,
        "now": NOW,
    }

    assert scheduling.add(circle, **given) == scheduling.add(circle, **given)
    assert circle.gatherings.count() == 14
    assert circle.gatherings.get(day=date(2026, 12, 12)).slot is None


def test_two_gatherings_at_one_hour_are_refused():
    circle, steward = found()

    with pytest.raises(SameHour):
        scheduling.add(
            circle, day=LAST_WEDNESDAYS[0], starts=time(18), lasts=timedelta(hours=3), by=steward, now=NOW
        )
    with pytest.raises(SameHour):
        scheduling.move(
            circle.gatherings.get(number=2),
            day=LAST_WEDNESDAYS[0],
            starts=time(18),
            lasts=timedelta(hours=1),
            reason="",
            by=steward,
            now=NOW,
        )


def test_moving_keeps_identity_and_raises_the_sequence():
    circle, steward = found()
    before = circle.gatherings.get(number=1)
    seen = version(circle)

    moved = scheduling.move(
        before,
        day=date(2026, 11, 26),
        starts=time(19, 30),
        lasts=timedelta(hours=1),
        reason="The library is closed.",
        by=steward,
        now=NOW,
    )

    stands = Gathering.objects.get(pk=before.pk)
    assert (stands.slot, stands.number, stands.ical_uid) == (before.slot, before.number, before.ical_uid)
    assert (stands.day, stands.starts, stands.reason) == (
        date(2026, 11, 26),
        time(19, 30),
        "The library is closed.",
    )
    assert stands.starts_at == datetime(2026, 11, 26, 18, 30, tzinfo=UTC) == moved.starts_at
    assert (stands.sequence, stands.changed_at) == (1, NOW)
    assert version(circle) == seen + 1


def test_moving_twice_to_the_same_time_changes_the_calendar_once():
    circle, steward = found()
    gathering = circle.gatherings.get(number=1)
    to = {"day": date(2026, 11, 26), "starts": time(18), "lasts": timedelta(hours=2), "reason": "snow"}

    scheduling.move(gathering, **to, by=steward, now=NOW)
    seen = version(circle)
    again = scheduling.move(gathering, **to, by=steward, now=NOW)

    assert (again.sequence, version(circle)) == (1, seen)


def test_a_gathering_is_called_off_with_a_reason_and_can_be_again():
    circle, steward = found()
    gathering = circle.gatherings.get(number=2)

    off = scheduling.call_off(gathering, reason="We rest.", by=steward, now=NOW)
    assert (off.status, off.reason, off.sequence) == (Status.CALLED_OFF, "We rest.", 1)
    assert scheduling.call_off(gathering, reason="We rest.", by=steward, now=NOW).sequence == 1
    with pytest.raises(IsCalledOff):
        scheduling.move(
            gathering,
            day=date(2027, 1, 2),
            starts=time(18),
            lasts=timedelta(hours=2),
            reason="",
            by=steward,
            now=NOW,
        )

    on = scheduling.restore(gathering, by=steward, now=NOW)
    assert (on.status, on.reason, on.sequence) == (Status.PLANNED, "", 2)
    assert scheduling.restore(gathering, by=steward, now=NOW).sequence == 2


def test_what_has_begun_is_no_longer_moved_and_what_is_over_stays():
    circle, steward = found()
    gathering = circle.gatherings.get(number=1)
    begun, over = gathering.starts_at + timedelta(minutes=1), gathering.ends_at
    to = {
        "day": date(2026, 12, 2),
        "starts": time(18),
        "lasts": timedelta(hours=2),
        "reason": "",
        "by": steward,
    }
    words = {"theme": "Rest", "question": "What rests?", "place": "", "call_link": "", "by": steward}

    with pytest.raises(HasBegun):
        scheduling.move(gathering, **to, now=begun)
    with pytest.raises(HasBegun):
        scheduling.call_off(gathering, reason="", by=steward, now=begun)
    assert scheduling.prepare(gathering, **words, now=begun).question == "What rests?"
    for late in (
        lambda: scheduling.move(gathering, **to, now=over),
        lambda: scheduling.call_off(gathering, reason="", by=steward, now=over),
        lambda: scheduling.restore(gathering, by=steward, now=over),
        lambda: scheduling.prepare(gathering, **words, now=over),
    ):
        with pytest.raises(IsOver):
            late()
    with pytest.raises(InThePast):
        scheduling.move(gathering, **to | {"day": date(2026, 11, 20)}, now=NOW)
    with pytest.raises(InThePast):
        scheduling.add(
            circle, day=date(2026, 11, 20), starts=time(18), lasts=timedelta(hours=2), by=steward, now=NOW
        )


def test_only_a_change_of_place_raises_the_sequence_when_a_gathering_is_prepared():
    circle, steward = found()
    gathering = circle.gatherings.get(number=1)
    words = {"theme": "Rest", "question": "What rests?", "call_link": "", "by": steward, "now": NOW}

    assert scheduling.prepare(gathering, **words, place="").sequence == 0
    assert scheduling.prepare(gathering, **words, place="The garden").sequence == 1
    seen = version(circle)
    assert scheduling.prepare(gathering, **words, place="The garden").sequence == 1
    assert version(circle) == seen


def test_a_member_or_a_host_of_another_circle_schedules_nothing():
    circle, _ = found()
    gathering = circle.gatherings.get(number=1)
    for by in (make_member(circle), make_host(), make_steward()):
        with pytest.raises(ValueError, match="host of the circle"):
            scheduling.call_off(gathering, reason="", by=by, now=NOW)
        with pytest.raises(ValueError, match="host of the circle"):
            set_rhythm(circle, by, starts=time(19))
        with pytest.raises(ValueError, match="host of the circle"):
            scheduling.add(
                circle, day=date(2027, 1, 1), starts=time(18), lasts=timedelta(hours=2), by=by, now=NOW
            )


def test_another_zone_keeps_local_hours_and_leaves_the_past():
    circle = make_circle(timezone="Europe/Paris")
    past = make_gathering(circle, date(2026, 10, 28))
    coming = make_gathering(circle, date(2026, 11, 25))
    circle.timezone = "Asia/Kathmandu"
    circle.save()

    assert scheduling.keep_local_hours(circle, now=NOW) == 1

    moved = Gathering.objects.get(pk=coming.pk)
    assert (moved.starts, moved.sequence) == (time(18), 1)
    assert moved.starts_at == datetime(2026, 11, 25, 12, 15, tzinfo=UTC)
    assert Gathering.objects.get(pk=past.pk).starts_at == past.starts_at


def test_a_gathering_lasts_real_hours_across_a_clock_change():
    gathering = make_gathering(
        make_circle(timezone="Europe/Paris"), date(2027, 3, 28), starts=time(1), lasts=timedelta(hours=2)
    )

    assert gathering.ends_at - gathering.starts_at == timedelta(hours=2)


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Pacific/Pago_Pago"])
@pytest.mark.parametrize(
    ("day", "why"),
    [
        (date(1, 1, 1), InThePast),
        (date(2026, 11, 20), InThePast),
        (date(2036, 11, 24), TooFarAhead),
        (date(9999, 12, 31), TooFarAhead),
    ],
)
@pytest.mark.parametrize("starts", [time(0), time(23, 59)])
def test_no_gathering_is_set_where_the_calendar_ends(zone, day, why, starts):
    host = make_host(make_circle(timezone=zone))
    gathering = make_gathering(host.circle, date(2026, 12, 30))
    when = {"day": day, "starts": starts, "lasts": timedelta(hours=2), "by": host, "now": NOW}

    with pytest.raises(why):
        scheduling.add(host.circle, **when)
    with pytest.raises(why):
        scheduling.move(gathering, **when, reason="A slip of the pen.")
