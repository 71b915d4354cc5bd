"""Flames: one for each, the same for speaking and silence; seats keep their numbers through an evening."""

from datetime import timedelta

import pytest
from django.utils.timezone import now

from checkins.models import Centre, Flame, FlameState
from checkins.refusals import IsLetGo
from checkins.tonight import flames, rounds, seating
from gatherings.models import Guest, Rsvp, Status
from gatherings.refusals import IsCalledOff
from tests.making import make_gathering_now, make_member

pytestmark = pytest.mark.django_db
LIT, PASSED, AFAR = FlameState.LIT, FlameState.PASSED, FlameState.AFAR


@pytest.fixture
def round_(evening):
    return rounds.round_of(evening)


@pytest.fixture
def centre(evening):
    return Centre.objects.create(gathering=evening, screen_token="s" * 43, live_token="l" * 43)


def comes(evening, name, answer="yes", **fields):
    member = make_member(evening.circle, name)
    Rsvp.objects.create(gathering=evening, membership=member, answer=answer, **fields)
    return member


def a_guest(evening, name="Maria"):
    return Guest.objects.create(gathering=evening, name=name, nodded_at=now())


def seats_of(evening, round_, centre=None):
    if centre:
        centre.refresh_from_db()
    return [
        (seat.number, seat.name, seat.state) for seat in seating.seats(evening, round_=round_, centre=centre)
    ]


@pytest.mark.parametrize(
    ("first", "then", "stands"),
    [
        (LIT, AFAR, LIT),
        (LIT, PASSED, LIT),
        (PASSED, LIT, LIT),
        (PASSED, AFAR, AFAR),
        (AFAR, LIT, LIT),
        (AFAR, PASSED, AFAR),
    ],
)
def test_a_flame_that_burns_goes_on_burning(round_, ines, first, then, stands):
    for state in (first, then):
        flames.light(round_, membership=ines, state=state, now=now())

    assert Flame.objects.get().state == stands


def test_a_flame_lit_twice_is_one_and_keeps_its_moment(round_, ines):
    first = now()
    for moment in (first, first + timedelta(minutes=1)):
        flames.light(round_, membership=ines, now=moment)

    assert Flame.objects.get().changed_at == first


def test_a_guest_has_a_flame_and_a_slip_is_put_out(round_, evening):
    maria = a_guest(evening)
    flames.light(round_, guest=maria, now=now())
    assert Flame.objects.get().guest == maria

    for _twice in range(2):
        flames.put_out(round_, guest=maria, now=now())
    assert not Flame.objects.exists()


def test_nobody_of_another_circle_or_evening_lights_a_flame(round_):
    for someone in ({"membership": make_member()}, {"guest": a_guest(make_gathering_now())}, {}):
        with pytest.raises(ValueError, match=r"another|a member or a guest"):
            flames.light(round_, **someone, now=now())
    assert not Flame.objects.exists()


def test_no_flame_is_lit_where_the_evening_is_called_off_or_let_go(round_, evening, ines):
    round_.let_go_at = now()
    round_.save()
    with pytest.raises(IsLetGo):
        flames.light(round_, membership=ines, now=now())
    evening.status = Status.CALLED_OFF
    evening.save()
    with pytest.raises(IsCalledOff):
        flames.light(round_, membership=ines, now=now())


def test_each_change_raises_the_version_of_tonight_and_nothing_else_does(round_, centre, ines):
    flames.light(round_, membership=ines, now=now())
    flames.light(round_, membership=ines, now=now())
    centre.refresh_from_db()
    assert (centre.version, centre.seats) == (2, [[f"m{ines.pk}", "lit"]])

    flames.put_out(round_, membership=ines, now=now())
    centre.refresh_from_db()
    assert (centre.version, centre.seats) == (3, [["", ""]])


def test_seats_are_numbered_round_the_ring_guests_last_and_nobody_who_stays_away(evening, round_):
    comes(evening, "Anna")
    comes(evening, "Ben", "maybe")
    comes(evening, "Cleo", "no")
    a_guest(evening)

    assert seats_of(evening, round_) == [(1, "Anna", ""), (2, "Ben", ""), (3, "Maria", "")]


def test_a_number_stays_whoever_comes_and_goes(evening, round_, centre, ines):
    anna, ben = comes(evening, "Anna"), comes(evening, "Ben")
    a_guest(evening)
    flames.light(round_, membership=ben, now=now())

    flames.light(round_, membership=ines, state=AFAR, now=now())
    Rsvp.objects.filter(membership=anna).delete()
    flames.light(round_, membership=ben, now=now())
    comes(evening, "Dora")

    assert seats_of(evening, round_, centre) == [
        (2, "Ben", "lit"), (3, "Maria", ""), (4, "Ines", "afar"), (5, "Dora", ""),
    ]  # fmt: skip


@pytest.mark.parametrize("people", [3, 60])
def test_seats_cost_two_queries_however_many_sit(evening, round_, centre, django_assert_num_queries, people):
    for number in range(people):
        flames.light(round_, membership=comes(evening, f"Member {number}"), now=now())
    centre.refresh_from_db()

    with django_assert_num_queries(2):  # members with answers and flames, guests with flames
        found = seating.seats(evening, round_=round_, centre=centre)

    assert [seat.number for seat in found] == list(range(1, people + 1))
    assert all(seat.burns for seat in found)
    assert len(seating.draw(found).places) == people


def bring(evening, member, *, at, nonce="n"):
    return rounds.bring(rounds.round_of(evening), membership=member, words="Snow.", nonce=nonce, now=at)


@pytest.mark.parametrize(
    ("answer", "hours", "state"),
    [
        ("yes", -1, None),
        ("yes", 1, LIT),
        ("yes", 3, AFAR),
        ("no", -1, AFAR),
        ("no", 1, AFAR),
        ("waiting", 1, AFAR),
        ("maybe", 1, LIT),
    ],
)
def test_who_brings_words_has_spoken_from_where_they_are(evening, answer, hours, state):
    member = comes(evening, "Ines", answer, waiting_since=now() if answer == "waiting" else None)
    bring(evening, member, at=evening.starts_at + timedelta(hours=hours))

    assert list(Flame.objects.values_list("state", flat=True)) == ([state] if state else [])


def test_words_brought_to_a_circle_that_was_opened_early_light_a_flame(evening):
    early = evening.starts_at - timedelta(minutes=20)
    rounds.open_round(rounds.round_of(evening), question="", now=early)
    bring(evening, comes(evening, "Ines"), at=early)

    assert Flame.objects.get().state == LIT


def test_a_flame_from_afar_goes_out_with_the_last_words_taken_back_one_in_the_room_stays(evening):
    for answer, left in (("no", []), ("yes", [LIT])):
        member = comes(evening, answer, answer)
        at = evening.starts_at + timedelta(hours=1)
        words = [bring(evening, member, at=at, nonce=f"{answer}{number}") for number in (1, 2)]

        rounds.take_back(words[0], by=member, now=at)
        assert member.flames.count() == 1
        rounds.take_back(words[1], by=member, now=at)
        assert list(member.flames.values_list("state", flat=True)) == left
