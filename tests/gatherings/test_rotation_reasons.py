"""Why a turn, and why an empty seat: everything that is said can be checked by hand."""

from collections import Counter
from datetime import date

import pytest
from hypothesis import given

from gatherings.rotation import (
    Candidate,
    Lack,
    Reason,
    Role,
    Vacancy,
    Why,
    propose,
)
from tests.gatherings.rotas import Question, evening, evenings, held, people, plain, questions, turn
from tests.gatherings.years import COUNT, year

DAY = date(2027, 1, 27)


def last(turns, day, **known):
    """The last day before this one on which such a turn was held."""
    return max(
        (
            each.gathering.day
            for each in turns
            if each.gathering.day < day and all(getattr(each, name) == value for name, value in known.items())
        ),
        default=None,
    )


# The facts


@given(questions())
def test_every_turn_says_when_its_holder_last_held_this_role_and_any(question):
    says_when_last_held(question)


@pytest.mark.parametrize("seed", range(COUNT - 10, COUNT))
def test_in_a_whole_year_too_every_reason_can_be_checked_by_hand(seed):
    says_when_last_held(year(seed))
    is_true(year(seed))


def says_when_last_held(question):
    rota = question.answer()
    known = [*question.history, *rota.turns]

    for each in rota.turns:
        day = each.gathering.day
        this = last(known, day, person=each.person, role=each.role)
        any_role = last(known, day, person=each.person)
        assert each.why.day == day
        assert each.why.last_held_this == this
        assert each.why.last_held_any == any_role
        assert (f"last held this role {month(this, day)}" if this else "has not held this role yet") in str(
            each.why
        )
        if this != any_role or not any_role:
            words = f"last held a role {month(any_role, day)}" if any_role else "has not held a role yet"
            assert words in str(each.why)


def month(when, day):
    """The month in words, with its year where that is another."""
    return f"in {when:%B}" if when.year == day.year else f"in {when:%B %Y}"


@given(questions())
def test_every_turn_says_whether_it_is_a_second_role(question):
    rota = question.answer()
    members = {person.key for person in question.people}

    for each in rota.turns:
        evenings_roles = [
            other for other in rota.turns if (other.gathering, other.person) == (each.gathering, each.person)
        ]
        assert each.why.second_role == (len(evenings_roles) > 1 and each.person in members)


@given(questions())
def test_every_kind_of_reason_is_true(question):
    is_true(question)


def is_true(question):
    rota = question.answer()
    known = [*question.history, *rota.turns]
    role_of = {role.key: role for role in question.roles}

    for each in rota.turns:
        day, key = each.gathering.day, (each.gathering.key, each.role, each.person)
        together = {other.person for other in rota.turns if other.gathering == each.gathering}
        kept_here = {person for number, role, person in held(question.kept) if (number, role) == key[:2]}
        may = set(question.may(each.gathering, role_of[each.role])) - kept_here
        assert (each.why.kind is Why.KEPT) == (key in held(question.kept))
        match each.why.kind:
            case Why.STANDS:
                assert key in held(question.standing)
            case Why.ONLY_ONE:
                assert len(may) <= role_of[each.role].seats
            case Why.EASES_IN:
                joined = {person.key: person.joined for person in question.people}[each.person]
                assert (day - joined).days < 100
                assert last([*question.history, *question.kept], day, person=each.person) is None
                assert not role_of[each.role].demanding
                assert any(role.demanding for role in question.roles)
            case Why.NOT_YET:
                assert each.why.last_held_this is None
            case Why.LONGEST_AGO:
                waited = [last(known, day, person=person, role=each.role) for person in may - together]
                assert waited
                assert all(when is not None and when > each.why.last_held_this for when in waited)
            case Why.NOBODY_FREE:
                assert may <= together
            case Why.EVENLY:
                here, turns = each.why.last_held_this, Counter(other.person for other in rota.turns)
                waited = {
                    person: last(known, day, person=person, role=each.role) for person in may - together
                }
                longer = [person for person, when in waited.items() if when is None or when < here]
                assert longer
                assert all(turns[person] >= turns[each.person] for person in longer)
            case Why.ROUND_AGAIN:
                assert each.why.last_held_this is not None


@given(questions())
def test_an_empty_seat_says_what_is_lacking(question):
    for seat, vacancy in question.answer().unfilled:
        members = {person.key for person in question.people if person.joined <= seat.gathering.day}
        away = {person for person in members if (person, seat.gathering.key) in question.away}
        unwilling = {person for person in members if (person, seat.role) in question.unwilling}
        assert (vacancy.members, vacancy.away, vacancy.unwilling) == (len(members), len(away), len(unwilling))
        match vacancy.kind:
            case Lack.NOBODY_YET:
                assert not members
            case Lack.EVERYBODY_AWAY:
                assert members == away
            case Lack.NOBODY_WILLING:
                assert members == unwilling
            case Lack.WILLING_AWAY:
                assert members == away | unwilling
            case Lack.TOO_FEW:
                assert members - away - unwilling


def kinds(question):
    return [each.why.kind for each in question.answer().turns]


def test_first_turns_are_not_yet():
    assert kinds(plain(1, 2, 5)) == [Why.NOT_YET, Why.NOT_YET]


def test_a_standing_turn_says_that_it_stands():
    question = plain(2, 1, 3)

    again = question.answer(standing=question.answer().turns)

    assert [each.why.kind for each in again.turns] == [Why.STANDS, Why.STANDS]


def test_the_only_one_there_is_told_so():
    assert kinds(plain(1, 1, 3, away={(0, 0), (2, 0)})) == [Why.ONLY_ONE]


def test_who_waited_longest_is_told_so():
    history = [turn(-3, 0, 1), turn(-2, 0, 2), turn(-1, 0, 0)]

    (only,) = plain(1, 1, 3, history=history).answer().turns

    assert (only.person, only.why.kind, only.why.last_held_this) == (1, Why.LONGEST_AGO, evening(-3).day)


def test_where_others_waited_longer_it_says_that_they_are_busy_or_have_as_many_turns():
    history = [turn(-3, 0, 1), turn(-2, 0, 0), turn(-1, 0, 2)]

    busy = plain(1, 2, 2, history=history[:2], kept=[turn(0, 1, 1)]).answer()
    even = plain(2, 1, 3, history=history, kept=[turn(0, 1, 1)]).answer()

    assert [(each.person, each.why.kind) for each in busy.turns if each.role == 0] == [(0, Why.NOBODY_FREE)]
    assert [(each.person, each.why.kind) for each in even.turns if each.role == 0] == [
        (0, Why.LONGEST_AGO),
        (2, Why.EVENLY),
    ]


def test_a_newcomer_with_a_light_role_eases_in_and_founders_do_not():
    hosting = [Role("host", demanding=True), Role("timekeeper")]
    new = Candidate(9, DAY)
    held_both = [
        turn(-2, "host", 0),
        turn(-2, "timekeeper", 1),
        turn(-1, "host", 1),
        turn(-1, "timekeeper", 0),
    ]

    joined = propose(evenings(1), hosting, [*people(2), new], history=held_both)
    founded = propose(evenings(1), hosting, [Candidate(1, DAY), Candidate(2, DAY), new])

    assert {(each.role, each.person): each.why.kind for each in joined.turns}["timekeeper", 9] is Why.EASES_IN
    assert [each.why.kind for each in founded.turns] == [Why.NOT_YET, Why.NOT_YET]


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        (plain(1, 1, 0), Lack.NOBODY_YET),
        (plain(1, 1, 2, away={(0, 0), (1, 0)}), Lack.EVERYBODY_AWAY),
        (plain(1, 1, 2, unwilling={(0, 0), (1, 0)}), Lack.NOBODY_WILLING),
        (plain(1, 1, 2, away={(0, 0)}, unwilling={(1, 0)}), Lack.WILLING_AWAY),
        (Question(evenings(1), [Role(0, seats=2)], people(1)), Lack.TOO_FEW),
    ],
)
def test_each_lack_has_its_name(question, kind):
    assert [vacancy.kind for _, vacancy in question.answer().unfilled] == [kind]


# The words


@pytest.mark.parametrize(
    ("reason", "words"),
    [
        (
            Reason(Why.NOT_YET, DAY, None, date(2026, 6, 24), role="Timekeeper"),
            "has not been timekeeper yet; last held a role in June 2026",
        ),
        (
            Reason(Why.NOT_YET, date(2027, 9, 29), None, date(2027, 6, 30), role="Timekeeper"),
            "has not been timekeeper yet; last held a role in June",
        ),
        (Reason(Why.NOT_YET, DAY), "has not held this role yet; has not held a role yet"),
        (Reason(Why.NOT_YET, DAY, role="MC"), "has not been MC yet; has not held a role yet"),
        (
            Reason(Why.LONGEST_AGO, DAY, date(2026, 3, 25), date(2026, 3, 25), role="host"),
            "was last host in March 2026, longer ago than anybody else who is free",
        ),
        (
            Reason(Why.ROUND_AGAIN, DAY, date(2026, 3, 25), date(2026, 5, 27), second_role=True),
            (
                "last held this role in March 2026; last held a role in May 2026; "
                "holds two roles, as there are more roles than people"
            ),
        ),
        (Reason(Why.KEPT, DAY), "kept as it was; has not held this role yet; has not held a role yet"),
    ],
)
def test_a_reason_reads_as_a_sentence(reason, words):
    assert str(reason) == words


@pytest.mark.parametrize("kind", Why)
def test_every_reason_can_be_said(kind):
    assert str(Reason(kind, DAY, DAY, DAY))


@pytest.mark.parametrize("kind", Lack)
def test_every_lack_can_be_said(kind):
    assert str(Vacancy(kind))
