"""Proposed to the circle: weighed, put into other words, taken back."""

from datetime import date, datetime, timedelta

import pytest
from django.db import IntegrityError

from circles.belonging import memberships
from circles.chapter import CirclesChapter
from circles.models import Agreement, Circle, Ending, Proposal, Weight
from circles.promises import agreements, proposals
from circles.refusals import (
    CircleHasClosed,
    HeldAlready,
    NotTheirs,
    ProposalIsOver,
    ProposedAlready,
    Reworded,
    TimeIsOver,
    WordsChanged,
)
from tests.circles.proposed import EDMONTON, NOW, OVER, fresh, propose
from tests.making import make_agreement, make_steward

pytestmark = pytest.mark.django_db


def test_the_time_for_concerns_lasts_until_the_end_of_the_day_a_week_on_where_the_circle_is(luc):
    proposal = propose(luc, why="Some of us come by bus.", review_on=date(2027, 1, 1))

    assert proposal.concerns_until == OVER
    assert (proposal.why, proposal.review_on, proposal.is_open) == (
        "Some of us come by bus.",
        date(2027, 1, 1),
        True,
    )


@pytest.mark.parametrize("days", [0, 61])
def test_less_than_a_day_or_more_than_sixty_is_no_time_for_concerns(luc, days):
    with pytest.raises(ValueError, match=str(days)):
        propose(luc, days=days)


def test_the_same_proposed_twice_is_proposed_once(luc, noor):
    assert propose(luc) == propose(luc) == propose(noor)
    assert Proposal.objects.count() == 1


def test_of_an_agreement_one_change_at_a_time(luc, noor):
    agreement = make_agreement(luc.circle)
    first = propose(luc, "It all stays here.", agreement=agreement)

    assert propose(noor, "It all stays here.", agreement=agreement) == first
    with pytest.raises(ProposedAlready):
        propose(noor, "It stays.", agreement=agreement)
    with pytest.raises(IntegrityError):
        Proposal.objects.create(
            circle=luc.circle, agreement=agreement, text="It stays.", proposed_by=noor, concerns_until=OVER
        )


def test_what_the_circle_holds_already_is_not_proposed_but_another_weight_is(luc):
    agreement = make_agreement(luc.circle, "It stays here.")
    other = make_agreement(luc.circle, "We take turns.")

    for words in ({}, {"agreement": agreement}, {"agreement": other}):
        with pytest.raises(HeldAlready):
            propose(luc, "It stays here.", **words)
    proposals.propose(
        luc.circle, agreement=agreement, text="It stays here.", weight=Weight.FIRMLY, by=luc, now=NOW
    )
    assert Proposal.objects.count() == 1


def test_what_was_let_go_is_not_reworded(luc):
    agreement = make_agreement(luc.circle)
    agreements.retire(agreement, now=NOW)

    with pytest.raises(Reworded):
        propose(luc, agreement=agreement)


def test_one_has_one_concern_at_a_time_and_may_put_it_otherwise(luc, noor):
    proposal = propose(luc)
    first = proposals.raise_concern(proposal, words="The bus.", membership=noor, now=NOW)
    later = NOW + timedelta(hours=1)

    assert proposals.raise_concern(proposal, words="The bus.", membership=noor, now=later).raised_at == NOW
    again = proposals.raise_concern(proposal, words="The last bus.", membership=noor, now=later)

    assert (again.pk, again.words, again.raised_at) == (first.pk, "The last bus.", later)
    proposals.meet(proposal, membership=noor, read=None, now=later)
    another = proposals.raise_concern(proposal, words="And the first.", membership=noor, now=later)
    assert another.pk != first.pk


def test_when_the_time_ended_without_a_concern_it_is_too_late_for_one_but_not_while_another_stands(luc, noor):
    proposal = propose(luc)
    with pytest.raises(TimeIsOver):
        proposals.raise_concern(proposal, words="Wait.", membership=noor, now=OVER)
    assert not proposal.concerns.exists()

    proposals.raise_concern(proposal, words="Wait.", membership=luc, now=NOW)
    proposals.raise_concern(proposal, words="Wait.", membership=noor, now=OVER)
    assert proposal.concerns.count() == 2


def test_who_has_left_no_longer_stands_in_the_way(luc, noor):
    proposal = propose(luc)
    proposals.raise_concern(proposal, words="Wait.", membership=noor, now=NOW)
    make_steward(luc.circle)

    memberships.leave(noor, now=NOW)

    assert proposals.due(now=OVER) == 1
    assert proposal.concerns.get().met_at is None


def test_other_words_keep_the_concerns_and_give_until_the_end_of_tomorrow(luc, noor):
    proposal = propose(luc, days=1)
    proposals.raise_concern(proposal, words="The bus.", membership=noor, now=NOW)
    late = datetime(2026, 11, 25, 9, tzinfo=EDMONTON)

    again = proposals.reword(proposal, text="We begin at six.", weight=Weight.LIGHTLY, by=luc, now=late)

    assert (again.text, again.reworded_at) == ("We begin at six.", late)
    assert again.concerns_until == datetime(2026, 11, 27, tzinfo=EDMONTON)
    assert again.concerns.standing().count() == 1
    assert proposals.due(now=again.concerns_until) == 0


def test_a_concern_is_not_counted_as_heard_by_words_its_raiser_has_not_read(luc, noor):
    proposal = propose(luc)
    proposals.raise_concern(proposal, words="The bus.", membership=noor, now=NOW)
    again = proposals.reword(proposal, text="We begin at six.", weight=Weight.LIGHTLY, by=luc, now=NOW)

    with pytest.raises(WordsChanged):
        proposals.meet(proposal, membership=noor, read=None, now=NOW)
    proposals.meet(proposal, membership=noor, read=again.reworded_at, now=NOW)

    assert not again.concerns.standing().exists()


def test_the_same_words_are_no_other_words(luc):
    proposal = propose(luc)

    again = proposals.reword(
        proposal, text=proposal.text, weight=Weight.LIGHTLY, why="The bus.", by=luc, now=NOW
    )

    assert (again.why, again.reworded_at, again.concerns_until) == ("The bus.", None, OVER)


def test_other_words_cannot_be_those_the_circle_holds(luc):
    make_agreement(luc.circle, "It stays here.")

    with pytest.raises(HeldAlready):
        proposals.reword(propose(luc), text="It stays here.", weight=Weight.LIGHTLY, by=luc, now=NOW)


def test_only_the_proposer_rewords_it_or_takes_it_back(luc, noor):
    proposal = propose(luc)
    steward = make_steward(luc.circle)

    for other in (noor, steward):
        with pytest.raises(NotTheirs):
            proposals.reword(proposal, text="X.", weight=Weight.LIGHTLY, by=other, now=NOW)
        with pytest.raises(NotTheirs):
            proposals.take_back(proposal, by=other, now=NOW)
    for _ in range(2):
        assert proposals.take_back(proposal, by=luc, now=NOW).ended_at == NOW
    assert proposals.due(now=OVER) == 0
    assert not Agreement.objects.exists()


def test_a_steward_takes_back_what_somebody_proposed_who_has_left(luc, noor):
    steward = make_steward(luc.circle)
    proposal = propose(luc)
    memberships.leave(luc, now=NOW)

    with pytest.raises(NotTheirs):
        proposals.take_back(proposal, by=noor, now=NOW)
    assert proposals.take_back(proposal, by=steward, now=NOW).ending == Ending.WITHDRAWN


def test_nothing_more_is_said_to_what_has_ended(luc, noor):
    proposal = propose(luc)
    proposals.due(now=OVER)

    with pytest.raises(ProposalIsOver):
        proposals.raise_concern(proposal, words="Wait.", membership=noor, now=OVER)
    with pytest.raises(ProposalIsOver):
        proposals.reword(proposal, text="X.", weight=Weight.LIGHTLY, by=luc, now=OVER)
    with pytest.raises(ProposalIsOver):
        proposals.take_back(proposal, by=luc, now=OVER)
    assert proposals.adopt(proposal, now=OVER) is None


def test_a_circle_that_has_closed_changes_nothing_of_it(luc, noor):
    agreement = make_agreement(luc.circle)
    proposal = propose(luc)
    proposals.raise_concern(proposal, words="Wait.", membership=noor, now=NOW)
    Circle.objects.update(closed_on=NOW.date())

    for verb in (
        lambda: propose(luc, "Other words."),
        lambda: proposals.raise_concern(proposal, words="X.", membership=luc, now=NOW),
        lambda: proposals.meet(proposal, membership=noor, read=None, now=NOW),
        lambda: proposals.reword(proposal, text="X.", weight=Weight.LIGHTLY, by=luc, now=NOW),
        lambda: proposals.take_back(proposal, by=luc, now=NOW),
        lambda: proposals.adopt(proposal, now=OVER),
        lambda: agreements.retire(agreement, now=NOW),
        lambda: agreements.put(agreement, position=9),
        lambda: agreements.affirm(agreement.wording, membership=luc, now=NOW),
        lambda: agreements.step_back(agreement.wording, membership=luc),
    ):
        with pytest.raises(CircleHasClosed):
            verb()
    proposal.concerns.update(met_at=NOW)
    assert proposals.due(now=OVER) == 0
    assert fresh(proposal).is_open


def test_closing_ends_what_still_lies_before_the_circle(luc):
    proposal = propose(luc)

    CirclesChapter().closed(luc.circle, by=luc, now=NOW)

    assert (fresh(proposal).ending, fresh(proposal).ended_at) == (Ending.WITHDRAWN, NOW)
