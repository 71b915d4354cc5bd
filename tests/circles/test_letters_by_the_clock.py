"""Many letters written at once, to leave by the clock: each once by its key, and true to the time it now leaves."""

from datetime import UTC, datetime, timedelta

import pytest

from circles import letters
from circles.letters import ByTheClock
from circles.models import Letter, LetterState
from tests.making import make_circle, make_member

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 9, 14, 12, 0, tzinfo=UTC)
DUE = NOW + timedelta(hours=2)


@pytest.fixture
def member():
    return make_member(make_circle())


def write(member, *keys, due=DUE, now=NOW):
    wanted = [
        ByTheClock(
            kind="hello",
            key=key,
            circle=member.circle_id,
            membership=member.pk,
            due=due,
            params={"gathering": 7},
        )
        for key in keys
    ]
    return letters.write_by_the_clock(wanted, now=now)


def test_each_is_written_once_and_waits_for_its_time(member):
    assert write(member, "one", "two") == 2
    assert write(member, "one", "two", "three") == 1

    assert set(Letter.objects.values_list("key", "state", "due")) == {
        (key, LetterState.WAITING, DUE) for key in ("one", "two", "three")
    }
    letter = Letter.objects.get(key="one")
    assert (letter.kind, letter.circle, letter.membership) == ("hello", member.circle, member)
    assert (letter.params, letter.written_at) == ({"gathering": 7}, NOW)
    assert letters.due(now=DUE - timedelta(seconds=1)) == 0
    assert letters.due(now=DUE) == 3


def test_one_that_was_let_go_waits_again(member):
    write(member, "one")
    Letter.objects.update(state=LetterState.LET_GO, attempts=2)

    assert write(member, "one", due=DUE + timedelta(days=1)) == 1
    letter = Letter.objects.get()
    assert (letter.state, letter.attempts, letter.due) == (LetterState.WAITING, 0, DUE + timedelta(days=1))


@pytest.mark.parametrize(
    "state", [LetterState.SENDING, LetterState.SENT, LetterState.UNKNOWN, LetterState.FAILED]
)
def test_one_that_has_left_or_could_not_is_left_alone(member, state):
    write(member, "one")
    Letter.objects.update(state=state)

    assert write(member, "one", due=DUE + timedelta(days=1)) == 0
    assert Letter.objects.values_list("state", "due").get() == (state, DUE)


def test_one_that_waits_leaves_at_its_new_time_unless_it_is_on_its_way(member):
    write(member, "one")
    assert write(member, "one", due=DUE + timedelta(hours=1)) == 0
    assert Letter.objects.get().due == DUE + timedelta(hours=1)

    on_its_way = NOW + letters.PATIENCE
    Letter.objects.update(due=on_its_way)
    write(member, "one", due=DUE)
    assert Letter.objects.get().due == on_its_way


@pytest.mark.parametrize("count", [1, 3])
def test_it_costs_the_same_however_many(member, count, django_assert_num_queries):
    # those that stand, all that are new
    with django_assert_num_queries(2):
        write(member, *(str(number) for number in range(count)))
