"""What a circle promises itself is kept word for word, version by version."""

from datetime import date

import pytest
from django.db import IntegrityError
from django.utils.timezone import now

from circles.models import Affirmation, Agreement, Weight, Wording
from circles.promises import agreements
from circles.refusals import Reworded
from tests.making import make_agreement, make_member

NOW = now()
DAY = date(2026, 1, 28)

pytestmark = pytest.mark.django_db


def test_what_was_agreed_is_kept_word_for_word_at_the_end(steward):
    make_agreement(steward.circle, "First.")

    agreement = agreements.agree(
        steward.circle,
        text=" we take\n  turns ",
        weight=Weight.FIRMLY,
        agreed_on=DAY,
        review_on=date(2027, 1, 28),
        by=steward,
        now=NOW,
    )

    wording = agreement.wording
    assert (wording.number, wording.text, wording.weight) == (1, " we take\n  turns ", Weight.FIRMLY)
    assert (wording.agreed_on, wording.review_on) == (DAY, date(2027, 1, 28))
    assert (wording.recorded_by, wording.recorded_at) == (steward, NOW)
    assert list(Agreement.objects.standing_now())[-1] == agreement


def test_agreeing_the_same_twice_is_agreeing_once(steward):
    given = {
        "text": "We begin on time.",
        "weight": Weight.LIGHTLY,
        "agreed_on": DAY,
        "by": steward,
        "now": NOW,
    }

    assert agreements.agree(steward.circle, **given) == agreements.agree(steward.circle, **given)
    assert Wording.objects.count() == 1


def test_beginning_with_several_keeps_their_order(steward):
    agreements.begin_with(
        steward.circle, texts=["One.", "Two.", "Three."], agreed_on=DAY, by=steward, now=NOW
    )
    agreements.begin_with(
        steward.circle, texts=["One.", "Two.", "Three."], agreed_on=DAY, by=steward, now=NOW
    )

    held = Agreement.objects.standing_now().with_wordings()
    assert [str(agreement) for agreement in held] == ["One.", "Two.", "Three."]
    assert {agreement.wording.weight for agreement in held} == {Weight.LIGHTLY}


def test_a_new_wording_is_a_new_version_that_nobody_stands_by_yet(steward):
    agreement = make_agreement(steward.circle, "Old words.")
    first = agreement.wording
    agreements.affirm(first, membership=steward, now=NOW)

    second = agreements.reword(
        agreement, text="New words.", weight=Weight.LIGHTLY, agreed_on=DAY, by=steward, now=NOW
    )

    agreement = Agreement.objects.with_wordings().get()
    assert agreement.wording == second
    assert (second.number, second.affirmations.count()) == (2, 0)
    assert (first.text, first.affirmations.count()) == ("Old words.", 1)


def test_rewording_twice_is_rewording_once_and_dates_alone_make_no_new_version(steward):
    agreement = make_agreement(steward.circle, "Old words.")
    given = {"text": "New words.", "weight": Weight.LIGHTLY, "by": steward, "now": NOW}

    second = agreements.reword(agreement, agreed_on=DAY, **given)
    agreements.affirm(second, membership=steward, now=NOW)
    again = agreements.reword(agreement, agreed_on=DAY, review_on=date(2027, 1, 1), **given)

    assert again == second
    assert (again.review_on, again.affirmations.count()) == (date(2027, 1, 1), 1)
    assert agreement.wordings.count() == 2


def test_another_weight_is_another_version(steward):
    agreement = make_agreement(steward.circle, "Same words.")

    wording = agreements.reword(
        agreement, text="Same words.", weight=Weight.FIRMLY, agreed_on=DAY, by=steward, now=NOW
    )

    assert wording.number == 2


def test_what_is_let_go_is_kept_and_can_no_longer_be_changed_or_affirmed(steward):
    agreement = make_agreement(steward.circle)

    agreements.retire(agreement, now=NOW)
    agreements.retire(agreement, now=now())

    agreement.refresh_from_db()
    assert agreement.retired_at == NOW
    assert agreement.wordings.count() == 1
    assert not Agreement.objects.standing_now().exists()
    with pytest.raises(Reworded):
        agreements.affirm(agreement.wording, membership=steward, now=NOW)
    with pytest.raises(Reworded):
        agreements.reword(agreement, text="X.", weight=Weight.LIGHTLY, agreed_on=DAY, by=steward, now=NOW)


def test_one_stands_by_the_wording_one_has_read(steward):
    agreement = make_agreement(steward.circle, "Old words.")
    read = agreement.wording
    agreements.reword(agreement, text="New.", weight=Weight.FIRMLY, agreed_on=DAY, by=steward, now=NOW)

    with pytest.raises(Reworded, match="Read it again"):
        agreements.affirm(read, membership=steward, now=NOW)
    assert not Affirmation.objects.exists()


def test_standing_by_it_twice_is_once_and_can_be_taken_back(steward):
    member = make_member(steward.circle)
    wording = make_agreement(steward.circle).wording

    for _ in range(2):
        agreements.affirm(wording, membership=member, now=NOW)
    agreements.affirm(wording, membership=steward, now=NOW)
    agreements.step_back(wording, membership=steward)

    assert [(a.membership, a.affirmed_at) for a in Affirmation.objects.all()] == [(member, NOW)]


def test_a_review_before_the_day_of_agreeing_cannot_be_stored(steward):
    with pytest.raises(IntegrityError):
        make_agreement(steward.circle, review_on=date(2026, 1, 1))
