"""One gathering added, moved, called off, prepared, told in another zone."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from gatherings.models import Gathering, Status
from gatherings.refusals import HasBegun, InThePast, IsCalledOff, IsOver, SameHour, TooFarAhead
from gatherings.schedule import preparing, scheduling
from tests.gatherings.scheduled import LAST_WEDNESDAYS, NOW, found, set_rhythm, version
from tests.making import make_circle, make_gathering, make_host, make_member, make_steward

pytestmark = pytest.mark.django_db


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
    assert preparing.prepare(gathering, **words, now=begun).question == "What rests?"
    for late in (
        lambda: scheduling.move(gathering, **to, now=over),
        lambda: scheduling.call_off(gathering, reason="", by=steward, now=over),
        lambda: scheduling.restore(gathering, by=steward, now=over),
        lambda: preparing.prepare(gathering, **words, now=over),
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

    assert preparing.prepare(gathering, **words, place="").sequence == 0
    assert preparing.prepare(gathering, **words, place="The garden").sequence == 1
    seen = version(circle)
    assert preparing.prepare(gathering, **words, place="The garden").sequence == 1
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
