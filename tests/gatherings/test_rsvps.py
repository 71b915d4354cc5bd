"""Who comes: one answer for a member and a gathering."""

from datetime import date, timedelta

import pytest
from django.utils.timezone import now

from circles.models import Membership
from gatherings.answering import rsvps
from gatherings.models import Rsvp, Status
from gatherings.refusals import IsCalledOff, IsOver
from tests.making import make_circle, make_gathering, make_host, make_member

pytestmark = pytest.mark.django_db


def version(membership: Membership) -> int:
    return Membership.objects.get(pk=membership.pk).calendar_version


def both_ways():
    return make_gathering(make_circle(place="The Old Library", call_link="https://call.example/us"))


def test_the_same_answer_twice_is_one_row_and_one_change():
    gathering = both_ways()
    me = make_member(gathering.circle)

    first = rsvps.answer(gathering, membership=me, answer="yes", way="room", now=now())
    seen = version(me)
    second = rsvps.answer(gathering, membership=me, answer="yes", way="room", now=now() + timedelta(hours=1))

    assert first == second == Rsvp.objects.get()
    assert second.answered_at == first.answered_at
    assert version(me) == seen == 2


def test_changing_ones_mind_changes_the_one_row():
    gathering = both_ways()
    me = make_member(gathering.circle)

    for answer in ("yes", "maybe", "no", "yes"):
        rsvps.answer(gathering, membership=me, answer=answer, now=now())

    assert Rsvp.objects.get().answer == "yes"
    assert version(me) == 5


def test_how_one_comes_stays_where_it_is_not_asked_again():
    gathering = both_ways()
    me = make_member(gathering.circle)

    rsvps.answer(gathering, membership=me, answer="yes", way="call", now=now())
    assert rsvps.answer(gathering, membership=me, answer="maybe", now=now()).way == "call"
    assert rsvps.answer(gathering, membership=me, answer="no", now=now()).way == ""


def test_how_is_kept_only_where_there_are_a_room_and_a_call():
    gathering = make_gathering(make_circle(place="The Old Library"))
    me = make_member(gathering.circle)

    assert rsvps.answer(gathering, membership=me, answer="yes", way="call", now=now()).way == ""


def test_what_is_over_or_called_off_takes_no_answer():
    circle = make_circle()
    me = make_member(circle)
    over, off = make_gathering(circle, date(2026, 1, 28)), make_gathering(circle, status=Status.CALLED_OFF)

    with pytest.raises(IsOver):
        rsvps.answer(over, membership=me, answer="yes", now=now())
    with pytest.raises(IsCalledOff):
        rsvps.answer(off, membership=me, answer="yes", now=now())
    assert not Rsvp.objects.exists()
    assert version(me) == 1


def test_a_host_can_answer_for_somebody_and_is_named():
    gathering = both_ways()
    me, host = make_member(gathering.circle), make_host(gathering.circle)

    assert rsvps.answer(gathering, membership=me, answer="yes", said_by=host, now=now()).said_by == host


def test_nobody_answers_across_circles_after_leaving_or_for_another_member():
    gathering = both_ways()
    me, other = make_member(gathering.circle), make_member(gathering.circle)
    left = make_member(gathering.circle, left_at=now())

    for wrong in (
        {"membership": make_member()},
        {"membership": left},
        {"membership": me, "said_by": other},
        {"membership": me, "said_by": make_host()},
        {"membership": me, "answer": "perhaps"},
        {"membership": me, "way": "by boat"},
    ):
        with pytest.raises(ValueError):  # noqa: PT011  # each its own words
            rsvps.answer(gathering, **{"answer": "yes"} | wrong, now=now())
    assert not Rsvp.objects.exists()
