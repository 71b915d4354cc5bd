"""A circle sets when its letters go, and what waits follows (R34)."""

from datetime import time, timedelta

import pytest
import time_machine
from django.urls import reverse

from circles import letters
from circles.models import Letter, LetterState
from gatherings.answering import rsvps
from gatherings.letters.letter_hours import times_of
from gatherings.letters.letter_times import set_times
from gatherings.models import LetterTimes
from tests.gatherings.letters_before import ASKING, EVE, LONG_BEFORE, make_evening, make_reader, plan, send
from tests.making import make_host, make_steward
from tests.postbox import deliver_all

pytestmark = pytest.mark.django_db
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def steward():
    return make_steward(make_evening().circle, "Ines", joined_at=LONG_BEFORE)


def set_(steward, *, now=LONG_BEFORE, **given):
    usual = {"asked_days": 10, "eve_days": 1, "harvest_days": 2, "hour": time(8)}
    return set_times(steward.circle, **usual | given, by=steward, now=now)


def answered(steward):
    rsvps.answer(steward.circle.gatherings.get(), membership=steward, answer="no", now=LONG_BEFORE)


def test_letters_go_on_the_days_and_at_the_hour_the_circle_set(steward, mailoutbox):
    answered(steward)
    set_(steward, asked_days=20, eve_days=2, hour=time(17, 30))
    anna = make_reader(steward.circle, "Anna")
    asking = ASKING - 10 * DAY + timedelta(hours=9, minutes=30)

    plan(asking - 2 * HOUR)
    assert Letter.objects.get().due == asking
    send(asking)
    rsvps.answer(steward.circle.gatherings.get(), membership=anna, answer="yes", now=asking)
    plan(EVE - DAY + 8 * HOUR)
    assert Letter.objects.get(kind="gathering_eve").due == EVE - DAY + timedelta(hours=9, minutes=30)


def test_a_letter_without_days_is_not_sent(steward, mailoutbox):
    answered(steward)
    make_reader(steward.circle, "Anna")
    make_reader(steward.circle, "Noor", "yes")
    set_(steward, asked_days=None, eve_days=None)

    for days in range(12):
        send(ASKING + days * DAY - DAY)
    assert mailoutbox == []


def test_a_letter_that_waits_goes_when_the_circle_now_says(steward, mailoutbox):
    answered(steward)
    make_reader(steward.circle, "Anna")
    plan(ASKING - 2 * HOUR)
    set_(steward, asked_days=8, now=ASKING - HOUR)
    letters.due(now=ASKING - HOUR)
    with time_machine.travel(ASKING - HOUR, tick=False):
        deliver_all()
    letter = Letter.objects.get()
    assert (letter.state, letter.due, letter.attempts) == (LetterState.WAITING, ASKING + 2 * DAY, 0)

    set_(steward, asked_days=9, now=ASKING)
    letters.due(now=ASKING)
    with time_machine.travel(ASKING, tick=False):
        deliver_all()
    assert Letter.objects.get().due == ASKING + DAY
    send(ASKING + DAY)
    assert [sent.subject for sent in mailoutbox] == ["Wednesday 24 September: will you be in the circle?"]


def test_one_without_a_row_has_the_usual_times_and_several_are_one_query(steward, django_assert_num_queries):
    set_(steward, asked_days=5)
    other = make_evening().circle
    with django_assert_num_queries(1):
        times = times_of([steward.circle_id, other.pk])

    assert times[steward.circle_id].asked_days == 5
    assert (times[other.pk].asked_days, times[other.pk].eve_days, times[other.pk].hour) == (10, 1, time(8))


def test_only_a_steward_of_the_circle_sets_them(steward):
    for other in (make_host(steward.circle), make_steward()):
        with pytest.raises(ValueError, match="steward"):
            set_times(
                steward.circle,
                asked_days=5,
                eve_days=1,
                harvest_days=2,
                hour=time(8),
                by=other,
                now=LONG_BEFORE,
            )


def test_the_page_sets_them_and_shows_what_that_means_for_the_next_gathering(client, steward):
    client.force_login(steward.person)
    address = reverse("letter_times", args=[steward.circle.slug])
    with time_machine.travel(LONG_BEFORE, tick=False):
        shown = client.get(address).text
        assert "Sunday 14 September, 8:00" in shown.replace("08:00", "8:00")

        given = {"asked_days": "12", "eve_days": "", "harvest_days": "3", "hour": "09:30"}
        assert client.post(address, given).url == address
        client.post(address, given)
        shown = client.get(address).text

    row = LetterTimes.objects.get()
    assert (row.asked_days, row.eve_days, row.harvest_days, row.hour) == (12, None, 3, time(9, 30))
    assert "Friday 12 September, 9:30" in shown.replace("09:30", "9:30")
    assert "not sent" in shown


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("asked_days", "28", "From 2 to 27 days"),
        ("eve_days", "0", "From 1 to 3 days"),
        ("harvest_days", "15", "From 1 to 14 days"),
        ("hour", "05:00", "a letter should not wake anybody"),
        ("hour", "", "required"),
        ("asked_days", "soon", "whole number"),
    ],
)
def test_what_cannot_be_is_said_at_its_field_and_nothing_typed_is_lost(client, steward, field, typed, said):
    client.force_login(steward.person)
    given = {"asked_days": "11", "eve_days": "2", "harvest_days": "3", "hour": "09:30"} | {field: typed}
    response = client.post(reverse("letter_times", args=[steward.circle.slug]), given)

    assert said in response.text
    assert f'value="{typed}"' in response.text or not typed
    assert not LetterTimes.objects.exists()
