"""By consent: proposed, weighed, reworded, adopted when its time is over and no concern stands."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError

from circles import agreements, memberships, proposals
from circles.chapter import CirclesChapter
from circles.models import Agreement, Circle, Ending, Origin, Proposal, Weight, Wording
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
from tests.making import make_agreement, make_circle, make_member, make_steward

EDMONTON = ZoneInfo("America/Edmonton")
NOW = datetime(2026, 11, 22, 12, tzinfo=EDMONTON)  # a Sunday
OVER = datetime(2026, 11, 30, tzinfo=EDMONTON)

pytestmark = pytest.mark.django_db


@pytest.fixture
def luc():
    return make_member(make_circle(), "Luc")


@pytest.fixture
def noor(luc):
    return make_member(luc.circle, "Noor")


def propose(by, text="We begin on time.", *, now=NOW, **fields):
    return proposals.propose(by.circle, text=text, weight=Weight.LIGHTLY, by=by, now=now, **fields)


def fresh(proposal):
    return Proposal.objects.get(pk=proposal.pk)


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


def test_with_no_concern_it_is_adopted_when_the_time_is_over_and_not_before(luc):
    proposal = propose(luc, review_on=date(2027, 5, 1))

    assert proposals.due(now=OVER - timedelta(seconds=1)) == 0
    assert proposals.adopt(proposal, now=OVER - timedelta(seconds=1)) is None
    assert proposals.due(now=OVER) == 1
    assert proposals.due(now=OVER) == 0

    wording = Wording.objects.get()
    assert (wording.text, wording.number, wording.origin) == ("We begin on time.", 1, Origin.BY_CONSENT)
    assert (wording.agreed_on, wording.review_on) == (date(2026, 11, 30), date(2027, 5, 1))
    assert (wording.recorded_by, wording.recorded_at, wording.weight) == (luc, OVER, Weight.LIGHTLY)
    done = fresh(proposal)
    assert (done.ending, done.ended_at, done.wording) == (Ending.ADOPTED, OVER, wording)


def test_the_heartbeat_adopts_what_is_ripe(luc):
    propose(luc)

    CirclesChapter().due(now=OVER)

    assert Proposal.objects.get().ending == Ending.ADOPTED


def test_a_change_becomes_the_next_wording_and_who_stood_by_the_one_before_is_asked_anew(luc):
    agreement = make_agreement(luc.circle, "Old words.", weight=Weight.FIRMLY)
    agreements.affirm(agreement.wording, membership=luc, now=NOW)
    propose(luc, "New words.", agreement=agreement)

    proposals.due(now=OVER)

    agreement = Agreement.objects.with_wordings().get()
    assert (agreement.wording.number, agreement.wording.text) == (2, "New words.")
    assert agreement.wording.origin == Origin.BY_CONSENT
    assert not agreement.wording.affirmations.exists()
    assert agreement.wordings.get(number=1).affirmations.count() == 1


def test_a_concern_that_stands_holds_it_and_the_last_one_heard_adopts_it_at_once(luc, noor):
    ines = make_member(luc.circle, "Ines")
    proposal = propose(luc)
    for who in (noor, ines):
        proposals.raise_concern(proposal, words="Some come by bus.", membership=who, now=NOW)

    assert proposals.due(now=OVER) == 0
    proposals.meet(proposal, membership=noor, read=None, now=OVER)
    assert fresh(proposal).is_open
    done = proposals.meet(proposal, membership=ines, read=None, now=OVER + timedelta(days=1))

    assert done.ending == Ending.ADOPTED
    assert done.wording.agreed_on == date(2026, 12, 1)
    assert proposals.meet(proposal, membership=ines, read=None, now=OVER + timedelta(days=2)) == done
    assert Wording.objects.count() == 1


def test_a_concern_heard_within_the_time_adopts_nothing_yet(luc, noor):
    proposal = propose(luc)
    proposals.raise_concern(proposal, words="Some come by bus.", membership=noor, now=NOW)
    proposals.meet(proposal, membership=noor, read=None, now=NOW)

    assert fresh(proposal).is_open
    assert proposals.due(now=OVER) == 1


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


@pytest.mark.parametrize("how", ["reword", "retire"])
def test_what_the_circle_decides_in_the_room_goes_before_and_is_never_overwritten(luc, how):
    agreement = make_agreement(luc.circle, "Old words.")
    proposal = propose(luc, "Proposed words.", agreement=agreement)
    later = NOW + timedelta(days=2)
    if how == "reword":
        agreements.reword(
            agreement, text="Agreed words.", weight=Weight.LIGHTLY, agreed_on=later.date(), by=luc, now=later
        )
    else:
        agreements.retire(agreement, now=later)

    assert proposals.due(now=OVER) == 0
    ended = fresh(proposal)
    assert (ended.ending, ended.ended_at, ended.wording) == (Ending.WITHDRAWN, later, None)
    assert not Wording.objects.filter(text="Proposed words.").exists()


def test_dates_set_right_meanwhile_do_not_end_it(luc):
    agreement = make_agreement(luc.circle, "Old words.")
    proposal = propose(luc, "New words.", agreement=agreement)

    agreements.reword(
        agreement, text="Old words.", weight=Weight.LIGHTLY, agreed_on=date(2026, 2, 1), by=luc, now=NOW
    )

    assert fresh(proposal).is_open


def test_a_wording_that_came_by_another_way_is_not_overwritten_either(luc):
    agreement = make_agreement(luc.circle, "Old words.")
    proposal = propose(luc, "Proposed words.", agreement=agreement)
    agreement.wordings.create(
        number=2, text="Others.", agreed_on=NOW.date(), recorded_at=NOW + timedelta(hours=1)
    )

    assert proposals.due(now=OVER) == 0
    assert fresh(proposal).ending == Ending.WITHDRAWN
    assert Agreement.objects.with_wordings().get().wording.text == "Others."


def test_the_same_words_agreed_in_the_circle_end_what_was_proposed(luc):
    proposal = propose(luc, "We begin on time.")

    agreements.agree(
        luc.circle, text="We begin on time.", weight=Weight.FIRMLY, agreed_on=NOW.date(), by=luc, now=NOW
    )

    assert fresh(proposal).ending == Ending.WITHDRAWN
    assert Wording.objects.get().origin == Origin.IN_CIRCLE


def test_a_review_day_that_passed_while_concerns_were_heard_moves_as_far_as_was_meant(luc, noor):
    proposal = propose(luc, review_on=date(2026, 12, 22))  # a month on
    proposals.raise_concern(proposal, words="Wait.", membership=noor, now=NOW)

    proposals.meet(proposal, membership=noor, read=None, now=datetime(2027, 2, 1, 12, tzinfo=EDMONTON))

    assert Wording.objects.get().review_on == date(2027, 3, 3)


def test_the_day_it_is_agreed_is_that_of_the_circle():
    tokyo = make_member(make_circle(timezone="Asia/Tokyo"))
    propose(tokyo, days=1, now=datetime(2026, 11, 22, 3, tzinfo=ZoneInfo("UTC")))

    proposals.due(now=datetime(2026, 11, 23, 15, tzinfo=ZoneInfo("UTC")))  # midnight there

    assert Wording.objects.get().agreed_on == date(2026, 11, 24)


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

    CirclesChapter().closed(luc.circle, now=NOW)

    assert (fresh(proposal).ending, fresh(proposal).ended_at) == (Ending.WITHDRAWN, NOW)


def test_one_circle_at_fault_does_not_hold_the_others(luc):
    broken = make_member(make_circle())
    propose(broken, now=NOW - timedelta(days=1))
    Circle.objects.filter(pk=broken.circle_id).update(timezone="Nowhere/At_all")
    proposal = propose(luc)

    assert proposals.due(now=OVER) == 1
    assert fresh(proposal).ending == Ending.ADOPTED
