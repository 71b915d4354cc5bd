"""“May your words travel?”, said aloud: kept by who catches, taken back by who said it."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils.timezone import now

from checkins import letting_go
from checkins.models import Leave, SaidAloud
from checkins.poem import harvesting
from checkins.refusals import MayNotTravel, NotYet, SaidSince, TooLateToAsk
from checkins.travelling import aloud, consent
from circles.belonging import memberships
from circles.models import Letter, LetterKind, Membership
from circles.post import letter_choices
from circles.refusals import HasLeft
from gatherings.models import LetterTimes
from gatherings.refusals import IsCalledOff
from tests.checkins.speaking import catch, line
from tests.making import make_gathering, make_member

pytestmark = pytest.mark.django_db


@pytest.fixture
def poem(evening, catcher, ines, luc):
    """A given poem: a line of Ines, one of Luc, one of nobody known."""
    catch(evening, catcher, "the kettle, patient", nonce="a", speaker=ines)
    catch(evening, catcher, "snow on the steps", nonce="b", speaker=luc)
    catch(evening, catcher, "half of me", nonce="c")
    harvest = harvesting.begin(evening, catcher=catcher, now=now())
    return harvesting.give(harvest, by=catcher, version=1, now=now())


def yes(evening, *members, by, at=None):
    for member in members:
        aloud.keep(evening, membership=member, by=by, now=at or now())


def held_back(poem):
    return [phrase.text for phrase in consent.held_back(poem)]


def test_a_yes_of_each_and_of_the_circle_lets_the_poem_travel(evening, poem, catcher, ines, luc):
    yes(evening, ines, by=catcher)
    assert held_back(poem) == ["snow on the steps", "half of me"]
    yes(evening, None, by=catcher)
    assert held_back(poem) == ["snow on the steps"]  # known to be Luc's: the circle does not speak for him
    with pytest.raises(MayNotTravel):
        consent.share(poem, by=catcher, now=now())
    yes(evening, luc, by=catcher)

    assert consent.share(poem, by=catcher, now=now()).shared_at


def test_who_waits_for_whom_is_told_with_what_they_said(evening, poem, catcher, ines):
    consent.say([line("the kettle, patient")], leave=Leave.STAYS, by=ines, now=now())

    assert [
        (each.text, each.leave, each.speaker and each.speaker.name) for each in consent.held_back(poem)
    ] == [
        ("the kettle, patient", "stays", "Ines"),
        ("snow on the steps", "", "Luc"),
        ("half of me", "", None),
    ]


def test_said_twice_it_is_kept_once_with_its_first_date_and_who_kept_it(evening, poem, catcher, ines):
    first = now() - timedelta(minutes=1)
    yes(evening, ines, by=catcher, at=first)
    yes(evening, ines, by=catcher)

    assert [(each.said_at, each.kept_by) for each in SaidAloud.objects.all()] == [(first, catcher)]


def test_what_somebody_says_on_the_page_holds_before_what_they_said_aloud(evening, poem, catcher, ines, luc):
    yes(evening, ines, luc, None, by=catcher)
    consent.say([line("the kettle, patient")], leave=Leave.STAYS, by=ines, now=now())
    assert held_back(poem) == ["the kettle, patient"]

    aloud.take_back(evening, by=luc, now=now())
    consent.say([line("snow on the steps")], leave=Leave.TRAVELS, by=luc, now=now())
    assert held_back(poem) == ["the kettle, patient"]


def test_taken_back_it_stays_taken_back_and_the_shared_poem_comes_home_at_once(
    evening, poem, catcher, ines, luc
):
    yes(evening, ines, luc, None, by=catcher)
    consent.share(poem, by=catcher, now=now())

    aloud.take_back(evening, by=ines, now=now())

    poem.refresh_from_db()
    assert poem.shared_at is None
    for again in (aloud.keep, aloud.undo):
        with pytest.raises(SaidSince):
            again(evening, membership=ines, by=catcher, now=now())
    assert held_back(poem) == ["the kettle, patient"]


def test_taking_back_what_was_never_said_is_nothing(evening, poem, ines):
    aloud.take_back(evening, by=ines, now=now())

    assert not SaidAloud.objects.exists()


def test_a_slip_is_undone_that_evening_and_no_later_and_the_poem_comes_home(
    evening, poem, catcher, ines, luc
):
    yes(evening, ines, luc, None, by=catcher)
    consent.share(poem, by=catcher, now=now())
    with pytest.raises(TooLateToAsk):
        aloud.undo(evening, membership=luc, by=catcher, now=now() + aloud.A_SLIP)

    aloud.undo(evening, membership=ines, by=catcher, now=now())
    aloud.undo(evening, membership=ines, by=catcher, now=now())

    poem.refresh_from_db()
    assert poem.shared_at is None
    assert set(SaidAloud.objects.values_list("membership", flat=True)) == {luc.pk, None}


def test_the_circles_yes_can_be_undone_later_too(evening, poem, catcher):
    yes(evening, None, by=catcher)

    aloud.undo(evening, membership=None, by=catcher, now=now() + timedelta(days=200))

    assert not SaidAloud.objects.exists()


def test_it_is_asked_from_the_day_itself_until_thirty_days_after_the_poem_is_given(
    evening, poem, catcher, ines
):
    to_come = make_gathering(evening.circle)
    with pytest.raises(NotYet):
        yes(to_come, ines, by=catcher)
    with pytest.raises(TooLateToAsk):
        yes(evening, None, by=catcher, at=poem.given_at + letting_go.KEPT_FOR)
    yes(evening, None, by=catcher, at=poem.given_at + letting_go.KEPT_FOR - timedelta(minutes=1))
    evening.status = "called_off"
    evening.save()
    with pytest.raises(IsCalledOff):
        yes(evening, ines, by=catcher)

    assert SaidAloud.objects.get().membership is None


def test_it_holds_for_words_caught_after_it_was_said(evening, catcher, ines):
    yes(evening, ines, None, by=catcher)
    catch(evening, catcher, "from my notes", nonce="late", speaker=ines)
    catch(evening, catcher, "whose was it", nonce="later")
    harvest = harvesting.begin(evening, catcher=catcher, now=now())

    assert not consent.held_back(harvest).exists()


def test_who_claims_a_line_takes_it_from_the_circles_yes_and_speaks_for_it(evening, poem, catcher, ines, luc):
    yes(evening, ines, luc, None, by=catcher)
    consent.share(poem, by=catcher, now=now())
    consent.claim(line("half of me"), by=ines, now=now())  # who said aloud that hers may travel
    poem.refresh_from_db()
    assert poem.shared_at
    consent.give_back(line("half of me"), by=ines)
    consent.claim(line("half of me"), by=make_member(evening.circle), now=now())  # who has said nothing

    poem.refresh_from_db()
    assert poem.shared_at is None


def test_nobody_of_another_circle_says_or_keeps_it(evening, poem, catcher, ines):
    for member, by in ((make_member(), catcher), (ines, make_member())):
        with pytest.raises(ValueError, match="another circle"):
            aloud.keep(evening, membership=member, by=by, now=now())
    with pytest.raises(ValueError, match="another circle"):
        aloud.take_back(evening, by=make_member(), now=now())
    with pytest.raises(ValueError, match="another circle"):
        aloud.undo(evening, membership=None, by=make_member(), now=now())


def test_nobodys_yes_is_kept_behind_their_back_once_the_letter_that_tells_of_it_has_left(
    evening, poem, catcher, ines, luc
):
    yes(evening, luc, by=catcher)
    Letter.objects.filter(membership__in=[ines, luc]).update(state="sent")

    with pytest.raises(TooLateToAsk):
        yes(evening, ines, by=catcher)
    yes(evening, luc, None, by=catcher)  # as it was kept; and the circle's own

    assert set(SaidAloud.objects.values_list("membership", flat=True)) == {luc.pk, None}


@pytest.mark.parametrize(
    "who", ["is sent it", "does without", "is only a name", "is sent none by the circle"]
)
def test_a_members_yes_is_kept_until_the_hour_of_the_letter_and_of_nobody_later(evening, catcher, ines, who):
    """Also of who gets no letter: who was there and has no address said it aloud that night all the same."""
    if who == "does without":
        letter_choices.do_without(ines, kind=LetterKind.HARVEST)
    elif who == "is only a name":
        Membership.objects.filter(pk=ines.pk).update(person=None)
    elif who == "is sent none by the circle":
        LetterTimes.objects.create(circle=evening.circle, harvest_days=None)
    catch(evening, catcher, "the kettle, patient", speaker=ines)
    harvest = harvesting.begin(evening, catcher=catcher, now=now())
    yes(evening, ines, by=catcher)
    aloud.undo(evening, membership=ines, by=catcher, now=now())
    harvesting.give(harvest, by=catcher, version=1, now=now())
    zone = ZoneInfo(ines.person.timezone) if who != "is only a name" else evening.circle.zone
    day = evening.starts_at.astimezone(zone).date() + timedelta(days=2)
    hour = datetime.combine(day, time(8), zone)

    with pytest.raises(TooLateToAsk):
        yes(evening, ines, by=catcher, at=hour)
    yes(evening, ines, by=catcher, at=hour - timedelta(minutes=1))
    yes(evening, ines, by=catcher, at=hour + timedelta(days=9))  # as it was kept

    assert SaidAloud.objects.get().membership == ines


def test_of_a_poem_given_late_the_letter_goes_the_next_morning_and_until_then_a_yes_is_kept(
    evening, catcher, ines
):
    catch(evening, catcher, "the kettle, patient", speaker=ines)
    harvest = harvesting.begin(evening, catcher=catcher, now=now())
    zone = ZoneInfo(ines.person.timezone)
    late = datetime.combine(now().astimezone(zone).date() + timedelta(days=20), time(23), zone)
    harvesting.give(harvest, by=catcher, version=1, now=late)
    due = Letter.objects.get(membership=ines).due
    with pytest.raises(TooLateToAsk):
        yes(evening, ines, by=catcher, at=due)

    yes(evening, ines, by=catcher, at=due - timedelta(minutes=1))

    assert due == late + timedelta(hours=9)


def test_no_yes_is_kept_of_who_has_left_and_one_that_was_kept_stands(evening, poem, catcher, ines, luc):
    yes(evening, luc, by=catcher)
    for member in (ines, luc):
        memberships.leave(member, now=now())

    with pytest.raises(HasLeft, match="Ines is no longer in this circle"):
        yes(evening, ines, by=catcher)
    yes(evening, luc, by=catcher)

    assert [each.membership for each in SaidAloud.objects.all()] == [luc]
