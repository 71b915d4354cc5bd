"""An agreement is looked at again on its day: three questions, a verdict, and what follows from it."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from circles.chapter import CirclesChapter
from circles.models import Agreement, Circle, Letter, Review, Standing, Verdict, Weight
from circles.promises import agreements, reviews
from circles.refusals import CircleHasClosed, Reworded
from tests.making import make_agreement, make_circle, make_host, make_person, make_steward

NOW = datetime(2026, 11, 22, 19, tzinfo=UTC)
DAY = date(2026, 11, 22)

pytestmark = pytest.mark.django_db


@pytest.fixture
def wording(steward):
    return make_agreement(steward.circle, "We begin on time.", review_on=DAY).wording


def review(wording, verdict=Verdict.GOES_ON, **fields):
    return reviews.review(wording, reviewed_on=DAY, verdict=verdict, by=None, now=NOW, **fields)


def test_it_goes_on_and_has_its_next_day(wording, steward):
    kept = review(
        wording,
        helped="We trust the hour.",
        better=" Say it twice. ",
        against="No.",
        next_on=date(2027, 11, 22),
    )

    wording.refresh_from_db()
    assert (kept.helped, kept.better, kept.against) == ("We trust the hour.", " Say it twice. ", "No.")
    assert (wording.review_on, wording.agreement.retired_at) == (date(2027, 11, 22), None)
    assert reviews.to_review(steward.circle, today=DAY) == []


def test_with_words_to_change_it_stands_and_is_no_longer_asked_about(wording):
    review(wording, Verdict.CHANGES)

    wording.refresh_from_db()
    assert (wording.review_on, wording.agreement.retired_at) == (None, None)


def test_let_go_it_is_retired(wording):
    review(wording, Verdict.LET_GO)

    assert Agreement.objects.get().retired_at == NOW


@pytest.mark.parametrize("verdict", Verdict)
def test_the_same_written_down_twice_is_written_once(wording, verdict):
    assert review(wording, verdict, helped="It did.") == review(wording, verdict, helped="It did.")
    assert Review.objects.count() == 1


def test_what_two_stewards_write_down_is_both_kept(wording):
    review(wording, helped="It did.")
    review(wording, helped="Not me.")

    assert sorted(Review.objects.values_list("helped", flat=True)) == ["It did.", "Not me."]


def test_only_the_wording_in_force_can_be_looked_at_again(wording, steward):
    agreements.reword(
        wording.agreement, text="New.", weight=Weight.LIGHTLY, agreed_on=DAY, by=steward, now=NOW
    )

    with pytest.raises(Reworded):
        review(wording)


def test_not_in_a_circle_that_has_closed(wording):
    Circle.objects.update(closed_on=DAY)

    with pytest.raises(CircleHasClosed):
        review(wording)
    assert reviews.due(now=NOW) == 0


def test_what_is_to_be_looked_at_again_is_what_is_held_and_its_day_has_come(steward, wording):
    make_agreement(steward.circle, "Later.", review_on=date(2026, 11, 23))
    make_agreement(steward.circle, "Never.")
    let_go = make_agreement(steward.circle, "Gone.", review_on=DAY)
    agreements.retire(let_go, now=NOW)
    reworded = make_agreement(steward.circle, "Old.", review_on=DAY)
    agreements.reword(reworded, text="New.", weight=Weight.LIGHTLY, agreed_on=DAY, by=steward, now=NOW)

    assert reviews.to_review(steward.circle, today=DAY) == [wording.agreement]


def test_stewards_are_told_once_in_the_morning_of_the_day_where_they_live(steward, wording):
    make_agreement(steward.circle, "We take turns.", review_on=DAY)
    away = make_steward(steward.circle, person=make_person(timezone="Europe/Lisbon"))
    make_host(steward.circle)
    make_steward(steward.circle, left_at=NOW)
    night_before = datetime(2026, 11, 21, 3, tzinfo=UTC)

    assert reviews.due(now=night_before) == 2
    assert reviews.due(now=NOW) == 0

    edmonton, lisbon = (ZoneInfo(zone) for zone in ("America/Edmonton", "Europe/Lisbon"))
    assert set(Letter.objects.values_list("membership", "due")) == {
        (steward.pk, datetime(2026, 11, 22, 8, tzinfo=edmonton)),
        (away.pk, datetime(2026, 11, 22, 8, tzinfo=lisbon)),
    }


def test_the_heartbeat_tells_them(wording):
    CirclesChapter().due(now=NOW)

    assert Letter.objects.get().kind == "agreement_to_review"


@pytest.mark.parametrize(
    "change",
    [
        lambda w: Circle.objects.update(closed_on=DAY),
        lambda w: Agreement.objects.update(retired_at=NOW),
        lambda w: w.agreement.wordings.create(number=2, text="New.", agreed_on=DAY),
        lambda w: w.agreement.circle.memberships.update(standing=Standing.HOST),
        lambda w: w.agreement.wordings.update(review_on=date(2026, 11, 24)),
        lambda w: w.agreement.wordings.update(review_on=date(2026, 11, 1)),
    ],
    ids=["closed", "let go", "reworded", "no steward", "not yet", "long ago"],
)
def test_nobody_is_told_where_there_is_nothing_to_look_at_or_nobody_to_look(wording, change):
    change(wording)

    assert reviews.due(now=NOW) == 0
    assert not Letter.objects.exists()


def test_circles_are_told_apart(wording):
    other = make_steward(make_circle())
    make_agreement(other.circle, "Theirs.", review_on=DAY)

    assert reviews.due(now=NOW) == 2
    assert set(Letter.objects.values_list("circle", flat=True)) == {
        wording.agreement.circle_id,
        other.circle_id,
    }
