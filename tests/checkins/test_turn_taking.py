"""Whose turn it is: first volunteers, then round the circle, and who passed at the end."""

from hypothesis import given
from hypothesis import strategies as st

from checkins.tonight.turn_taking import Turn, next_seat

TO_COME, PASSED, DONE = Turn.TO_COME, Turn.PASSED, Turn.DONE
rounds = st.lists(st.sampled_from(list(Turn)), max_size=12)


@given(rounds)
def test_nobody_is_next_before_the_first_volunteer(turns):
    assert next_seat(turns, last=None) is None


def test_it_goes_round_from_who_spoke_last_and_over_the_top():
    assert next_seat([TO_COME, DONE, TO_COME, TO_COME], last=1) == 2
    assert next_seat([TO_COME, DONE, DONE, DONE], last=3) == 0


def test_who_passed_is_asked_again_only_when_it_has_come_to_everybody():
    assert next_seat([DONE, PASSED, TO_COME], last=0) == 2
    assert next_seat([DONE, PASSED, DONE, PASSED], last=2) == 3


def test_somebody_who_speaks_out_of_turn_is_where_it_goes_on_from():
    assert next_seat([DONE, TO_COME, TO_COME, DONE, TO_COME], last=3) == 4


@given(rounds.filter(lambda turns: DONE in turns), st.data())
def test_the_round_comes_to_everybody_once_and_to_who_passed_last(turns, data):
    last = data.draw(st.sampled_from([index for index, turn in enumerate(turns) if turn is DONE]))
    standing, asked = list(turns), []
    while (seat := next_seat(standing, last=last)) is not None:
        asked.append(seat)
        standing[seat], last = DONE, seat

    waiting = [index for index, turn in enumerate(turns) if turn is TO_COME]
    passed = [index for index, turn in enumerate(turns) if turn is PASSED]
    assert sorted(asked[: len(waiting)]) == waiting
    assert sorted(asked[len(waiting) :]) == passed


@given(rounds, st.integers(0, 11))
def test_whoever_is_next_has_not_spoken(turns, last):
    seat = next_seat(turns, last=min(last, len(turns) - 1) if turns else None)
    assert seat is None or turns[seat] is not DONE
