"""Labs are planned, changed, moved and announced; each is a gathering of its circle."""

from datetime import UTC, date, datetime, time, timedelta
from uuid import uuid4

import pytest
from django.utils.timezone import now as clock

from circles import letters
from circles.models import Letter
from circles.refusals import CircleHasClosed
from gatherings.access import rota_of
from gatherings.feeds.entries import member_feed
from gatherings.hosting.ledger import ledger_of
from gatherings.models import GuestState, Lab
from gatherings.moments import full_words
from gatherings.refusals import (
    DaysBackwards,
    HoursBackwards,
    InThePast,
    IsCalledOff,
    SameHour,
    TooFarAhead,
    TooManyDays,
)
from gatherings.schedule import labs, scheduling
from tests.making import make_circle, make_gathering, make_guest, make_host, make_lab, make_member, make_role
from tests.postbox import deliver_all

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 10, 1, 9, tzinfo=UTC)
NOVEMBER = {
    "first_day": date(2026, 11, 7),
    "last_day": date(2026, 11, 8),
    "starts": time(9),
    "daily_ends": time(17),
}


def plan(host, now=NOW, **fields) -> Lab:
    given = {"title": "Two days of hosting", "invitation": "Come.", "place": "The hall", "call_link": ""}
    return labs.plan(host.circle, **given | NOVEMBER | {"seats": None} | fields, by=host, now=now)


@pytest.fixture
def host():
    return make_host()


def test_a_lab_makes_its_gathering_from_the_first_hour_to_the_last(host):
    lab = plan(host)

    gathering = lab.gathering
    assert (gathering.theme, gathering.place, gathering.slot) == ("Two days of hosting", "The hall", None)
    assert gathering.ends_at.astimezone(gathering.zone) == datetime(2026, 11, 8, 17, tzinfo=gathering.zone)
    assert full_words(gathering).startswith("Saturday 7 and Sunday 8 November")
    assert full_words(gathering).endswith("09:00–17:00 each day, Edmonton time")
    assert lab.published_at is None
    assert lab.slug.startswith("two-days-of-hosting-")


def test_the_last_hour_is_the_clocks_even_when_it_changes_in_the_night():
    host = make_host(make_circle(timezone="Europe/Paris"))

    lab = plan(host, first_day=date(2026, 10, 24), last_day=date(2026, 10, 25))

    ends = lab.gathering.ends_at.astimezone(lab.gathering.zone)
    assert (ends.date(), ends.time()) == (date(2026, 10, 25), time(17))
    assert lab.gathering.lasts == timedelta(days=1, hours=9)


def test_asked_twice_it_is_one_lab(host):
    once = uuid4()

    assert plan(host, once=once) == plan(host, once=once)
    assert Lab.objects.count() == 1


@pytest.mark.parametrize(
    ("wrong", "refused"),
    [
        ({"last_day": date(2026, 11, 6)}, DaysBackwards),
        ({"last_day": date(2026, 11, 21)}, TooManyDays),
        ({"daily_ends": time(9)}, HoursBackwards),
        ({"first_day": date(2026, 9, 1), "last_day": date(2026, 9, 2)}, InThePast),
        ({"first_day": date(9999, 12, 30), "last_day": date(9999, 12, 31)}, TooFarAhead),
    ],
)
def test_what_cannot_be_meant_is_refused_in_a_sentence(host, wrong, refused):
    with pytest.raises(refused) as said:
        plan(host, **wrong)

    assert str(said.value).endswith(".")
    assert not Lab.objects.exists()


def test_fourteen_days_are_not_too_many(host):
    assert plan(host, last_day=date(2026, 11, 20)).last_day == date(2026, 11, 20)


def test_a_lab_never_takes_over_a_gathering_that_stands(host):
    make_gathering(host.circle, date(2026, 11, 7), starts=time(9), lasts=timedelta(hours=8))

    with pytest.raises(SameHour):
        plan(host, last_day=date(2026, 11, 7))


def test_a_closed_circle_plans_none_and_nobody_plans_for_another(host):
    with pytest.raises(ValueError, match="only a host"):
        labs.plan(make_circle(), title="x", invitation="x", **NOVEMBER, by=host, now=NOW)
    host.circle.closed_on = date(2026, 9, 30)
    host.circle.save()
    with pytest.raises(CircleHasClosed):
        plan(host)


def test_it_stands_in_the_calendar_with_its_daily_hours(host):
    lab = plan(host)

    [entry] = member_feed(host, now=NOW).entries
    assert entry.uid == lab.gathering.ical_uid
    assert entry.lasts == timedelta(days=1, hours=8)
    assert entry.description.startswith("Saturday 7 and Sunday 8 November, 09:00–17:00 each day")


def test_the_monthly_roles_are_not_handed_out_at_a_lab(host):
    make_role(host.circle)
    evening = make_gathering(host.circle)
    make_lab(host.circle, day=evening.day - timedelta(days=3))

    assert ledger_of(host.circle, ahead=6, now=clock()).gatherings == [evening]
    assert list(rota_of(host.circle, now=clock())) == [evening]


def test_moved_it_takes_its_days_along_and_tells_its_guests_once(host):
    lab = make_lab(host.circle)
    coming, waiting = make_guest(lab), make_guest(lab, state=GuestState.WAITING)
    make_guest(lab, state=GuestState.WITHDRAWN)
    make_guest(lab, state=GuestState.UNCONFIRMED)
    make_guest(lab, email="")
    to = {"first_day": lab.last_day, "last_day": lab.last_day + timedelta(days=2)}
    hours = {"starts": time(10), "daily_ends": time(16)}

    for _twice in range(2):
        moved = labs.move(lab, **to, **hours, reason="The hall is taken.", by=host, now=clock())

    assert (moved.last_day, moved.daily_ends, moved.gathering.day) == (
        to["last_day"],
        time(16),
        to["first_day"],
    )
    written = Letter.objects.filter(kind="lab_changed")
    assert {letter.address for letter in written} == {coming.email, waiting.email}
    assert written.count() == 2


def test_called_off_the_guests_read_why(host, mailoutbox):
    lab = make_lab(host.circle)
    guest = make_guest(lab, "Maria")

    scheduling.call_off(lab.gathering, reason="The river is over its banks.", by=host, now=clock())
    deliver_all()

    [letter] = mailoutbox
    assert letter.to == [guest.email]
    assert letter.subject == "Two days of hosting is called off"
    assert "The river is over its banks." in letter.body
    assert "Dear Maria," in letter.body


def test_of_two_changes_only_the_last_is_told(host, mailoutbox):
    lab = make_lab(host.circle)
    make_guest(lab)

    scheduling.call_off(lab.gathering, reason="No hall.", by=host, now=clock())
    scheduling.restore(lab.gathering, by=host, now=clock())
    deliver_all()

    assert [letter.subject for letter in mailoutbox] == ["Two days of hosting takes place after all"]


def test_its_title_is_the_gatherings_theme_and_a_new_place_is_told(host):
    lab = make_lab(host.circle)
    make_guest(lab)
    about = {"invitation": "Come.", "call_link": "", "seats": 5}

    labs.change(lab, title="Three days", place="The barn", **about, by=host, now=clock())

    lab = Lab.objects.get()
    assert (lab.title, lab.gathering.theme, lab.gathering.where, lab.seats) == (
        "Three days",
        "Three days",
        "The barn",
        5,
    )
    assert Letter.objects.filter(kind="lab_changed").count() == 1


def test_published_and_taken_down_opened_and_closed(host):
    lab = plan(host)
    assert not lab.takes_sign_ups(NOW)

    lab = labs.publish(lab, by=host, now=NOW)
    assert lab.takes_sign_ups(NOW)
    assert labs.publish(lab, by=host, now=NOW + timedelta(days=1)).published_at == NOW
    assert not labs.close_signup(lab, by=host, now=NOW).takes_sign_ups(NOW)
    assert labs.open_signup(lab, by=host).takes_sign_ups(NOW)
    assert not lab.takes_sign_ups(lab.gathering.starts_at)
    assert labs.unpublish(lab, by=host).published_at is None


def test_what_is_called_off_is_not_published(host):
    lab = plan(host)
    scheduling.call_off(lab.gathering, reason="No hall.", by=host, now=NOW)

    with pytest.raises(IsCalledOff):
        labs.publish(lab, by=host, now=NOW)


def test_a_member_looks_after_no_lab(host):
    lab, member = plan(host), make_member(host.circle)

    for verb in (labs.unpublish, labs.open_signup):
        with pytest.raises(ValueError, match="only a host"):
            verb(lab, by=member)
    assert letters.due(now=NOW) == 0
