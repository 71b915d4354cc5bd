"""When a letter about a change leaves: after ten minutes, at a humane hour, and never as a flood."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from circles.models import Letter, LetterState
from gatherings.schedule import preparing
from tests.gatherings.letters_before import LONG_BEFORE, leave, make_evening, make_reader, off
from tests.making import make_host
from tests.postbox import deliver_all

pytestmark = pytest.mark.django_db


@pytest.fixture
def gathering():
    return make_evening()


@pytest.fixture
def host(gathering):
    return make_host(gathering.circle, "Luc", joined_at=LONG_BEFORE)


@pytest.mark.parametrize(
    ("changed_at", "due"),
    [
        (datetime(2025, 9, 19, 5, 0, tzinfo=UTC), datetime(2025, 9, 19, 14, 0, tzinfo=UTC)),  # 23:00 there
        (datetime(2025, 9, 24, 13, 0, tzinfo=UTC), datetime(2025, 9, 24, 14, 0, tzinfo=UTC)),  # 7:00, the day
        (
            datetime(2025, 9, 24, 22, 0, tzinfo=UTC),
            datetime(2025, 9, 24, 22, 10, tzinfo=UTC),
        ),  # two hours before
        (datetime(2025, 9, 24, 23, 30, tzinfo=UTC), datetime(2025, 9, 24, 23, 30, tzinfo=UTC)),  # at the door
    ],
)
def test_it_leaves_after_ten_minutes_at_a_humane_hour_unless_that_is_too_late(
    gathering, host, changed_at, due
):
    make_reader(gathering.circle, "Anna", "yes")
    off(gathering, host, now=changed_at)

    assert Letter.objects.get().due == due


def test_what_would_come_too_late_by_morning_leaves_at_night(host, gathering):
    make_reader(gathering.circle, "Pema", "yes", timezone="Asia/Kathmandu")  # 22:45 there
    off(gathering, host, now=datetime(2025, 9, 24, 17, 0, tzinfo=UTC))

    assert Letter.objects.get().due == datetime(2025, 9, 24, 17, 10, tzinfo=UTC)


def test_held_up_until_the_night_it_waits_for_the_morning(gathering, host, mailoutbox):
    make_reader(gathering.circle, "Anna", "yes")
    off(gathering, host)
    night = datetime(2025, 9, 19, 6, 0, tzinfo=UTC)
    leave(night)

    letter = Letter.objects.get()
    assert (letter.state, letter.due) == (LetterState.WAITING, datetime(2025, 9, 19, 14, 0, tzinfo=UTC))
    assert mailoutbox == []


def test_nobody_is_flooded_by_changes_at_the_door_and_the_last_of_them_is_told(gathering, host, mailoutbox):
    reader = make_reader(gathering.circle)
    gathering.rsvps.create(membership=reader, answer="yes")
    begun = gathering.starts_at - timedelta(minutes=50)
    for number in range(20):
        at = begun + timedelta(seconds=number)
        words = {"theme": "", "question": "", "call_link": "", "place": f"Door {number}"}
        preparing.prepare(gathering, **words, by=host, now=at)
        with time_machine.travel(at):
            deliver_all()
    assert len(mailoutbox) == 3

    with time_machine.travel(gathering.starts_at - timedelta(minutes=20)):
        deliver_all()
    assert len(mailoutbox) == 4
    assert "Door 19" in str(mailoutbox[-1].message())
