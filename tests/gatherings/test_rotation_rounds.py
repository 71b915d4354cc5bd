"""Rounds, spacing, newcomers, and what is still equal (rules 6 to 9 of the rotation)."""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from gatherings.rotation import Candidate, Role, propose
from tests.gatherings.rotas import (
    Question,
    early_returns,
    evening,
    evenings,
    held,
    people,
    plain,
    roles,
    totals,
    turn,
    turns_in_a_row,
)

# 6. Rounds


@given(st.integers(1, 14), st.integers(1, 5), st.integers(1, 9))
def test_a_role_goes_to_everyone_before_it_returns_to_someone(gathering_count, role_count, person_count):
    question = plain(gathering_count, role_count, person_count)

    assert early_returns(question, question.answer().turns) == []


def test_a_role_goes_first_to_those_who_have_not_held_it():
    history = [turn(number - 8, 0, number) for number in range(8)]  # nought to seven were host

    rota = plain(4, 1, 12, history=history).answer()

    assert {each.person for each in rota.turns} == {8, 9, 10, 11}


def test_a_newcomer_joins_the_round_that_is_running_and_need_not_make_up_for_those_before():
    history = [turn(number - 9, 0, number % 4) for number in range(9)]  # two rounds of four, and nought again
    circle = [*people(4), Candidate(4, evening(-1).day)]

    rota = Question(evenings(5), roles(1), circle, history=history).answer()

    assert {each.person for each in rota.turns[:4]} == {1, 2, 3, 4}


def test_somebody_who_has_left_does_not_hold_up_the_round():
    history = [turn(-2, 0, 0), turn(-1, 0, 1)]  # two never had it, and has left

    rota = plain(2, 1, 2, history=history).answer()

    assert [each.person for each in rota.turns] == [0, 1]


def test_who_joins_in_the_middle_enters_the_round_that_is_running():
    question = Question(evenings(12), roles(1), [*people(2), Candidate(2, evening(6).day)])

    holders = [each.person for each in question.answer().turns]

    assert sorted(holders[6:9]) == [0, 1, 2]
    assert sorted(holders[9:]) == [0, 1, 2]


def test_even_totals_come_before_rounds():
    history = [turn(-9 + number, role, person) for role in (0, 1) for number, person in enumerate([1, 2, 3])]
    question = plain(2, 2, 4, history=history)  # nought has held neither role

    assert totals(question, question.answer().turns) == [1, 1, 1, 1]


def test_rounds_come_before_spacing():
    history = [
        turn(-3, 0, 0),
        turn(-2, 0, 1),
        turn(-1, "fire", 2),
    ]  # two alone has not been host, but helped last

    rota = plain(1, 1, 3, history=history).answer()

    assert held(rota.turns) == {(0, 0, 2)}


# 7. Spacing


@given(st.integers(1, 12), st.integers(1, 5), st.integers(2, 12))
def test_nobody_has_roles_at_two_gatherings_in_a_row_where_there_are_twice_as_many_people(
    gathering_count, role_count, person_count
):
    question = plain(gathering_count, role_count, max(person_count, 2 * role_count))

    assert turns_in_a_row(question.answer().turns) == []


def test_who_held_a_role_at_the_last_gathering_rests_at_the_next():
    history = [turn(-1, 0, 0), turn(-1, 1, 1)]

    rota = plain(1, 2, 6, history=history).answer()

    assert not {0, 1} & {each.person for each in rota.turns}


# 8. Newcomers


def circle_with_newcomer(gathering_count, **rest):
    """Host and timekeeper among three who all were host lately; number three has just joined."""
    hosting = [Role("host", demanding=True), Role("timekeeper")]
    history = [turn(-4 + person, "host", person) for person in range(3)]
    history += [turn(-4 + person, "timekeeper", (person + 1) % 3) for person in range(3)]
    circle = [*people(3), Candidate(3, evening(0).day - timedelta(days=5))]
    return Question(evenings(gathering_count), hosting, circle, history=history, **rest)


def test_a_newcomer_holds_a_light_role_before_a_demanding_one():
    rota = circle_with_newcomer(4).answer()

    theirs = [each for each in rota.turns if each.person == 3]
    assert theirs[0].role == "timekeeper"
    assert all(each.gathering.key >= 2 for each in theirs if each.role == "host")


def test_a_newcomer_takes_a_demanding_role_when_nobody_else_can():
    away = {(person, 0) for person in range(3)}

    rota = circle_with_newcomer(1, away=away).answer()

    assert (0, "host", 3) in held(rota.turns)


def test_where_everybody_is_new_nobody_is():
    founders = people(6, joined=evening(0).day - timedelta(days=10))
    hosting = [Role("host", demanding=True), Role("timekeeper")]

    rota = propose(evenings(3), hosting, founders)

    assert len({each.person for each in rota.turns}) == 6


# 9. What is still equal


def test_the_odd_turn_goes_to_who_held_least_in_the_year_before():
    history = [turn(number - 8, 0, person) for number, person in enumerate([0, 1, 2, 0, 1, 2, 0, 1])]

    rota = plain(1, 1, 3, history=history).answer()

    assert held(rota.turns) == {(0, 0, 2)}


def test_without_any_past_the_order_given_decides():
    assert held(plain(1, 3, 5).answer().turns) == {(0, 0, 0), (0, 1, 1), (0, 2, 2)}
