"""Seats and the waiting list: off by default, first come first served, moved up and told by itself (R6)."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.utils.timezone import now

from circles.belonging import memberships
from circles.models import Letter, LetterState, Membership, Unwanted
from circles.post import delivery
from cop_site import erasing
from gatherings.answering import bringing, rsvps, seats
from gatherings.models import Gathering, Guest, Rsvp
from gatherings.refusals import IsCalledOff, IsOver
from gatherings.schedule import scheduling
from tests.making import make_circle, make_gathering, make_host, make_member, make_person
from tests.postbox import deliver_all

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 2, 18, tzinfo=UTC)  # eleven in the morning in Edmonton


@pytest.fixture
def gathering():
    circle = make_circle(place="The Old Library", call_link="https://call.example/us")
    return make_gathering(circle, NOW.date() + timedelta(days=10), seats=2)


def come(gathering, *names, at=NOW):
    """Let new members say yes, a second after one another; return them."""
    members = [make_member(gathering.circle, name) for name in names]
    for number, member in enumerate(members):
        rsvps.answer(gathering, membership=member, answer="yes", now=at + timedelta(seconds=number))
    return members


def line(gathering):
    """Return who comes and who waits, by name."""
    found = gathering.rsvps.order_by("waiting_since", "membership__name")
    names = {
        answer: [r.membership.name for r in found if r.answer == answer] for answer in ("yes", "waiting")
    }
    return names["yes"], names["waiting"]


def told():
    letters = Letter.objects.filter(kind="gathering_seat").order_by("pk")
    return list(letters.values_list("membership__name", flat=True))


def test_without_a_number_nobody_waits():
    gathering = make_gathering()
    come(gathering, *"ABCDEF")

    assert line(gathering) == (list("ABCDEF"), [])


def test_a_yes_beyond_the_seats_waits_and_maybe_takes_none(gathering):
    rsvps.answer(gathering, membership=make_member(gathering.circle), answer="maybe", now=NOW)
    come(gathering, "Anna", "Ben", "Cleo", "Dan")

    assert line(gathering) == (["Anna", "Ben"], ["Cleo", "Dan"])
    assert told() == []


@pytest.mark.parametrize("answer", ["no", "maybe"])
def test_who_gives_a_seat_back_gives_it_to_who_waits_longest_who_is_told_once(gathering, answer):
    anna, _ben, cleo, _dan = come(gathering, "Anna", "Ben", "Cleo", "Dan")

    rsvps.answer(gathering, membership=anna, answer=answer, now=NOW + timedelta(hours=1))

    assert line(gathering) == (["Ben", "Cleo"], ["Dan"])
    assert told() == ["Cleo"]
    assert Membership.objects.get(pk=cleo.pk).calendar_version == cleo.calendar_version + 2


def test_saying_yes_again_or_how_one_comes_keeps_ones_place(gathering):
    _anna, _ben, cleo, _dan = come(gathering, "Anna", "Ben", "Cleo", "Dan")
    later = NOW + timedelta(hours=1)

    for way in (None, "call", "room"):
        rsvps.answer(gathering, membership=cleo, answer="yes", way=way, now=later)

    assert line(gathering)[1] == ["Cleo", "Dan"]
    assert Rsvp.objects.get(membership=cleo).way == "room"


def test_who_says_no_and_yes_again_stands_last(gathering):
    _anna, _ben, cleo, _dan = come(gathering, "Anna", "Ben", "Cleo", "Dan")
    for answer in ("no", "yes"):
        rsvps.answer(gathering, membership=cleo, answer=answer, now=NOW + timedelta(hours=1))

    assert line(gathering)[1] == ["Dan", "Cleo"]


def test_told_to_a_host_one_stands_in_the_same_line(gathering):
    come(gathering, "Anna", "Ben", "Cleo")
    host, dan = make_host(gathering.circle), make_member(gathering.circle, "Dan")

    said = rsvps.answer(gathering, membership=dan, answer="yes", said_by=host, now=NOW + timedelta(hours=1))

    assert (said.answer, said.said_by) == ("waiting", host)
    assert line(gathering)[1] == ["Cleo", "Dan"]


def test_who_leaves_the_circle_frees_their_seat_and_those_of_their_guests(gathering):
    host = make_host(gathering.circle, "Host")
    guest = bringing.bring(gathering, name="Ada", by=make_member(gathering.circle, "Anna"), now=NOW)
    bringing.nod(guest, by=host, now=NOW)
    come(gathering, "Ben", "Cleo", "Dan")
    anna = guest.brought_by
    assert line(gathering) == (["Ben"], ["Cleo", "Dan"])

    memberships.leave(anna, now=NOW)
    assert line(gathering) == (["Ben", "Cleo"], ["Dan"])
    assert not Guest.objects.exists()
    memberships.leave(Membership.objects.get(name="Ben"), now=NOW)
    assert line(gathering) == (["Cleo", "Dan"], [])
    assert told() == ["Cleo", "Dan"]


@pytest.mark.parametrize("keep", [True, False])
def test_who_is_erased_frees_their_seat(gathering, keep):
    make_host(gathering.circle)
    anna, *_others = come(gathering, "Anna", "Ben", "Cleo")

    erasing.erase(anna.person, keep_words_in={anna.pk} if keep else set(), alone_may_go=False, now=NOW)

    assert line(gathering) == (["Ben", "Cleo"], [])


def test_who_has_left_does_not_answer_even_where_the_page_stood_open(gathering):
    anna = make_member(gathering.circle)
    memberships.leave(Membership.objects.get(pk=anna.pk), now=NOW)

    with pytest.raises(ValueError, match="is no longer in this circle"):
        rsvps.answer(gathering, membership=anna, answer="yes", now=NOW)


def test_more_seats_move_up_and_fewer_evict_nobody(gathering):
    host = make_host(gathering.circle)
    come(gathering, "Anna", "Ben", "Cleo", "Dan", "Eli")

    seats.set_seats(gathering, seats=3, by=host, now=NOW)
    assert line(gathering) == (["Anna", "Ben", "Cleo"], ["Dan", "Eli"])
    seats.set_seats(gathering, seats=1, by=host, now=NOW)
    assert line(gathering) == (["Anna", "Ben", "Cleo"], ["Dan", "Eli"])
    seats.set_seats(gathering, seats=None, by=host, now=NOW)
    assert line(gathering)[1] == []
    assert told() == ["Cleo", "Dan", "Eli"]


def test_seats_are_a_hosts_to_set_and_only_of_what_is_to_come(gathering):
    host = make_host(gathering.circle)
    for wrong in (make_member(gathering.circle), make_host()):
        with pytest.raises(ValueError, match="only a host"):
            seats.set_seats(gathering, seats=3, by=wrong, now=NOW)
    with pytest.raises(IsOver):
        seats.set_seats(gathering, seats=3, by=host, now=gathering.ends_at)
    Gathering.objects.update(status="called_off")
    with pytest.raises(IsCalledOff):
        seats.set_seats(gathering, seats=3, by=host, now=NOW)
    assert Gathering.objects.get().seats == 2


def test_while_it_is_called_off_nobody_moves_up_and_on_again_they_do(gathering):
    host = make_host(gathering.circle)
    anna, *_others = come(gathering, "Anna", "Ben", "Cleo")
    scheduling.call_off(gathering, reason="Snow.", by=host, now=NOW)
    memberships.leave(anna, now=NOW)
    assert line(gathering) == (["Ben"], ["Cleo"])

    scheduling.restore(gathering, by=host, now=NOW)
    assert line(gathering) == (["Ben", "Cleo"], [])


# The letter


def sent(mailoutbox):
    delivery.deliver(Letter.objects.get(kind="gathering_seat").pk, now=now())
    return mailoutbox


@pytest.fixture
def cleo(gathering):
    """Somebody who waited and has a seat now."""
    anna, _ben, cleo = come(gathering, "Anna", "Ben", "Cleo")
    rsvps.answer(gathering, membership=anna, answer="no", now=NOW)
    return cleo


def test_the_letter_says_that_the_seat_is_theirs_when_and_where(mailoutbox, gathering, cleo):
    with time_machine.travel(NOW):
        [letter] = sent(mailoutbox)

    assert letter.to == [cleo.person.email]
    assert letter.subject == "Thursday 12 November: a seat is yours"
    for part in (letter.body, letter.alternatives[0].content):
        for words in (
            "Dear Cleo,",
            "a seat has come free, and it is yours",
            "18:00–20:00",
            "The Old Library",
        ):
            assert words in part
        assert "https://call.example/us" in part
        assert "/answer/" in part
        assert "Ben" not in part
    assert "List-Unsubscribe" in letter.extra_headers


@pytest.mark.parametrize(
    "meanwhile",
    [
        lambda gathering, cleo: Rsvp.objects.filter(membership=cleo).update(answer="no"),
        lambda gathering, cleo: Rsvp.objects.filter(membership=cleo).delete(),
        lambda gathering, cleo: Gathering.objects.update(status="called_off"),
        lambda gathering, cleo: Unwanted.objects.create(membership=cleo, kind="changed"),
    ],
)
def test_the_letter_is_let_go_when_it_is_no_longer_true_or_wanted(mailoutbox, gathering, cleo, meanwhile):
    meanwhile(gathering, cleo)

    with time_machine.travel(NOW):
        assert sent(mailoutbox) == []
    assert Letter.objects.get(kind="gathering_seat").state == LetterState.LET_GO


def test_the_letter_goes_at_a_humane_hour_unless_we_gather_too_soon(gathering):
    person = make_person(timezone="Asia/Kathmandu")  # where it is late at night
    late = make_member(gathering.circle, "Late", person=person)
    [anna, ben] = come(gathering, "Anna", "Ben")
    rsvps.answer(gathering, membership=late, answer="yes", now=NOW)
    rsvps.answer(gathering, membership=ben, answer="no", now=NOW)
    first = Letter.objects.get(membership=late)
    assert first.due == datetime(2026, 11, 3, 2, 15, tzinfo=UTC)  # 8:00 there

    soon = gathering.starts_at - timedelta(hours=3)
    for member, answer in ((ben, "yes"), (anna, "yes"), (late, "no"), (late, "yes"), (anna, "no")):
        rsvps.answer(gathering, membership=member, answer=answer, now=soon)
    again = Letter.objects.filter(membership=late).exclude(pk=first.pk).get()
    assert again.due - soon < timedelta(minutes=10)


def test_once_it_has_begun_and_to_a_mere_name_nobody_is_written(gathering):
    only_a_name = Membership.objects.create(circle=gathering.circle, person=None, name="Name")
    anna, ben = come(gathering, "Anna", "Ben")
    host = make_host(gathering.circle)
    rsvps.answer(gathering, membership=only_a_name, answer="yes", said_by=host, now=NOW)
    come(gathering, "Cleo", at=NOW + timedelta(minutes=1))

    rsvps.answer(gathering, membership=anna, answer="no", now=NOW)
    rsvps.answer(gathering, membership=ben, answer="no", now=gathering.starts_at)

    assert line(gathering) == (["Cleo", "Name"], [])
    assert told() == []


def test_nobody_is_flooded_by_seats_given_and_taken_again_and_again(gathering, mailoutbox):
    host = make_host(gathering.circle)
    *_, cleo = come(gathering, "Ada", "Ben", "Cleo")
    for number in range(20):
        at = NOW + timedelta(minutes=1, seconds=number)
        for answer, count in (("no", 2), ("yes", 3)):
            seats.set_seats(gathering, seats=2, by=host, now=at)
            rsvps.answer(gathering, membership=cleo, answer=answer, said_by=host, now=at)
            seats.set_seats(gathering, seats=count, by=host, now=at)
        with time_machine.travel(at):
            deliver_all()
    assert len(mailoutbox) == 3

    with time_machine.travel(NOW + timedelta(hours=1)):
        deliver_all()
        assert len(mailoutbox) == 4
