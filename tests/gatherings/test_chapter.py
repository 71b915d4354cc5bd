"""What begins on the ground floor and is felt here: somebody leaves, a zone changes, time passes."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.utils.timezone import now

from circles.chapters import chapters
from circles.models import Circle, Membership
from gatherings.answering import rsvps
from gatherings.chapter import GatheringsChapter
from gatherings.hosting import rota
from gatherings.models import Gathering, Rhythm, Rsvp, Turn
from gatherings.schedule import rhythms
from tests.making import (
    make_circle,
    make_gathering,
    make_host,
    make_member,
    make_rhythm,
    make_role,
    make_steward,
)

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
CHAPTER = GatheringsChapter()


def test_the_chapter_is_registered():
    assert any(isinstance(chapter, GatheringsChapter) for chapter in chapters())


def test_who_leaves_lets_go_of_what_is_to_come_and_keeps_what_was():
    circle = make_circle()
    past, coming = make_gathering(circle, date(2026, 1, 28)), make_gathering(circle)
    me, other, host = make_member(circle), make_member(circle), make_host(circle)
    role, second = make_role(circle), make_role(circle)
    Turn.objects.create(gathering=past, role=role, holder=me)
    Rsvp.objects.create(gathering=past, membership=me, answer="yes")
    rota.assign(coming, role=role, holder=me, beside=other, by=host, now=now())
    rota.assign(coming, role=second, holder=other, beside=me, by=host, now=now())
    rsvps.answer(coming, membership=me, answer="yes", now=now())
    rsvps.answer(coming, membership=other, answer="yes", now=now())

    CHAPTER.left(me, now=now())

    assert [(turn.gathering, turn.holder, turn.beside) for turn in Turn.objects.order_by("pk")] == [
        (past, me, None),
        (coming, other, None),
    ]
    assert {(rsvp.gathering, rsvp.membership) for rsvp in Rsvp.objects.all()} == {(past, me), (coming, other)}
    assert Membership.objects.get(pk=other.pk).calendar_version == 5


def test_another_zone_keeps_the_hours_of_what_is_to_come():
    circle = make_circle(timezone="Europe/Paris")
    gathering = make_gathering(circle)
    circle.timezone = "Asia/Kathmandu"
    circle.save()

    CHAPTER.zone_changed(circle, now=now())

    moved = Gathering.objects.get(pk=gathering.pk)
    assert (moved.timezone, moved.starts, moved.sequence) == ("Asia/Kathmandu", time(18), 1)
    assert moved.starts_at < gathering.starts_at


def test_time_keeps_every_gathering_circle_a_year_ahead():
    steward = make_steward()
    hours = {"starts": time(18), "lasts": timedelta(hours=2)}
    rhythms.set_rhythm(
        steward.circle, rule="FREQ=MONTHLY;BYDAY=-1WE", first=date(2026, 11, 1), **hours, by=steward, now=NOW
    )
    fresh, resting, closed = (
        make_circle(),
        make_circle(resting_since=date(2026, 1, 1)),
        make_circle(closed_on=date(2026, 1, 1)),
    )
    for circle in (fresh, resting, closed):
        make_rhythm(circle)

    assert CHAPTER.due(now=NOW) == 13  # those of the fresh circle
    assert CHAPTER.due(now=NOW) == 0
    later = NOW + timedelta(days=40)
    assert CHAPTER.due(now=later) == 2
    assert CHAPTER.due(now=later) == 0
    assert Gathering.objects.filter(circle__in=[resting, closed]).count() == 0


def test_what_is_due_is_found_without_looking_at_every_circle(django_assert_num_queries):
    for _ in range(3):
        circle = make_circle()
        make_rhythm(circle)
        rhythms.keep_a_year_ahead(circle, now=NOW)
    CHAPTER.due(now=NOW)

    # rhythms behind; guests of labs and of gatherings, lines until next time, phones not confirmed, gatherings to write
    # letters about
    with django_assert_num_queries(6):
        assert CHAPTER.due(now=NOW) == 0


def test_a_rhythm_that_cannot_be_kept_stops_no_other():
    broken, sound = make_circle(), make_circle()
    make_rhythm(broken)
    make_rhythm(sound)
    Rhythm.objects.filter(circle=broken).update(rule="FREQ=SOMETIMES")

    assert CHAPTER.due(now=NOW) == 13
    assert Circle.objects.get(pk=sound.pk).gatherings.count() == 13
