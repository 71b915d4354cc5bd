"""What the clock does for prints: left behind, shared, or no longer true (R90)."""

from datetime import timedelta

import pytest
from django.utils.timezone import now

from checkins import print_orders, printing
from checkins.models import Leave, Phrase, Print, PrintState
from checkins.print_orders import PATIENCE, SHEETS, STRANDED
from checkins.travelling import consent
from checkins.typesetting import TRIES
from tests.checkins.printed import held, order, press, queued

pytestmark = pytest.mark.django_db


def test_the_heartbeat_finds_what_was_left_behind(poem, catcher, django_capture_on_commit_callbacks):
    at = now()
    asked = order(poem, catcher, at=at)
    with django_capture_on_commit_callbacks(execute=True):
        assert print_orders.due(now=at + PATIENCE - timedelta(seconds=1)) == 0
        assert print_orders.due(now=at + PATIENCE) == 1
        assert print_orders.due(now=at + PATIENCE) == 0
    assert queued() == [asked.pk]


def test_what_a_worker_that_died_had_in_hand_is_set_by_the_next(
    poem, catcher, django_capture_on_commit_callbacks
):
    at = now()
    asked = order(poem, catcher, at=at)
    Print.objects.update(state=PrintState.SETTING, tries=1, looked_at=at)

    with django_capture_on_commit_callbacks(execute=True):
        print_orders.due(now=at + STRANDED - timedelta(seconds=1))
        assert Print.objects.get().state == PrintState.SETTING
        print_orders.due(now=at + STRANDED)

    assert queued() == [asked.pk]
    assert [row.state for row in press()] == [PrintState.READY]


def test_what_workers_died_over_as_often_as_is_tried_has_failed(poem, catcher):
    at = now()
    order(poem, catcher, at=at)
    Print.objects.update(state=PrintState.SETTING, tries=TRIES, looked_at=at)

    assert print_orders.due(now=at + STRANDED) == 1

    assert Print.objects.get().state == PrintState.FAILED


def share(poem, catcher, ines):
    Phrase.objects.update(speaker=ines)
    consent.say(Phrase.objects.all(), leave=Leave.TRAVELS, by=ines, now=now())
    return consent.share(poem, by=catcher, now=now())


def test_sharing_a_poem_has_all_its_sheets_made(poem, catcher, ines):
    share(poem, catcher, ines)

    made = press()

    assert sorted(row.kind for row in made) == sorted(SHEETS)
    assert {row.state for row in made} == {PrintState.READY}
    assert all(held(row) for row in made)


def test_the_heartbeat_makes_anew_what_of_a_shared_poem_no_longer_holds(poem, catcher, ines):
    share(poem, catcher, ines)
    type(poem).objects.filter(pk=poem.pk).update(names_catcher=True)
    press()
    at = now() + timedelta(hours=2)
    assert print_orders.due(now=at) == 0

    assert print_orders.due(now=at + timedelta(hours=2)) == 0
    at += timedelta(hours=2)
    type(catcher).objects.filter(pk=catcher.pk).update(name="Nora")
    assert print_orders.due(now=at + timedelta(hours=2)) == len(SHEETS) - 1  # the card names nobody

    assert all(held(row) for row in press())


def test_the_heartbeat_makes_what_a_shared_poem_has_lost(poem, catcher, ines):
    """As after an archive was brought in: prints stay behind."""
    share(poem, catcher, ines)
    Print.objects.all().delete()

    assert print_orders.due(now=now()) == 1
    assert print_orders.due(now=now()) == 0

    assert sorted(row.kind for row in press()) == sorted(SHEETS)


def test_the_heartbeat_lets_nothing_lie_about_that_no_longer_holds(evening, poem, catcher):
    """R90: nobody is given it any more, but its bytes would still be there."""
    order(poem, catcher)
    print_orders.order_year(evening.circle, evening.day.year, by=catcher, now=now())
    press()
    at = now() + timedelta(hours=1)
    assert print_orders.due(now=at) == 0

    Phrase.objects.filter(text="snow on the steps").update(text="snow on my steps")

    assert print_orders.due(now=at + timedelta(hours=1)) == 2
    assert not Print.objects.exists()


def test_the_heartbeat_leaves_a_layout_of_before_to_who_has_it(poem, catcher, monkeypatch):
    order(poem, catcher)
    press()
    monkeypatch.setattr(printing, "LAYOUT", "0" * 64)

    assert print_orders.due(now=now() + timedelta(hours=1)) == 0
    assert Print.objects.get().state == PrintState.READY
