"""Whoever is invited gets one letter with one link; whoever is known already gets none."""

import smtplib
from datetime import timedelta

import pytest
from django.utils.timezone import now

from circles import resting
from circles.arriving import invitations, joining
from circles.arriving.invitations_page import sent
from circles.arriving.paste import Entry
from circles.belonging import memberships
from circles.models import Invitation, Letter
from circles.post.links import invitation_token, read_invitation_token
from circles.refusals import NotOpen, TooManyLetters
from tests.making import make_circle, make_member, make_person, make_steward
from tests.postbox import deliver_all

NOW = now()
TWELVE = [Entry(f"guest{number}@circle.example", f"Guest {number}") for number in range(12)]

pytestmark = pytest.mark.django_db


def invite(steward, *entries):
    return invitations.invite(steward.circle, entries=entries or TWELVE, by=steward, now=NOW)


def test_twelve_are_invited_by_a_letter_each(steward):
    made = invite(steward)

    assert [(i.email, i.name, i.invited_by, i.invited_at) for i in made] == [
        (entry.address, entry.name, steward, NOW) for entry in TWELVE
    ]
    letters = Letter.objects.order_by("pk")
    assert [(x.kind, x.address, x.circle, x.params) for x in letters] == [
        ("invitation", i.email, steward.circle, {"invitation": i.pk, "epoch": 1}) for i in made
    ]


def test_pressed_twice_each_is_invited_once(steward):
    invite(steward)

    assert invite(steward) == []
    assert Invitation.objects.count() == Letter.objects.count() == 12


def test_people_who_are_here_or_invited_get_no_other_letter(steward):
    member = make_member(steward.circle, person=make_person(email="here@circle.example"))
    elsewhere = make_person(email="elsewhere@circle.example")
    [invitation] = invite(steward, Entry("anna@work.example"))
    joined = joining.accept(invitation, person=elsewhere, name="Anna", now=NOW)
    invite(steward, Entry("luc@circle.example"))
    entries = [
        Entry("here@circle.example"),
        Entry("anna@work.example"),
        Entry("luc@circle.example"),
        Entry("noor@circle.example"),
    ]

    looked = invitations.guests(steward.circle, entries)

    assert [(guest.here, bool(guest.waiting), guest.is_new) for guest in looked] == [
        (member, False, False),
        (joined, False, False),
        (None, True, False),
        (None, False, True),
    ]
    assert [i.email for i in invite(steward, *entries)] == ["noor@circle.example"]


def test_another_circle_knows_nothing_of_our_people(steward):
    make_member(steward.circle, person=make_person(email="here@circle.example"))
    invite(steward, Entry("luc@circle.example"))

    looked = invitations.guests(make_circle(), [Entry("here@circle.example"), Entry("luc@circle.example")])

    assert all(guest.is_new for guest in looked)


def test_somebody_who_left_can_be_invited_again(steward):
    member = make_member(steward.circle, person=make_person(email="gone@circle.example"))
    memberships.leave(member, now=NOW)

    assert [i.email for i in invite(steward, Entry("gone@circle.example"))] == ["gone@circle.example"]


def test_sending_again_ends_the_link_before_and_pressed_twice_sends_once(steward):
    [invitation] = invite(steward, TWELVE[0])
    old = invitation_token(invitation)

    again = invitations.send_again(invitation, epoch=1, now=NOW)
    invitations.send_again(invitation, epoch=1, now=NOW)

    assert again.epoch == 2
    assert read_invitation_token(old) is None
    assert read_invitation_token(invitation_token(again)) == invitation
    assert [letter.params["epoch"] for letter in Letter.objects.order_by("pk")] == [1, 2]


def test_a_withdrawn_invitation_opens_nothing_and_is_not_sent_again(steward):
    [invitation] = invite(steward, TWELVE[0])

    invitations.withdraw(invitation, now=NOW)
    invitations.withdraw(invitation, now=NOW + timedelta(hours=1))

    invitation.refresh_from_db()
    assert invitation.withdrawn_at == NOW
    assert read_invitation_token(invitation_token(invitation)) is None
    with pytest.raises(NotOpen):
        invitations.send_again(invitation, epoch=1, now=NOW)
    assert Letter.objects.count() == 1
    assert [i.email for i in invite(steward, TWELVE[0])] == [TWELVE[0].address]


def test_an_accepted_invitation_cannot_be_withdrawn(steward):
    [invitation] = invite(steward, TWELVE[0])
    joining.accept(invitation, person=make_person(), name="Anna", now=NOW)

    with pytest.raises(NotOpen):
        invitations.withdraw(invitation, now=NOW)


def test_a_circle_is_no_letter_cannon(steward, monkeypatch):
    monkeypatch.setattr(invitations, "MOST_IN_A_DAY", 12)
    [invitation, *_] = invite(steward)

    with pytest.raises(TooManyLetters, match="12 invitations a day"):
        invite(steward, Entry("one@more.example"), Entry("guest3@circle.example"))
    with pytest.raises(TooManyLetters):
        invitations.send_again(invitation, epoch=1, now=NOW)
    assert Invitation.objects.count() == Letter.objects.count() == 12

    tomorrow = NOW + timedelta(days=1, seconds=1)
    assert invitations.send_again(invitation, epoch=1, now=tomorrow).epoch == 2


def test_stewards_see_what_became_of_each(steward):
    waiting, accepted, withdrawn, old = invite(steward, *TWELVE[:4])
    joining.accept(accepted, person=make_person(), name="Anna", now=NOW)
    invitations.withdraw(withdrawn, now=NOW)
    Letter.objects.filter(address=old.email).update(written_at=NOW - timedelta(days=61))

    seen = sent(steward.circle, now=NOW)

    assert [(s.invitation, s.letter.state, s.is_expired) for s in seen] == [
        (waiting, "waiting", False),
        (old, "waiting", True),
        (withdrawn, "waiting", False),
        (accepted, "waiting", False),
    ]


def test_founding_another_circle_does_not_let_its_steward_write_more_letters_a_day(monkeypatch):
    monkeypatch.setattr(invitations, "MOST_IN_A_DAY", 3)
    steward = make_steward()
    again = make_steward(person=steward.person)
    first = [Entry(f"one{number}@circle.example") for number in range(2)]
    invitations.invite(steward.circle, entries=first, by=steward, now=now())

    with pytest.raises(TooManyLetters):
        invitations.invite(
            again.circle, entries=[Entry(f"two{n}@circle.example") for n in range(2)], by=again, now=now()
        )
    other = make_steward()
    invitations.invite(other.circle, entries=first, by=other, now=now())

    assert Invitation.objects.filter(circle=again.circle).count() == 0
    assert Invitation.objects.filter(circle=other.circle).count() == 2


@pytest.mark.parametrize(
    ("state", "fault", "words", "look"),
    [
        ("waiting", "", "on its way", False),
        ("sent", "", "sent", False),
        ("failed", "the receiver was refused: 550", "could not be delivered", True),
        ("failed", "the words were refused: 554", "could not be sent", True),
        ("unknown", "no answer to the words", "perhaps not delivered", True),
    ],
)
def test_what_became_of_a_letter_is_said_in_words_and_never_whether_it_was_opened(
    steward, state, fault, words, look
):
    invite(steward, TWELVE[0])
    Letter.objects.update(state=state, fault=fault)

    [one] = sent(steward.circle, now=NOW)

    assert (one.words, one.needs_a_look) == (words, look)


def test_an_address_its_mail_server_does_not_know_is_told_apart(steward, monkeypatch):
    def refuse(self, messages):
        raise smtplib.SMTPRecipientsRefused({"guest0@circle.example": (550, b"no such user")})

    monkeypatch.setattr("django.core.mail.backends.locmem.EmailBackend.send_messages", refuse)
    invite(steward, TWELVE[0])

    deliver_all(now=NOW)

    [one] = sent(steward.circle, now=NOW)
    assert one.words == "could not be delivered"


@pytest.mark.parametrize("way", ["deleting", "handing over"])
def test_neither_deleting_a_circle_nor_handing_it_over_begins_a_new_day(monkeypatch, way):
    monkeypatch.setattr(invitations, "MOST_IN_A_DAY", 3)
    person, other = make_person(), make_person()

    def fill_a_circle(name):
        steward = make_steward(make_circle(name), person=person)
        heir = make_member(steward.circle, person=other)
        entries = [Entry(f"{name}{number}@outside.example", "") for number in range(3)]
        invitations.invite(steward.circle, entries=entries, by=steward, now=now())
        if way == "deleting":
            resting.close(steward.circle, farewell="", by=steward, now=now())
            resting.delete(steward.circle, name=name, by=steward)
        else:
            memberships.hand_over(steward, to=heir, leaves=True, now=now())

    fill_a_circle("One")
    with pytest.raises(TooManyLetters):
        fill_a_circle("Two")
