"""Guests of a lab: one letter for each asking, seats in the order of confirming, a list that moves by itself (R6)."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core import signing
from django.utils.timezone import now

from circles.arriving import invitations
from circles.models import Letter
from circles.refusals import TooManyLetters
from gatherings.answering import guests
from gatherings.answering.lab_links import read_seat_token, seat_token
from gatherings.chapter import GatheringsChapter
from gatherings.models import Growth, GuestState, LabGuest
from gatherings.refusals import IsOver, SignUpClosed
from gatherings.schedule import labs, scheduling
from tests.making import make_circle, make_guest, make_host, make_lab, make_member, make_person
from tests.postbox import deliver_all, html_of, links_in

pytestmark = pytest.mark.django_db
COMING, WAITING = GuestState.COMING, GuestState.WAITING
ASKED, WITHDRAWN = GuestState.UNCONFIRMED, GuestState.WITHDRAWN


def sign_up(lab, email="maria@outside.example", name="Maria", **fields):
    guests.sign_up(lab, name=name, email=email, language="en", now=now(), **fields)
    return LabGuest.objects.get(lab=lab, email=email.lower())


def states(lab) -> dict[str, str]:
    return dict(lab.guests.values_list("name", "state"))


def test_signing_up_asks_by_letter_and_gives_no_seat_yet(mailoutbox):
    lab = make_lab()

    guest = sign_up(lab, "Maria@Outside.example", words="Curious.", stays_in_touch=True)
    deliver_all()

    assert (guest.state, guest.words, guest.stays_in_touch) == (ASKED, "Curious.", True)
    [letter] = mailoutbox
    assert letter.to == ["maria@outside.example"]
    assert letter.subject == "Two days of hosting: please say that it was you"
    mine = [link for link in links_in(letter.body) if "/my-seat/" in link]
    assert len(mine) == 1
    assert mine[0] in html_of(letter)
    assert read_seat_token(mine[0].split("/")[-2]) == guest


def test_the_letter_speaks_the_language_that_was_asked_for(mailoutbox):
    lab = make_lab()

    guests.sign_up(lab, name="Maria", email="m@outside.example", language="fr", now=now())
    deliver_all()

    assert Letter.objects.get().params["language"] == "fr"
    assert "Edmonton" in mailoutbox[0].body


def test_the_button_pressed_twice_is_one_guest_and_one_letter():
    lab, once = make_lab(), uuid4()

    for _press in range(2):
        sign_up(lab, once=once)

    assert Letter.objects.filter(kind="lab_seat").count() == LabGuest.objects.count() == 1


@pytest.mark.parametrize("state", [COMING, WAITING])
def test_who_stands_on_the_list_loses_nothing_when_somebody_signs_them_up_again(state, mailoutbox):
    lab = make_lab()
    guest = make_guest(lab, "Maria", state, words="Curious.")
    token = seat_token(guest)

    sign_up(lab, guest.email, "Somebody Else", words="Ha.")
    deliver_all()

    guest.refresh_from_db()
    assert (guest.name, guest.words, guest.state) == ("Maria", "Curious.", state)
    assert read_seat_token(token) == guest
    assert len(mailoutbox) == 1


def test_confirming_gives_seats_in_that_order_and_then_places_in_the_queue():
    lab = make_lab(seats=1)
    first, second = sign_up(lab, "a@x.example", "A"), sign_up(lab, "b@x.example", "B")

    guests.confirm(second, now=now())
    guests.confirm(first, now=now())
    again = guests.confirm(second, now=now())

    assert again.state == COMING
    assert states(lab) == {"A": WAITING, "B": COMING}


def test_a_seat_given_back_goes_to_who_waited_longest_who_is_told_once(mailoutbox):
    lab = make_lab(seats=1)
    coming, first = make_guest(lab, "A"), make_guest(lab, "B", WAITING, confirmed_at=now())
    make_guest(lab, "C", WAITING, confirmed_at=now() + timedelta(minutes=1))

    for _twice in range(2):
        guests.withdraw(coming, now=now())
    deliver_all()

    assert states(lab) == {"A": WITHDRAWN, "B": COMING, "C": WAITING}
    assert [(letter.to, letter.subject) for letter in mailoutbox] == [
        ([first.email], "Two days of hosting: a seat is yours")
    ]


def test_more_seats_move_the_list_up_and_fewer_evict_nobody():
    host = make_host()
    lab = make_lab(host.circle, seats=1)
    make_guest(lab, "A")
    make_guest(lab, "B", WAITING)
    about = {"title": "x", "invitation": "x", "place": "", "call_link": "", "by": host, "now": now()}

    lab = labs.change(lab, **about, seats=2)
    assert states(lab) == {"A": COMING, "B": COMING}

    lab = labs.change(lab, **about, seats=1)
    assert states(lab) == {"A": COMING, "B": COMING}
    assert guests.confirm(sign_up(lab, "c@x.example", "C"), now=now()).state == WAITING


def test_no_more_sign_ups_once_closed_begun_called_off_or_taken_down():
    host = make_host()
    lab = make_lab(host.circle)
    before = sign_up(lab, "before@x.example", "Before")

    labs.close_signup(lab, by=host, now=now())
    with pytest.raises(SignUpClosed):
        sign_up(lab, "late@x.example")
    assert guests.confirm(before, now=now()).state == COMING  # who had asked before may still say yes

    labs.open_signup(lab, by=host)
    with pytest.raises(SignUpClosed):
        guests.sign_up(lab, name="x", email="x@x.example", language="en", now=lab.gathering.starts_at)
    scheduling.call_off(lab.gathering, reason="x", by=host, now=now())
    with pytest.raises(SignUpClosed):
        sign_up(lab, "late@x.example")
    scheduling.restore(lab.gathering, by=host, now=now())
    labs.unpublish(lab, by=host)
    with pytest.raises(SignUpClosed):
        sign_up(lab, "late@x.example")


def test_a_host_writes_a_guest_down_with_or_without_an_address(mailoutbox):
    host = make_host()
    lab, once = make_lab(host.circle, seats=2), uuid4()

    for _press in range(2):
        guests.write_down(lab, name="Luc", by=host, once=once, now=now())
        guests.write_down(lab, name="Ana", email="ana@x.example", by=host, now=now())
    late = guests.write_down(lab, name="Luc", by=host, once=uuid4(), now=now())
    deliver_all()

    assert late.state == WAITING
    assert sorted(lab.guests.values_list("name", "state")) == [
        ("Ana", COMING),
        ("Luc", COMING),
        ("Luc", WAITING),
    ]
    assert [(letter.to, letter.subject) for letter in mailoutbox] == [
        (["ana@x.example"], "Two days of hosting: your seat")
    ]


def test_withdrawn_by_a_host_the_old_link_ends_and_by_oneself_it_lives():
    host = make_host()
    lab = make_lab(host.circle)
    self_, by_host = make_guest(lab), make_guest(lab)
    tokens = seat_token(self_), seat_token(by_host)

    guests.withdraw(self_, now=now())
    guests.withdraw(by_host, by=host, now=now())

    assert read_seat_token(tokens[0]) == self_
    assert read_seat_token(tokens[1]) is None


def test_a_link_is_for_its_purpose_its_guest_and_its_epoch_alone():
    guest = make_guest(make_lab())
    elsewhere = signing.dumps([guest.pk, guest.link_epoch], salt="circles.links: invitation")
    older = signing.dumps([guest.pk, guest.link_epoch - 1], salt="gatherings.lab_links: seat")

    assert read_seat_token(seat_token(guest)) == guest
    for token in (
        elsewhere,
        older,
        seat_token(guest)[:-1],
        "",
        "a:b:c",
        signing.dumps("x", salt="gatherings.lab_links: seat"),
    ):
        assert read_seat_token(token) is None


def test_nobody_withdraws_from_what_has_been():
    guest = make_guest(make_lab())

    with pytest.raises(IsOver):
        guests.withdraw(guest, now=guest.lab.gathering.ends_at)


def test_a_host_of_another_circle_looks_after_nobody():
    lab, other = make_lab(), make_host()

    with pytest.raises(ValueError, match="only a host"):
        guests.write_down(lab, name="x", by=other, now=now())
    with pytest.raises(ValueError, match="only a host"):
        guests.withdraw(make_guest(lab), by=other, now=now())


def test_half_a_year_after_the_lab_its_guests_are_let_go_but_those_who_became_members():
    home, grown = make_circle(), make_circle()
    lab = make_lab(home)
    Growth.objects.create(lab=lab, circle=grown)
    make_guest(lab, "gone")
    make_guest(lab, "somewhere else", email=make_member().person.email)
    make_guest(lab, "has an account", person=make_person())
    make_guest(lab, "joined home", email=make_member(home).person.email)
    make_guest(lab, "joined what grew", person=make_member(grown).person)
    make_guest(make_lab(home, day=lab.last_day + timedelta(days=30)), "of another lab")
    ended = lab.gathering.ends_at

    assert guests.let_go_after(now=ended + timedelta(days=179)) == 0
    GatheringsChapter().due(now=ended + timedelta(days=180))

    assert set(LabGuest.objects.values_list("name", flat=True)) == {
        "joined home",
        "joined what grew",
        "of another lab",
    }
    assert guests.let_go_after(now=ended + timedelta(days=181)) == 0


def test_who_never_confirmed_is_let_go_after_a_month():
    lab = make_lab(day=(now() + timedelta(days=90)).date())
    make_guest(lab, "forgot", ASKED, signed_up_at=now() - timedelta(days=31))
    make_guest(lab, "yesterday", ASKED, signed_up_at=now() - timedelta(days=1))
    make_guest(lab, "comes", signed_up_at=now() - timedelta(days=60))

    guests.let_go_after(now=now())

    assert set(LabGuest.objects.values_list("name", flat=True)) == {"yesterday", "comes"}


def test_a_host_writes_to_so_many_outside_in_a_day_and_no_more(monkeypatch, mailoutbox):
    monkeypatch.setattr(invitations, "MOST_IN_A_DAY", 2)
    host = make_host()
    lab = make_lab(host.circle)
    ines = guests.write_down(lab, name="Ines", email="ines@outside.example", by=host, now=now())
    guests.withdraw(ines, by=host, now=now())
    guests.write_down(lab, name="Ines", email="ines@outside.example", by=host, now=now())

    with pytest.raises(TooManyLetters):
        guests.write_down(lab, name="Luc", email="luc@outside.example", by=host, now=now())
    guests.write_down(lab, name="Noor", by=host, now=now())

    assert sorted(lab.guests.values_list("name", flat=True)) == ["Ines", "Noor"]
