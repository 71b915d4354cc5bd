"""A rota that stands is disturbed little (rule 5 of the rotation)."""

from dataclasses import replace

import pytest
from hypothesis import given

from gatherings.rotation import Candidate
from tests.gatherings.rotas import (
    LONG_AGO,
    early_returns,
    held,
    plain,
    questions,
    totals,
    turn,
    turns_in_a_row,
)


@given(questions())
def test_a_rota_asked_again_comes_back_unchanged(question):
    rota = question.answer()

    again = question.answer(standing=rota.turns)

    assert held(again.turns) == held(rota.turns)
    assert again.unfilled == rota.unfilled


@pytest.mark.parametrize(("role_count", "person_count"), [(3, 12), (5, 13), (6, 12), (8, 12)])
def test_one_person_falling_away_once_changes_one_other_turn_at_most(role_count, person_count):
    question = plain(12, role_count, person_count)
    stood = question.answer().turns

    for lost in stood[::13]:
        away = {(lost.person, lost.gathering.key)}
        rota = question.answer(standing=stood, away=away)
        gone = held(stood) - held(rota.turns)
        assert held([lost]) <= gone
        assert len(gone) <= 2


@pytest.mark.parametrize("number", [0, 10, 25, 40])
def test_when_somebody_falls_away_their_turn_finds_a_holder_who_bends_no_later_rule(number):
    question = plain(12, 4, 12)
    stood = question.answer().turns
    away = {(stood[number].person, stood[number].gathering.key)}

    rota = question.answer(standing=stood, away=away)

    assert early_returns(question, rota.turns) == []
    assert turns_in_a_row(rota.turns) == []


def test_who_leaves_gives_up_their_turns_and_nobody_else_does():
    question = plain(12, 6, 12)
    stood = question.answer().turns
    stay = replace(question, people=[person for person in question.people if person.key != 5])

    rota = stay.answer(standing=stood)

    theirs = {each for each in held(stood) if each[2] == 5}
    assert held(stood) - held(rota.turns) == theirs
    assert max(totals(stay, rota.turns)) - min(totals(stay, rota.turns)) <= 1


def test_a_newcomer_gets_an_even_share_of_a_rota_that_stood_and_no_turn_moves_between_others():
    question = plain(12, 6, 12)
    stood = question.answer().turns
    grown = replace(question, people=[*question.people, Candidate(12, LONG_AGO)])

    rota = grown.answer(standing=stood)

    counted = totals(grown, rota.turns)
    assert max(counted) - min(counted) <= 1
    assert {person for _, _, person in held(rota.turns) - held(stood)} == {12}


def test_new_gatherings_at_the_end_leave_the_rest_as_it_stood():
    stood = plain(6, 4, 8).answer().turns

    rota = plain(12, 4, 8).answer(standing=stood)

    assert held(stood) <= held(rota.turns)


def test_more_standing_than_seats_leaves_no_more_than_seats():
    standing = [turn(0, 0, person) for person in range(4)]

    rota = plain(1, 1, 4).answer(standing=standing)

    assert held(rota.turns) == {(0, 0, 0)}
