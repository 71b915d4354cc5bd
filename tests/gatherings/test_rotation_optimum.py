"""The rotation against the best there is: every rota of a tiny circle, and the score against its own prices."""

from collections import Counter
from dataclasses import replace
from itertools import combinations, product

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from gatherings.rotation import Candidate, Role
from gatherings.rotation.balancing import balance
from gatherings.rotation.dealing import Wish, deal, fill
from gatherings.rotation.draft import Draft
from gatherings.rotation.proposing import arrange
from gatherings.rotation.score import NEW, breakdown, leads, rounds, score
from gatherings.rotation.trading import trade
from tests.gatherings.optimum import RULES, case_of
from tests.gatherings.rotas import LONG_AGO, Question, evening, evenings, held, questions, turn
from tests.gatherings.years import COUNT, year

MOST_ROTAS = 400


def every_rota(question):
    """All ways to fill as many seats as can be filled, as sets of (gathering, role, person), kept turns included."""
    kept = held(question.kept)
    choices = []
    for gathering, role in product(question.gatherings, question.roles):
        already = {person for number, kind, person in kept if (number, kind) == (gathering.key, role.key)}
        may = [person for person in question.may(gathering, role) if person not in already]
        seats = min(max(0, role.seats - len(already)), len(may))
        choices.append(
            [{(gathering.key, role.key, person) for person in chosen} for chosen in combinations(may, seats)]
        )
    ways = 1
    for choice in choices:
        ways *= len(choice)
    assume(ways <= MOST_ROTAS)
    return [kept.union(*ways) for ways in product(*choices)]


def by_rules_three_to_five(question, turns):
    """How well they are kept, the lower the better: second roles, uneven totals, standing turns that changed."""
    members = {person.key for person in question.people}
    loads = Counter((gathering, person) for gathering, _, person in turns if person in members)
    counted = Counter(person for _, _, person in turns if person in members)
    return (
        sum(load * load for load in loads.values()),
        sum(count * count for count in counted.values()),
        len(held(question.standing) - turns),
    )


tiny = questions(most_gatherings=3, most_roles=2, most_people=4, late=False)


@given(tiny)
def test_no_rota_at_all_keeps_rules_three_to_five_better(question):
    best = min(by_rules_three_to_five(question, turns) for turns in every_rota(question))

    assert by_rules_three_to_five(question, held(question.answer().turns)) == best


@given(tiny, st.data())
def test_when_somebody_falls_away_no_rota_as_even_changes_fewer_turns(question, data):
    stood = question.answer().turns
    dealt = sorted(held(stood) - held(question.kept))
    assume(dealt)
    gathering, _, person = data.draw(st.sampled_from(dealt))
    changed = replace(question, standing=stood, away=question.away | {(person, gathering)})

    best = min(by_rules_three_to_five(changed, turns) for turns in every_rota(changed))

    assert by_rules_three_to_five(changed, held(changed.answer().turns)) == best


def full_and_balanced(case):
    """A rota before anything is looked for that keeps the later rules better."""
    draft = Draft(case)
    for gathering in range(case.gatherings):
        fill(draft, gathering)
    balance(draft)
    return draft


@given(questions(), st.data())
def test_what_a_deal_says_it_changes_is_what_the_score_changes(question, data):
    draft = arrange(case_of(question))
    case = draft.case
    for _ in range(4):
        gathering = data.draw(st.integers(0, case.gatherings - 1))
        person = data.draw(st.integers(0, case.people - 1))
        role = data.draw(st.sampled_from([None, *range(case.roles)]))
        before = score(draft)

        change = deal(draft, gathering, Wish(person, role))

        assert score(draft) - before == change


@given(questions(), st.data())
def test_dealing_a_gathering_without_a_wish_never_makes_a_rota_worse(question, data):
    draft = arrange(case_of(question))
    for _ in range(4):
        deal(draft, data.draw(st.integers(0, draft.case.gatherings - 1)), Wish(0))
        before = score(draft)

        change = deal(draft, data.draw(st.integers(0, draft.case.gatherings - 1)))

        assert score(draft) == before + change <= before


@given(questions(most_gatherings=6, most_people=6))
def test_trades_never_make_a_rota_worse_and_say_by_how_much_it_is_better(question):
    draft = full_and_balanced(case_of(question))
    before = score(draft) // NEW

    better = trade(draft)

    assert score(draft) // NEW == before - better <= before


@pytest.mark.parametrize("seed", range(1, COUNT, 9))
def test_trades_make_many_a_rota_better(seed):
    draft = full_and_balanced(case_of(year(seed)))
    before = breakdown(draft)

    better = trade(draft)

    after = breakdown(draft)
    assert [after[rule] for rule in RULES[:3]] == [before[rule] for rule in RULES[:3]]
    assert (better > 0) == ([after[rule] for rule in RULES] < [before[rule] for rule in RULES])


@given(questions())
def test_the_leads_of_a_role_are_those_of_its_turns(question):
    draft = arrange(case_of(question))

    for role in range(draft.case.roles):
        assert leads(draft, role) == sum(lead for _, _, lead, _ in rounds(draft, role))


def test_a_kept_turn_of_somebody_who_joins_after_the_window_is_nobodys_lead():
    now, later = Candidate(0, LONG_AGO), Candidate(1, evening(3).day)
    question = Question(evenings(1), [Role(0, seats=2)], [now, later], kept=[turn(0, 0, 1)])

    assert leads(arrange(case_of(question)), 0) == 0


@given(questions(most_gatherings=3, most_roles=3, most_people=4, most_seats=1))
def test_no_other_way_to_deal_one_gathering_is_better(question):
    draft = arrange(case_of(question))
    reached = score(draft)

    for gathering in range(draft.case.gatherings):
        hands = draft.hands(gathering)
        may = draft.case.may[gathering]
        dealt = [role for role, people in enumerate(hands) if people]
        for people in product(*(may[role] for role in dealt)):
            other = [()] * draft.case.roles
            for role, person in zip(dealt, people, strict=True):
                other[role] = (person,)
            draft.lay(gathering, other)
            assert score(draft) >= reached
        draft.lay(gathering, hands)
