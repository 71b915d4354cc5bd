"""The letter of who holds what: it waits, is taken back, tells what is true when it leaves, and floods nobody."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.utils.timezone import now

from circles.models import Letter, LetterState
from gatherings.hosting import rota
from gatherings.hosting.turns_told import TURNS_TOLD, tell, whom_to_tell
from gatherings.schedule import scheduling
from tests.gatherings.tellings import said, set_to, tell_all
from tests.making import make_gathering, make_host, make_member, make_role
from tests.postbox import deliver_all

pytestmark = pytest.mark.django_db


@pytest.fixture
def host(circle):
    return make_host(circle, "Stella")


@pytest.fixture
def anna(circle):
    return make_member(circle, "Anna")


@pytest.fixture
def evening(circle):
    return make_gathering(circle)


LATE = datetime(2026, 11, 3, 5, tzinfo=UTC)  # ten in the evening, in Edmonton


@time_machine.travel(LATE)
def test_a_letter_that_has_not_left_is_taken_back_by_the_next_telling(
    circle, host, luc, anna, role, mailoutbox
):
    evening, other = (make_gathering(circle, datetime(2027, 3, day).date()) for day in (3, 31))
    keeper = make_role(circle, "Timekeeper")
    set_to(evening, role, luc, host)
    set_to(other, keeper, luc, host)
    tell_all(circle, evening, other, by=host, at=LATE)
    first = Letter.objects.get()
    assert (first.state, first.due > LATE + timedelta(hours=8)) == (LetterState.WAITING, True)

    set_to(evening, role, anna, host)
    tell_all(circle, evening, by=host, at=LATE)  # with only that evening on the screen
    deliver_all(now=LATE + timedelta(hours=12))

    first.refresh_from_db()
    assert first.state == LetterState.LET_GO
    assert [letter.to[0] for letter in mailoutbox] == [each.person.email for each in (anna, luc)]
    assert "Timekeeper" in mailoutbox[1].body
    assert "Poem catcher" not in mailoutbox[1].body
    assert said(circle, evening, other) == {}


def test_the_letter_tells_what_is_true_when_it_leaves(circle, host, luc, anna, role, evening, mailoutbox):
    set_to(evening, role, luc, host)
    tell_all(circle, evening, by=host)
    set_to(evening, role, anna, host)

    deliver_all(now=now() + timedelta(days=1))

    assert mailoutbox == []


def test_of_a_gathering_called_off_nobody_is_told(circle, host, luc, role, evening, mailoutbox):
    set_to(evening, role, luc, host)
    tell_all(circle, evening, by=host)
    scheduling.call_off(evening, reason="Snow.", by=host, now=now())
    waits = Letter.objects.filter(kind=TURNS_TOLD).values_list("pk", flat=True)
    deliver_all(now=now() + timedelta(days=1))

    assert [letter.state for letter in Letter.objects.filter(pk__in=waits)] == [LetterState.LET_GO]


@pytest.mark.thorough
def test_nobody_is_flooded_by_seats_set_and_told_again_and_again(circle, host, luc, anna, mailoutbox):
    begun = now().replace(hour=18, minute=0)
    gathering, role = make_gathering(circle, (begun + timedelta(days=9)).date()), make_role(circle)
    for number in range(21):
        at = begun + timedelta(seconds=number)
        rota.assign(gathering, role=role, holder=[luc, anna][number % 2], by=host, now=at)
        keys = [each.key for each in whom_to_tell(circle, [gathering])]
        tell(circle, keys, gatherings=[gathering], by=host, now=at)
        deliver_all(now=at)
    assert len(mailoutbox) == 6

    deliver_all(now=begun + timedelta(minutes=30))
    assert len(mailoutbox) <= 8
    assert whom_to_tell(circle, [gathering]) == []
