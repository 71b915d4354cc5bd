"""Who is told of a change, and that a slip undone is no letter (R34, R81)."""

from datetime import time, timedelta

import pytest

from circles import resting
from circles.models import Letter, LetterKind, LetterState
from circles.post import letter_choices
from gatherings.answering import rsvps
from gatherings.letters import change_letters
from gatherings.letters.change_letters import UNDONE_WITHIN
from gatherings.letters.known import Known
from gatherings.models import Gathering
from gatherings.schedule import preparing, scheduling
from tests.gatherings.letters_before import (
    DAY,
    LONG_BEFORE,
    SIX_DAYS_BEFORE,
    hold,
    leave,
    make_evening,
    make_reader,
    off,
    send,
    whom,
)
from tests.making import make_gathering, make_host, make_steward

pytestmark = pytest.mark.django_db
NOW = SIX_DAYS_BEFORE
LEAVES = NOW + UNDONE_WITHIN
EARLY = LONG_BEFORE + timedelta(hours=3)  # weeks before anybody is asked


@pytest.fixture
def gathering():
    return make_evening()


@pytest.fixture
def host(gathering):
    return make_host(gathering.circle, "Luc", joined_at=LONG_BEFORE)


def move(gathering, host, *, days=1, starts=time(18), now=NOW, reason="The library is closed."):
    return scheduling.move(
        gathering,
        day=DAY + timedelta(days=days),
        starts=starts,
        lasts=timedelta(hours=2),
        reason=reason,
        by=host,
        now=now,
    )


def somewhere_else(gathering, host, now=NOW):
    given = {"theme": "", "question": "", "place": "Anna’s kitchen", "call_link": ""}
    return preparing.prepare(gathering, **given, by=host, now=now)


def everybody(gathering):
    """One of each answer, one who said nothing, one beside a turn who said no."""
    circle = gathering.circle
    for answer in ("yes", "maybe", "no"):
        make_reader(circle, answer.capitalize(), answer)
    silent, beside = make_reader(circle, "Silent"), make_reader(circle, "Beside", "no")
    hold(gathering, circle.memberships.get(name="Yes"), "host", beside=beside)
    return silent


def waiting():
    return sorted(
        Letter.objects.filter(kind="gathering_changed", state=LetterState.WAITING).values_list(
            "membership__name", flat=True
        )
    )


def test_another_hour_or_place_is_told_to_who_comes_or_may_holds_something_or_was_asked(gathering, host):
    everybody(gathering)
    move(gathering, host, days=0, starts=time(19))
    assert waiting() == ["Beside", "Maybe", "Silent", "Yes"]
    assert set(Letter.objects.values_list("due", flat=True)) == {LEAVES}

    Letter.objects.all().delete()
    somewhere_else(gathering, host, now=NOW + timedelta(hours=1))
    assert waiting() == ["Beside", "Maybe", "Silent", "Yes"]


def test_called_off_is_told_to_the_same_and_another_day_to_who_said_no_too(gathering, host):
    everybody(gathering)
    off(gathering, host)
    assert waiting() == ["Beside", "Maybe", "Silent", "Yes"]

    Letter.objects.all().delete()
    scheduling.restore(gathering, by=host, now=NOW)
    Letter.objects.all().delete()
    move(gathering, host)
    assert waiting() == ["Beside", "Maybe", "No", "Silent", "Yes"]


def test_who_was_not_asked_yet_is_told_nothing_the_invitation_tells_it_as_it_is(gathering, host):
    everybody(gathering)
    off(gathering, host, now=EARLY)

    assert waiting() == ["Beside", "Maybe", "Yes"]


def test_who_made_the_change_has_left_or_does_without_is_not_told(gathering, host):
    rsvps.answer(gathering, membership=host, answer="yes", now=LONG_BEFORE)
    without, gone = make_reader(gathering.circle, "Noor", "yes"), make_reader(gathering.circle, "Ines", "yes")
    letter_choices.do_without(without, kind=LetterKind.CHANGED)
    type(gone).objects.filter(pk=gone.pk).update(left_at=LONG_BEFORE)
    move(gathering, host)

    assert waiting() == []


def test_a_slip_undone_within_ten_minutes_is_no_letter(gathering, host, mailoutbox):
    everybody(gathering)
    off(gathering, host)
    scheduling.restore(gathering, by=host, now=NOW + timedelta(minutes=5))
    move(gathering, host, now=NOW + timedelta(minutes=6))
    move(gathering, host, days=0, now=NOW + timedelta(minutes=7))

    assert waiting() == []
    leave(LEAVES + timedelta(hours=1))
    assert mailoutbox == []


def test_a_newer_change_takes_the_older_letter_along_and_tells_from_what_was_known(
    gathering, host, mailoutbox
):
    member = make_reader(gathering.circle, "Anna", "yes")
    move(gathering, host, days=1)
    move(gathering, host, days=2, starts=time(19), now=NOW + timedelta(minutes=9))
    leave(LEAVES)
    assert mailoutbox == []

    leave(LEAVES + timedelta(minutes=9))
    assert whom(mailoutbox) == [member.person.email]
    assert "It was Wednesday 24 September, 18:00–20:00; it is now Friday 26 September" in mailoutbox[0].body


def test_several_changes_are_one_letter_for_a_member(gathering, host, mailoutbox):
    make_reader(gathering.circle, "Anna", "yes")
    another = make_gathering(gathering.circle, DAY + timedelta(days=28), created_at=LONG_BEFORE)
    rsvps.answer(another, membership=gathering.circle.memberships.get(name="Anna"), answer="yes", now=NOW)
    off(gathering, host)
    off(another, host, now=NOW + timedelta(minutes=1))
    leave(LEAVES + timedelta(minutes=1))

    [sent] = mailoutbox
    assert sent.subject == "The Hosting Circle: some of our dates have changed"
    assert "- Wednesday 24 September" in sent.body
    assert "- Wednesday 22 October" in sent.body


def test_a_letter_on_its_way_is_true_of_what_was_before_and_the_next_tells_what_came_after(gathering, host):
    make_reader(gathering.circle, "Anna", "yes")
    move(gathering, host, days=1)
    Letter.objects.update(state=LetterState.SENDING)
    move(gathering, host, days=2, now=LEAVES)

    first, second = Letter.objects.order_by("pk")
    assert first.state == LetterState.SENDING
    assert [known.day for known in change_letters.holds(second)] == [DAY + timedelta(days=1)]


def test_told_once_for_each_sequence_number_though_the_form_is_posted_twice(gathering, host):
    make_reader(gathering.circle, "Anna", "yes")
    off(gathering, host)
    off(gathering, host)

    assert Letter.objects.count() == 1
    row = Gathering.objects.get()
    assert (row.sequence, row.ical_uid) == (1, gathering.ical_uid)


def test_a_circle_that_rests_tells_everybody_once_and_not_who_let_it_rest(gathering, mailoutbox):
    circle = gathering.circle
    steward = make_steward(circle, "Ines", joined_at=LONG_BEFORE)
    for months in range(1, 12):
        make_gathering(circle, DAY + timedelta(days=28 * months), created_at=LONG_BEFORE)
    silent, away = make_reader(circle, "Silent"), make_reader(circle, "Away")
    resting.rest(circle, since=DAY, why="We need a summer.", by=steward, now=NOW)
    leave(LEAVES)

    assert whom(mailoutbox) == sorted([silent.person.email, away.person.email])
    for sent in mailoutbox:
        assert sent.subject == "The Hosting Circle rests from 24 September 2025 on"
        assert "We need a summer." in sent.body
        assert "And 6 more after these." in sent.body


def test_rested_and_woken_within_minutes_nobody_is_told_and_later_that_it_gathers_again(
    gathering, mailoutbox
):
    steward = make_steward(gathering.circle, joined_at=LONG_BEFORE)
    make_reader(gathering.circle, "Anna")
    circle = resting.rest(gathering.circle, since=DAY, why="", by=steward, now=NOW)
    circle = resting.wake(circle, by=steward, now=NOW + timedelta(minutes=3))
    assert waiting() == []

    circle = resting.rest(circle, since=DAY, why="", by=steward, now=NOW + timedelta(minutes=5))
    leave(NOW + timedelta(minutes=15))
    resting.wake(circle, by=steward, now=NOW + timedelta(hours=2))
    leave(NOW + timedelta(hours=3))
    assert [sent.subject for sent in mailoutbox] == [
        "The Hosting Circle rests from 24 September 2025 on",
        "The Hosting Circle gathers again",
    ]


def test_a_circle_that_closes_says_farewell_to_everybody(gathering, mailoutbox):
    steward = make_steward(gathering.circle, joined_at=LONG_BEFORE)
    make_reader(gathering.circle, "Anna")
    resting.close(gathering.circle, farewell="Thank you for these years.", by=steward, now=NOW)
    leave(LEAVES)

    [sent] = mailoutbox
    assert sent.subject == "The Hosting Circle has closed"
    assert "Thank you for these years." in sent.body


def test_who_is_told_when_they_would_be_asked_is_asked_by_that_letter_alone(gathering, host, mailoutbox):
    silent = make_reader(gathering.circle, "Silent")
    rsvps.answer(gathering, membership=host, answer="yes", now=LONG_BEFORE)
    move(gathering, host, days=1)
    send(LEAVES)
    send(LEAVES + timedelta(hours=2))

    assert [(sent.to, sent.subject) for sent in mailoutbox] == [
        ([silent.person.email], "Moved: we gather on Thursday 25 September, 18:00")
    ]


def test_what_a_letter_holds_is_ids_dates_and_a_fingerprint(gathering, host):
    make_reader(gathering.circle, "Anna", "yes")
    somewhere_else(gathering, host)

    letter = Letter.objects.get()
    assert "Library" not in str(letter.params)
    assert "kitchen" not in str(letter.params)
    [known] = change_letters.holds(letter)
    assert Known.read(known.written()) == known
    assert known.day == DAY


@pytest.mark.parametrize("count", [1, 3])
def test_telling_costs_the_same_however_many(gathering, host, count, django_assert_num_queries):
    for _ in range(count):
        make_reader(gathering.circle, answer="yes")
    known = Known.of(gathering)
    gathering.day += timedelta(days=1)
    gathering.sequence += 1
    gathering.save()
    # those that wait; times, answers, turns, who was written to, members; members with what they want; who had several
    # lately; letters that stand, all that are new
    with django_assert_num_queries(10):
        change_letters.tell([change_letters.Change(known, gathering)], by=host, now=NOW)
