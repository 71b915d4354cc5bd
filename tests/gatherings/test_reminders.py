"""Who is written to before a gathering, and when: asked once, expected once, moved with it, never at night (R34)."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from circles.models import Letter, LetterKind, LetterState, Person
from circles.post import letter_choices
from gatherings.answering import rsvps
from gatherings.letters.letter_hours import leaves_at
from gatherings.models import LetterTimes
from gatherings.schedule import scheduling
from tests.gatherings.letters_before import (
    ASKING,
    DAY,
    EVE,
    LONG_BEFORE,
    make_evening,
    make_reader,
    plan,
    send,
    whom,
    written,
)
from tests.making import make_circle, make_host, make_member

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)


def put_on(gathering, day, *, now):
    gathering.day, gathering.changed_at = day, now
    gathering.save()


def test_ten_days_before_who_said_nothing_is_asked_and_the_day_before_who_comes_is_expected():
    gathering = make_evening()
    circle = gathering.circle
    silent = make_reader(circle, "Silent")
    for answer in ("yes", "maybe", "no"):
        make_reader(circle, answer.capitalize(), answer)

    assert plan(ASKING - 4 * HOUR) == 0
    assert plan(ASKING - 2 * HOUR) == 1
    assert written() == [("gathering_asked", "Silent", ASKING)]
    assert Letter.objects.get().params == {"gathering": gathering.pk, "day": "2025-09-24"}

    assert plan(EVE - 2 * HOUR) == 2
    assert written() == [
        ("gathering_asked", "Silent", ASKING),
        ("gathering_eve", "Maybe", EVE),
        ("gathering_eve", "Yes", EVE),
    ]
    assert Letter.objects.filter(membership=silent).count() == 1


def test_asked_twice_it_is_done_once():
    gathering = make_evening()
    make_reader(gathering.circle)

    assert [plan(ASKING), plan(ASKING), plan(ASKING + 2 * HOUR), plan(ASKING + 4 * HOUR)] == [1, 0, 0, 0]


@pytest.mark.parametrize(
    ("lives", "due"),
    [
        ("America/Edmonton", datetime(2025, 9, 23, 8)),
        ("Europe/Paris", datetime(2025, 9, 24, 8)),  # there it begins at 2:00 on Thursday
        ("Asia/Kathmandu", datetime(2025, 9, 24, 8)),
        ("Pacific/Auckland", datetime(2025, 9, 24, 8)),
        ("America/St_Johns", datetime(2025, 9, 23, 8)),
        ("Pacific/Honolulu", datetime(2025, 9, 23, 8)),
    ],
)
def test_it_is_eight_in_the_morning_where_the_reader_lives_a_day_before_their_day(lives, due):
    zone = ZoneInfo(lives)
    begins = make_evening().starts_at
    found = leaves_at(begins, kind="gathering_eve", zone=zone, times=LetterTimes(), now=LONG_BEFORE)

    assert found == due.replace(tzinfo=zone)


def test_what_is_added_late_is_asked_at_the_next_humane_hour_and_not_when_it_is_about_to_begin():
    gathering, zone = make_evening(), ZoneInfo("America/Edmonton")
    begins = gathering.starts_at

    def due(now):
        return leaves_at(begins, kind="gathering_asked", zone=zone, times=LetterTimes(), now=now)

    assert due(begins - timedelta(days=3)) == begins - timedelta(days=3)  # at 18:00
    night = begins - timedelta(days=2) + 5 * HOUR
    assert due(night) == datetime(2025, 9, 23, 8, tzinfo=zone)
    assert due(begins - 2 * HOUR) == begins - 2 * HOUR
    assert due(begins - HOUR) is None
    assert due(begins + HOUR) is None


def test_who_answers_on_the_last_evening_is_expected_the_next_morning_and_never_when_it_has_begun():
    gathering = make_evening()
    member = make_reader(gathering.circle)
    plan(EVE)
    rsvps.answer(gathering, membership=member, answer="yes", now=EVE + 13 * HOUR)

    plan(EVE + 23 * HOUR)
    assert Letter.objects.get(kind="gathering_eve").due == EVE + 24 * HOUR

    Letter.objects.all().delete()
    assert plan(gathering.starts_at - HOUR) == 0
    assert plan(gathering.starts_at + HOUR) == 0


def test_nobody_is_written_to_about_what_is_off_or_in_a_circle_that_has_closed():
    make_reader(make_evening(status="called_off").circle)
    make_reader(make_evening(circle=make_circle(closed_on=date(2025, 9, 1))).circle)

    assert plan(ASKING) == 0


def test_who_has_left_cannot_sign_in_is_only_a_name_or_does_without_is_not_written_to():
    circle = make_evening().circle
    make_member(circle, left_at=LONG_BEFORE)
    make_reader(circle, is_active=False)
    only_a_name = make_reader(circle)
    type(only_a_name).objects.filter(pk=only_a_name.pk).update(person=None)
    letter_choices.do_without(make_reader(circle), kind=LetterKind.ASKED)
    letter_choices.do_without(make_reader(circle, "Luc"), kind=LetterKind.EVE)

    plan(ASKING)
    assert written() == [("gathering_asked", "Luc", ASKING)]


def test_a_gathering_moved_to_another_day_asks_anew_only_who_has_said_nothing(mailoutbox):
    gathering = make_evening()
    circle = gathering.circle
    host = make_host(circle, joined_at=LONG_BEFORE)
    rsvps.answer(gathering, membership=host, answer="no", now=LONG_BEFORE)
    silent, coming = make_reader(circle, "Silent"), make_reader(circle, "Coming")
    send(ASKING)
    rsvps.answer(gathering, membership=coming, answer="yes", now=ASKING + HOUR)
    assert len(mailoutbox) == 2

    moved_at = ASKING + timedelta(days=1)
    scheduling.move(
        gathering,
        day=DAY + timedelta(days=7),
        starts=time(18),
        lasts=timedelta(hours=2),
        reason="The library is closed.",
        by=host,
        now=moved_at,
    )
    mailoutbox.clear()
    send(moved_at + HOUR)
    assert whom(mailoutbox) == sorted([silent.person.email, coming.person.email])  # told of the change
    mailoutbox.clear()
    send(ASKING + timedelta(days=7))
    assert whom(mailoutbox) == [silent.person.email]

    mailoutbox.clear()
    send(EVE)
    assert mailoutbox == []
    send(EVE + timedelta(days=7))
    assert whom(mailoutbox) == [coming.person.email]


def test_moved_away_and_back_before_the_letter_left_it_is_sent_once_after_all(mailoutbox):
    gathering = make_evening()
    make_reader(gathering.circle)
    plan(ASKING - 2 * HOUR)
    put_on(gathering, DAY + timedelta(days=7), now=ASKING - HOUR)
    send(ASKING)
    assert Letter.objects.get().state == LetterState.LET_GO

    put_on(gathering, DAY, now=ASKING + HOUR)
    send(ASKING + 2 * HOUR)

    assert Letter.objects.get().state == LetterState.SENT
    assert len(mailoutbox) == 1


def test_a_letter_one_does_without_for_a_while_comes_when_it_is_wanted_again(mailoutbox):
    gathering = make_evening()
    member = make_reader(gathering.circle, answer="yes")
    plan(EVE - HOUR)
    letter_choices.do_without(member, kind=LetterKind.EVE)
    send(EVE)
    assert mailoutbox == []

    letter_choices.want_again(member, kind=LetterKind.EVE)
    send(EVE + 2 * HOUR)
    assert len(mailoutbox) == 1


def test_somebody_who_moves_to_another_zone_has_their_letter_move_with_them():
    gathering = make_evening()
    member = make_reader(gathering.circle)
    plan(ASKING - 2 * HOUR)
    Person.objects.filter(pk=member.person_id).update(timezone="America/Vancouver")

    plan(ASKING - HOUR / 2)

    assert Letter.objects.get().due == ASKING + HOUR
