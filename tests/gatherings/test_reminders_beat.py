"""The letters before a gathering, beat after beat: what each costs, and that whatever happens they come once."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from circles import letters
from circles.models import Circle, LetterState
from gatherings.chapter import GatheringsChapter
from gatherings.letters import reminders
from gatherings.models import Gathering, Rsvp
from tests.gatherings.letters_before import (
    ASKING,
    DAY,
    EVE,
    make_evening,
    make_reader,
    plan,
    send,
)

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)


@pytest.mark.parametrize("people", [1, 3])
def test_a_beat_costs_the_same_however_many_circles_and_people(people, django_assert_num_queries):
    for _ in range(people):
        circle = make_evening().circle
        for _ in range(people):
            make_reader(circle)

    # whether any is to be seen; a savepoint, which, that they are seen; times, members, who was told of a change,
    # answers, wishes; letters standing, letters written, the savepoint's end
    with django_assert_num_queries(12):
        assert plan(ASKING) == people * people
    # whether any is to be seen
    with django_assert_num_queries(1):
        plan(ASKING)


def test_each_beat_takes_so_many_and_the_next_the_others():
    for _ in range(5):
        make_reader(make_evening().circle)

    assert [reminders.write_due(now=ASKING, batch=2) for _ in range(4)] == [2, 2, 1, 0]


def test_the_heartbeat_asks_for_it():
    make_reader(make_evening().circle)

    assert GatheringsChapter().due(now=ASKING) == 1


@pytest.mark.parametrize("now", [ASKING, EVE])
def test_letters_reach_the_queue_at_their_hour(now):
    make_reader(make_evening().circle, answer="yes" if now == EVE else "")
    plan(now - HOUR)

    assert letters.due(now=now - HOUR) == 0
    assert letters.due(now=now) == 1


@pytest.mark.thorough
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["move", "off", "on", "yes", "no", "maybe", "beat"]),
            st.integers(0, 14),
            st.integers(1, 40),
        ),
        max_size=8,
    )
)
@settings(
    max_examples=10,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    deadline=None,
)
def test_whatever_happens_to_a_gathering_letters_tell_of_the_day_it_is_and_come_once(mailoutbox, edits):
    """What is sent is at most one letter for a kind and day, to who it is for, and true when it left (R34)."""
    Circle.objects.all().delete()
    mailoutbox.clear()
    gathering = make_evening()
    member = make_reader(gathering.circle)
    now = ASKING - timedelta(days=2)
    told: list[tuple[str, str]] = []

    def beat():
        standing = Gathering.objects.get(pk=gathering.pk)
        said = Rsvp.objects.filter(gathering=gathering).values_list("answer", flat=True).first()
        for letter in send(now):
            if letter.state != LetterState.SENT:
                continue
            told.append((letter.kind, letter.params["day"]))
            assert letter.params["day"] == standing.day.isoformat()
            assert letter.kind == reminders.letter_for(said)
            assert not standing.is_called_off
            assert now < standing.starts_at
            assert 8 <= now.astimezone(ZoneInfo("America/Edmonton")).hour < 20 or letter.due <= now

    for what, days, hours in edits:
        now += timedelta(hours=hours)
        row = Gathering.objects.get(pk=gathering.pk)
        if what == "move" and now < row.starts_at:
            row.day = max(DAY + timedelta(days=days), (now + timedelta(days=2)).date())
            row.changed_at = now
            row.save()
        elif what in {"off", "on"}:
            Gathering.objects.filter(pk=row.pk).update(
                status="called_off" if what == "off" else "planned", changed_at=now
            )
        elif what != "beat":
            Rsvp.objects.update_or_create(gathering=row, membership=member, defaults={"answer": what})
        beat()

    # From here on nothing changes any more: what is due at the final schedule is sent.
    final = Gathering.objects.get(pk=gathering.pk)
    said = Rsvp.objects.filter(gathering=gathering).values_list("answer", flat=True).first()
    in_time = now < final.starts_at - timedelta(days=1)
    while now < final.ends_at:
        now = (now + timedelta(days=1)).replace(hour=15)  # 9:00 in Edmonton
        beat()
    assert len(told) == len(set(told))
    expected = reminders.letter_for(said)
    if expected and in_time and not final.is_called_off:
        assert (expected, final.day.isoformat()) in told
