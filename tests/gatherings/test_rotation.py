"""The rotation, whatever is asked: who may be dealt what, second roles, even totals, the same answer."""

import random
from collections import Counter, defaultdict
from dataclasses import replace
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gatherings.rotation import Candidate, Gathering, Role, Rota, Turn, propose
from tests.gatherings.rotas import (
    Question,
    evening,
    evenings,
    held,
    people,
    plain,
    questions,
    roles,
    totals,
    turn,
)

small = st.integers(1, 8)


# 1 and 2. Who may be dealt what; what is kept; what stays empty


@given(questions())
def test_nobody_is_dealt_a_role_who_is_away_unwilling_or_not_yet_a_member(question):
    gathering_of = {gathering.key: gathering for gathering in question.gatherings}
    role_of = {role.key: role for role in question.roles}

    dealt = held(question.answer().turns) - held(question.kept)

    assert all(
        person in question.may(gathering_of[gathering], role_of[role]) for gathering, role, person in dealt
    )


@given(questions())
def test_nobody_has_two_seats_of_one_role_at_a_gathering(question):
    turns = question.answer().turns

    assert len(held(turns)) == len(turns)


@given(questions())
def test_kept_turns_stay_whatever_rule_they_break(question):
    assert held(question.kept) <= held(question.answer().turns)


@given(questions())
def test_a_seat_stays_empty_only_when_everybody_who_may_hold_it_holds_one_of_its_kind(question):
    rota = question.answer()
    empty = Counter((seat.gathering.key, seat.role) for seat, _ in rota.unfilled)
    holders = defaultdict(set)
    for each in rota.turns:
        holders[each.gathering.key, each.role].add(each.person)

    for gathering, role in product(question.gatherings, question.roles):
        seat = gathering.key, role.key
        assert empty[seat] == max(0, role.seats - len(holders[seat]))
        assert not empty[seat] or holders[seat].issuperset(question.may(gathering, role))


@given(questions())
def test_no_more_are_dealt_than_there_are_seats(question):
    kept = held(question.kept)
    dealt = Counter((gathering, role) for gathering, role, _ in held(question.answer().turns) - kept)
    already = Counter((gathering, role) for gathering, role, _ in kept)

    for gathering, role in product(question.gatherings, question.roles):
        seat = gathering.key, role.key
        assert dealt[seat] <= max(0, role.seats - already[seat])


def test_a_kept_turn_of_somebody_who_has_left_fills_its_seat():
    rota = plain(1, 2, 2, kept=[turn(0, 0, "gone")]).answer()

    assert held(rota.turns) == {(0, 0, "gone"), (0, 1, 0)}


def test_a_kept_turn_in_a_role_for_one_evening_only_keeps_its_holder_from_a_second():
    rota = plain(1, 2, 3, kept=[turn(0, "fire", 0)]).answer()

    assert held(rota.turns) == {(0, 0, 1), (0, 1, 2), (0, "fire", 0)}


# 3. Nobody two roles while others have none


@given(small, small, small)
def test_second_roles_are_spread_as_evenly_as_first_ones(gathering_count, role_count, person_count):
    question = plain(gathering_count, role_count, person_count)
    rota = question.answer()

    for gathering in question.gatherings:
        loads = totals(question, [each for each in rota.turns if each.gathering == gathering])
        assert max(loads) - min(loads) <= 1


def test_a_role_is_passed_on_so_that_somebody_who_can_hold_only_that_one_has_one():
    unwilling = {(1, 1), (0, 2)}  # one may hold 0 and 2 only; nought 0 and 1 only

    rota = plain(1, 2, 2, unwilling=unwilling).answer()

    assert held(rota.turns) == {(0, 0, 1), (0, 1, 0)}


# 4. Even totals


@given(small, small, small, st.data())
def test_totals_differ_by_one_at_most_when_all_are_there_whatever_was_held_or_stood(
    gathering_count, role_count, person_count, data
):
    anywhere = st.tuples(*(st.integers(0, most - 1) for most in (gathering_count, role_count, person_count)))
    question = plain(
        gathering_count,
        role_count,
        person_count,
        history=[turn(n - 9, role, person) for n, role, person in data.draw(st.lists(anywhere, max_size=9))],
        standing=[turn(*each) for each in data.draw(st.lists(anywhere, max_size=9))],
    )

    counted = totals(question, question.answer().turns)

    assert max(counted) - min(counted) <= 1


def test_kept_turns_count_in_the_totals():
    kept = [turn(number, 0, 0) for number in range(3)]
    question = plain(6, 1, 3, kept=kept)

    counted = totals(question, question.answer().turns)

    assert counted[0] == 3
    assert sorted(counted[1:]) == [1, 2]


def test_who_was_away_for_long_has_as_many_turns_as_the_others_where_that_can_be():
    question = plain(8, 1, 4, away={(0, number) for number in range(6)})

    assert totals(question, question.answer().turns) == [2, 2, 2, 2]


def test_who_joins_in_the_middle_is_not_asked_to_catch_up():
    late = Candidate(4, evening(6).day)
    question = Question(evenings(12), roles(2), [*people(4), late])

    counted = totals(question, question.answer().turns)

    assert counted[4] in {2, 3}  # the others had three each before
    assert max(counted[:4]) - min(counted[:4]) <= 1


# 10. The same question, the same answer


@given(questions(), st.randoms(use_true_random=False))
def test_the_order_of_turns_sets_and_gatherings_does_not_matter(question, chance):
    def shuffled(items):
        items = list(items)
        chance.shuffle(items)
        return items

    asked_otherwise = Question(
        shuffled(question.gatherings),
        question.roles,
        question.people,
        history=shuffled(question.history),
        kept=shuffled(question.kept),
        standing=shuffled(question.standing),
        away=frozenset(shuffled(question.away)),
        unwilling=frozenset(shuffled(question.unwilling)),
    )

    assert held(asked_otherwise.answer().turns) == held(question.answer().turns)


@given(questions())
def test_keys_of_any_kind_give_the_same_rota(question):
    def named(number):
        return f"key {number}"

    def renamed(turns):
        return [
            Turn(
                Gathering(named(each.gathering.key), each.gathering.day), named(each.role), named(each.person)
            )
            for each in turns
        ]

    in_words = Question(
        [Gathering(named(gathering.key), gathering.day) for gathering in question.gatherings],
        [replace(role, key=named(role.key)) for role in question.roles],
        [replace(person, key=named(person.key)) for person in question.people],
        history=renamed(question.history),
        kept=renamed(question.kept),
        standing=renamed(question.standing),
        away=frozenset((named(person), named(gathering)) for person, gathering in question.away),
        unwilling=frozenset((named(person), named(role)) for person, role in question.unwilling),
    )

    assert held(in_words.answer().turns) == held(renamed(question.answer().turns))


# Large and odd


def test_a_large_circle_keeps_every_rule_that_can_be_read_off():
    chance = random.Random(2014)
    question = plain(
        12,
        10,
        60,
        history=[turn(-number, role, chance.randrange(60)) for number in range(1, 9) for role in range(10)],
        away=frozenset(
            (person, number) for person in range(60) for number in range(12) if chance.random() < 0.15
        ),
        unwilling=frozenset(
            (person, role) for person in range(60) for role in range(10) if chance.random() < 0.1
        ),
    )

    rota = question.answer()

    assert rota.unfilled == []
    assert max(totals(question, rota.turns)) - min(totals(question, rota.turns)) <= 1
    assert all(len({each.person for each in rota.turns if each.gathering.key == n}) == 10 for n in range(12))
    assert all((person, number) not in question.away for number, _, person in held(rota.turns))
    assert all((person, role) not in question.unwilling for _, role, person in held(rota.turns))


def test_no_gatherings_no_rota():
    assert plain(0, 3, 3).answer() == Rota([], [])


def test_no_roles_no_turns():
    assert plain(3, 0, 3).answer() == Rota([], [])


def test_gatherings_are_dealt_by_day_and_two_on_one_day_are_two():
    twice = [Gathering("evening", evening(0).day), Gathering("noon", evening(0).day)]

    rota = propose([evening(1), *twice], roles(1), people(3))

    assert [each.gathering.key for each in rota.turns] == ["evening", "noon", 1]
    assert {each.person for each in rota.turns} == {0, 1, 2}


@pytest.mark.parametrize(
    "twice",
    [
        {"gatherings": [evening(0), evening(0)]},
        {"roles": [Role(0), Role(0)]},
        {"people": [Candidate(0), Candidate(0)]},
    ],
)
def test_a_key_given_twice_is_refused(twice):
    with pytest.raises(ValueError, match="is given twice"):
        plain(2, 2, 2).answer(**twice)
