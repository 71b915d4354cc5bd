"""By consent: adopted when its time is over and no concern stands, unless the circle decided otherwise meanwhile."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from circles.chapter import CirclesChapter
from circles.models import Agreement, Circle, Ending, Origin, Proposal, Weight, Wording
from circles.promises import agreements, proposals
from tests.circles.proposed import EDMONTON, NOW, OVER, fresh, propose
from tests.making import make_agreement, make_circle, make_member

pytestmark = pytest.mark.django_db


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


def test_one_circle_at_fault_does_not_hold_the_others(luc):
    broken = make_member(make_circle())
    propose(broken, now=NOW - timedelta(days=1))
    Circle.objects.filter(pk=broken.circle_id).update(timezone="Nowhere/At_all")
    proposal = propose(luc)

    assert proposals.due(now=OVER) == 1
    assert fresh(proposal).ending == Ending.ADOPTED
