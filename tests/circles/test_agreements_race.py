"""Many hands on what a circle promises: nothing is done twice, and nothing anybody did is lost."""

from datetime import timedelta

import pytest
from django.utils.timezone import now

from circles.models import (
    Affirmation,
    Concern,
    Ending,
    Letter,
    Proposal,
    Review,
    Stand,
    Verdict,
    Weight,
    Wording,
)
from circles.promises import agreements, proposals, reviews
from circles.refusals import ProposalIsOver, ProposedAlready, TimeIsOver
from tests.at_once import at_once
from tests.making import make_agreement, make_circle, make_member, make_proposal, make_steward

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]
NOW = now()
OVER = NOW + timedelta(days=8)


def test_twelve_members_standing_by_a_wording_at_once_are_twelve():
    wording = make_agreement(make_circle(), weight=Weight.FIRMLY).wording
    twelve = [make_member(wording.agreement.circle) for _ in range(12)]

    done = at_once(
        *(lambda who=who: agreements.affirm(wording, membership=who, now=NOW) for who in [*twelve, *twelve])
    )

    assert not [each for each in done if isinstance(each, Exception)]
    assert sorted(Affirmation.objects.values_list("membership", flat=True)) == [who.pk for who in twelve]


def test_one_member_changing_their_mind_from_two_screens_says_one_thing():
    wording = make_agreement(make_circle(), weight=Weight.FIRMLY).wording
    member = make_member(wording.agreement.circle)

    at_once(
        *(
            lambda stand=stand: agreements.affirm(wording, membership=member, stand=stand, now=NOW)
            for stand in (Stand.BY_IT, Stand.NOT_YET) * 3
        )
    )

    assert Affirmation.objects.count() == 1


@pytest.mark.parametrize("change", [True, False])
def test_four_heartbeats_adopt_a_proposal_once(change):
    circle = make_circle()
    agreement = make_agreement(circle, recorded_at=NOW - timedelta(days=1)) if change else None
    make_proposal(circle, "New words.", agreement=agreement)

    done = at_once(*[lambda: proposals.due(now=OVER)] * 4)

    assert sorted(done) == [0, 0, 0, 1]
    assert Wording.objects.filter(text="New words.").count() == 1
    assert Proposal.objects.get().wording.text == "New words."


def test_the_last_concern_heard_by_four_presses_while_the_heart_beats_makes_one_wording():
    proposal = make_proposal(make_circle(), concerns_until=NOW)
    noor = make_member(proposal.circle)
    Concern.objects.create(proposal=proposal, membership=noor, words="The bus.")

    def press():
        return proposals.meet(proposal, membership=noor, read=None, now=OVER)

    done = at_once(press, press, lambda: proposals.due(now=OVER), press, press)

    assert not [each for each in done if isinstance(each, Exception)]
    assert Wording.objects.count() == 1
    assert Proposal.objects.get().ending == Ending.ADOPTED


def test_a_concern_raised_while_the_heart_beats_is_heard_or_comes_too_late_but_is_never_passed_over():
    proposal = make_proposal(make_circle(), concerns_until=OVER)
    noor = make_member(proposal.circle)

    def concern():
        return proposals.raise_concern(
            proposal, words="The bus.", membership=noor, now=OVER - timedelta(seconds=1)
        )

    [raised, _] = at_once(concern, lambda: proposals.due(now=OVER))

    if isinstance(raised, Exception):
        assert isinstance(raised, ProposalIsOver | TimeIsOver)
    else:
        assert Proposal.objects.get().is_open
    assert Wording.objects.count() == (1 if isinstance(raised, Exception) else 0)


def test_two_who_propose_a_change_of_one_agreement_at_once_are_not_both_taken():
    agreement = make_agreement(make_circle())
    members = [make_member(agreement.circle) for _ in range(4)]

    def propose(who):
        return proposals.propose(
            agreement.circle,
            agreement=agreement,
            text=f"Words of {who}.",
            weight=Weight.LIGHTLY,
            by=who,
            now=NOW,
        )

    done = at_once(*(lambda who=who: propose(who) for who in members))

    assert sum(isinstance(each, ProposedAlready) for each in done) == 3
    assert Proposal.objects.count() == 1
    assert Letter.objects.count() == 3


def test_adopted_online_and_reworded_in_the_room_at_once_nothing_is_overwritten_in_silence():
    steward = make_steward()
    agreement = make_agreement(steward.circle, "Old words.", recorded_at=NOW - timedelta(days=1))
    make_proposal(steward.circle, "Proposed.", agreement=agreement)

    def room():
        return agreements.reword(
            agreement, text="Agreed.", weight=Weight.LIGHTLY, agreed_on=OVER.date(), by=steward, now=OVER
        )

    at_once(lambda: proposals.due(now=OVER), room)

    texts = list(agreement.wordings.order_by("number").values_list("text", flat=True))
    assert texts in (["Old words.", "Agreed."], ["Old words.", "Proposed.", "Agreed."])
    assert (Proposal.objects.get().ending == Ending.ADOPTED) == ("Proposed." in texts)


def test_one_review_written_down_by_four_presses_is_one_and_stewards_are_told_once():
    steward = make_steward()
    make_steward(steward.circle)
    wording = make_agreement(steward.circle, review_on=NOW.date()).wording

    at_once(*[lambda: reviews.due(now=NOW)] * 4)
    assert Letter.objects.count() == 2

    def press():
        return reviews.review(
            wording, reviewed_on=NOW.date(), verdict=Verdict.LET_GO, helped="It did.", by=steward, now=NOW
        ).pk

    assert len(set(at_once(*[press] * 4))) == 1
    assert Review.objects.count() == 1
