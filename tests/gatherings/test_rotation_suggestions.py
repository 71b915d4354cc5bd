"""Whom a host might ask: who has not held the role yet, then who held it longest ago."""

from datetime import date

from hypothesis import given

from gatherings.rotation import (
    Candidate,
    Reason,
    Role,
    Suggestion,
    Why,
    suggest,
)
from tests.gatherings.rotas import evening, people, questions, turn

DAY = evening(0).day
HOST = Role("host", demanding=True, name="Host")


def order(suggestions):
    return [suggestion.person for suggestion in suggestions]


def test_who_has_not_held_the_role_comes_first_then_who_held_it_longest_ago():
    history = [turn(-3, "host", 1), turn(-1, "host", 0), turn(-2, "timekeeper", 3)]

    assert order(suggest(evening(0), HOST, people(4), history=history)) == [2, 3, 1, 0]


def test_a_suggestion_says_what_speaks_for_somebody_and_what_against():
    history = [turn(-1, "host", 0)]
    kept = [turn(0, "timekeeper", 0)]

    (only,) = suggest(
        evening(0),
        HOST,
        people(1),
        history=history,
        kept=kept,
        away={(0, 0)},
        unwilling={(0, "host")},
    )

    last_time = evening(-1).day
    assert only == Suggestion(
        0,
        Reason(Why.ROUND_AGAIN, DAY, last_time, last_time, role="Host"),
        away=True,
        unwilling=True,
        busy=True,
    )
    assert not only.free


def test_a_kept_turn_before_the_gathering_counts_as_held_and_one_after_does_not():
    kept = [turn(0, "host", 0), turn(2, "host", 1)]

    first, second = suggest(evening(1), HOST, people(2), kept=kept)

    assert (first.person, first.why.last_held_this) == (1, None)
    assert (second.person, second.why.last_held_this) == (0, evening(0).day)


def test_a_newcomer_is_asked_last_for_a_demanding_role_and_first_for_a_light_one():
    circle = [*people(2), Candidate(2, DAY)]
    history = [turn(-2, role, person) for person in (0, 1) for role in ("host", "timekeeper")]

    assert order(suggest(evening(0), HOST, circle, history=history)) == [0, 1, 2]
    assert order(suggest(evening(0), Role("timekeeper"), circle, history=history)) == [2, 0, 1]


def test_who_has_not_joined_by_the_day_is_not_suggested():
    assert suggest(evening(0), HOST, [Candidate(0, evening(1).day)]) == []


@given(questions())
def test_suggestions_are_everybody_there_in_the_order_of_their_reasons(question):
    gathering, role = question.gatherings[0], question.roles[0]

    suggestions = suggest(
        gathering,
        role,
        question.people,
        history=question.history,
        kept=question.kept,
        away=question.away,
        unwilling=question.unwilling,
    )

    assert sorted(order(suggestions)) == [
        person.key for person in question.people if person.joined <= gathering.day
    ]
    assert [each.person for each in suggestions if not (each.away or each.unwilling)] == [
        person for person in order(suggestions) if person in question.may(gathering, role)
    ]
    keys = [
        (each.new and role.demanding, each.why.last_held_this or date.min, each.why.last_held_any or date.min)
        for each in suggestions
    ]
    assert keys == sorted(keys)
