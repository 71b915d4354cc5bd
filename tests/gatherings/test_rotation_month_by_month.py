"""A year of the rotation told month by month: away in March, a newcomer in April, a leaver in June.

What was held is kept, what was to come stands, and the whole year is proposed again each time.
"""

from collections import Counter
from dataclasses import dataclass, replace
from functools import cached_property

import pytest

from gatherings.rotation import Candidate
from gatherings.rotation.proposing import arrange
from tests.gatherings.flows import least
from tests.gatherings.optimum import case_of, counted
from tests.gatherings.rotas import Question, evening, held, plain

JANUARY, MARCH, APRIL, JUNE = 0, 2, 3, 5
CIRCLES = [(6, 12), (4, 9), (2, 7)]  # roles, people


@dataclass(frozen=True)
class Told:
    """What was asked when the circle heard of a change, what was to come by then, and what comes now."""

    asked: Question
    stood: frozenset
    comes: frozenset

    @property
    def given_up(self):
        return self.stood - self.comes

    @cached_property
    def best(self):
        """What the best rota counts, found by another road."""
        return counted(least(case_of(self.asked)))

    @property
    def impossible(self):
        """What could not stay: its holder is away, or has left."""
        people = {person.key for person in self.asked.people}
        return {
            (month, role, person)
            for month, role, person in self.stood
            if person not in people or (person, month) in self.asked.away
        }


def told(question, stood, month, **changes):
    """Hear of a change just before the gathering of a month."""
    asked = replace(
        question,
        kept=[each for each in stood if each.gathering.key < month],
        standing=[each for each in stood if each.gathering.key >= month],
        **changes,
    )
    return asked, asked.answer().turns


@pytest.fixture(scope="module", params=CIRCLES, ids=lambda size: f"{size[0]} roles, {size[1]} people")
def year(request):
    """Such a year: what each of the three changes did."""
    question = plain(12, *request.param)
    turns = question.answer().turns
    heard = []
    away = next(each.person for each in turns if each.gathering.key == MARCH)
    leaver = next(each.person for each in reversed(turns) if each.person != away)
    newcomer = Candidate(len(question.people), evening(APRIL).day)
    stay = [person for person in question.people if person.key != leaver]
    for month, changes in [
        (MARCH, {"away": frozenset({(away, MARCH)})}),
        (APRIL, {"people": [*question.people, newcomer]}),
        (JUNE, {"people": [*stay, newcomer]}),
    ]:
        question, now = told(question, turns, month, **changes)
        heard.append(Told(question, frozenset(held(question.standing)), frozenset(held(now))))
        turns = now
    return heard


def test_what_was_held_stays_and_every_seat_is_filled_all_year(year):
    for change in year:
        assert held(change.asked.kept) <= change.comes
        assert len(change.comes) == len(change.asked.gatherings) * len(change.asked.roles)


def test_each_change_gives_up_what_cannot_stay_and_as_little_else_as_any_rota_so_even(year):
    for change in year:
        assert change.impossible <= change.given_up
        assert len(change.given_up - change.impossible) == change.best["moved"]


@pytest.mark.thorough
def test_each_change_leaves_the_totals_as_even_as_any_rota_that_was_free_to_change_everything(year):
    for change in year:
        free = counted(least(case_of(replace(change.asked, standing=[]))))
        reached = counted(arrange(case_of(change.asked)))
        assert reached["total"] == change.best["total"] == free["total"]


def test_away_in_march_changes_that_turn_and_one_more_at_most(year):
    march, _, _ = year

    assert len(march.impossible) == 1
    assert len(march.given_up) <= 2


def test_the_newcomer_of_april_is_given_turns_and_no_turn_moves_between_others(year):
    _, april, _ = year
    newcomer = april.asked.people[-1].key

    assert {person for _, _, person in april.comes - april.stood - held(april.asked.kept)} == {newcomer}


def test_the_leaver_of_june_gives_up_their_turns_and_one_more_turn_moves_at_most(year):
    _, _, june = year

    assert june.impossible
    assert len(june.given_up - june.impossible) <= 1


def test_when_the_year_is_over_those_who_were_there_all_along_had_as_many_turns_give_or_take_one(year):
    _, _, june = year
    counts = Counter(person for _, _, person in june.comes)
    all_along = [counts[person.key] for person in june.asked.people if person.joined < evening(JANUARY).day]

    assert max(all_along) - min(all_along) <= 1
