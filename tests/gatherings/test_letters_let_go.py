"""A letter before a gathering is let go when it is no longer true at the moment it is to leave."""

from datetime import timedelta

import pytest
import time_machine

from circles.models import LetterKind, LetterState, Membership
from circles.post import letter_choices
from gatherings.models import Gathering, Rsvp
from tests.gatherings.letters_before import (
    ASKING,
    DAY,
    EVE,
    LONG_BEFORE,
    make_evening,
    make_reader,
    plan,
    send,
)
from tests.postbox import deliver_all

pytestmark = pytest.mark.django_db


def off(gathering, member):
    Gathering.objects.filter(pk=gathering.pk).update(status="called_off")


def moved(gathering, member):
    gathering.day = DAY + timedelta(days=1)
    gathering.save()


def closed(gathering, member):
    type(gathering.circle).objects.filter(pk=gathering.circle_id).update(closed_on=DAY)


def said_no(gathering, member):
    Rsvp.objects.update_or_create(gathering=gathering, membership=member, defaults={"answer": "no"})


def left(gathering, member):
    Membership.objects.filter(pk=member.pk).update(left_at=LONG_BEFORE)


def unwanted(gathering, member):
    for kind in (LetterKind.ASKED, LetterKind.EVE):
        letter_choices.do_without(member, kind=kind)


@pytest.mark.parametrize("meanwhile", [off, moved, closed, said_no, left, unwanted])
@pytest.mark.parametrize("now", [ASKING, EVE])
def test_a_letter_no_longer_true_when_it_is_to_leave_is_let_go(mailoutbox, now, meanwhile):
    gathering = make_evening()
    member = make_reader(gathering.circle, answer="yes" if now == EVE else "")
    assert plan(now - timedelta(hours=1)) == 1
    meanwhile(gathering, member)
    with time_machine.travel(now):
        [letter] = deliver_all()

    assert (letter.state, mailoutbox) == (LetterState.LET_GO, [])


def test_a_letter_held_up_until_it_has_begun_is_let_go(mailoutbox):
    gathering = make_evening()
    make_reader(gathering.circle, answer="yes")
    plan(EVE)
    with time_machine.travel(gathering.starts_at):
        [letter] = deliver_all()

    assert (letter.state, mailoutbox) == (LetterState.LET_GO, [])


def test_an_answer_given_meanwhile_lets_the_question_go_and_brings_the_letter_of_the_eve(mailoutbox):
    gathering = make_evening()
    member = make_reader(gathering.circle)
    plan(ASKING - timedelta(hours=1))
    Rsvp.objects.create(gathering=gathering, membership=member, answer="maybe")
    send(ASKING)
    assert mailoutbox == []

    send(EVE)
    assert [sent.subject for sent in mailoutbox] == ["Tomorrow at 18:00, we’re expecting you"]
