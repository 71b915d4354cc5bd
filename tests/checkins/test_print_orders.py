"""Asked for, set by the worker, kept until a word changes: once, and never a word longer (R90)."""

import logging

import pytest
import typst
from django.utils.timezone import now

from checkins import print_orders, printing, typesetting
from checkins.models import Harvest, Phrase, Print, PrintKind, PrintState
from checkins.phrases import catching
from checkins.poem import prints
from checkins.print_orders import SHEETS
from checkins.refusals import NoPoemsThen, NotGivenYet
from checkins.travelling import consent
from tests.checkins.printed import fresh, held, order, press, queued, words_of

pytestmark = pytest.mark.django_db


def test_what_is_asked_for_is_set_by_the_worker(poem, catcher, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        asked = order(poem, catcher)
    assert asked.state == PrintState.WAITING
    assert queued() == [asked.pk]

    (made,) = press()

    assert made.state == PrintState.READY
    assert "snow on the steps" in words_of(bytes(made.made))
    assert (made.done, made.of, made.tries) == (1, 1, 1)
    assert held(made)


@pytest.mark.parametrize("kind", SHEETS)
def test_every_sheet_there_is_can_be_made(poem, catcher, kind):
    order(poem, catcher, kind)

    (made,) = press()

    begins = {"pdf": b"%PDF-", "svg": b"<svg", "png": b"\x89PNG", "card": b"\x89PNG"}
    assert bytes(made.made).startswith(begins[kind])


def test_asked_for_twice_it_is_made_once(poem, catcher, ines, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        first = order(poem, catcher)
        again = order(poem, ines)
    assert first.pk == again.pk
    assert queued() == [first.pk]

    (made,) = press()
    with django_capture_on_commit_callbacks(execute=True):
        kept = order(poem, ines)

    assert kept.made_at == made.made_at
    assert queued() == [first.pk]


def test_words_taken_back_leave_what_was_made_of_them(evening, catcher, poem, ines):
    """R90: the row goes with the words, and what is asked for next is without them."""
    line = Phrase.objects.get(text="snow on the steps")
    line.speaker = ines
    line.save()
    order(poem, catcher)
    print_orders.order_year(evening.circle, evening.day.year, by=catcher, now=now())
    assert {row.state for row in press()} == {PrintState.READY}

    consent.leave_out(line, by=ines, now=now())

    assert not Print.objects.exists()
    order(poem, catcher)
    assert "snow on the steps" not in words_of(bytes(press()[0].made))


def test_words_taken_back_while_it_is_set_are_not_kept(poem, catcher, monkeypatch):
    broadside = printing.broadside

    def meanwhile(values):
        prints.drop(fresh(poem), now=now())
        return broadside(values)

    monkeypatch.setattr(printing, "broadside", meanwhile)
    order(poem, catcher)

    assert press() == []


def test_what_no_longer_holds_is_made_anew(poem, catcher):
    order(poem, catcher)
    (made,) = press()
    Harvest.objects.update(title="Quiet")
    assert not held(made)

    asked = order(poem, catcher)

    assert (asked.pk, asked.state, asked.made) == (made.pk, PrintState.WAITING, None)
    (anew,) = press()
    assert "Quiet" in words_of(bytes(anew.made))


def test_a_new_layout_takes_nothing_away_and_is_there_for_who_asks_anew(poem, catcher, monkeypatch):
    order(poem, catcher)
    (made,) = press()
    monkeypatch.setattr(printing, "LAYOUT", "0" * 64)

    assert held(made)
    assert order(poem, catcher).state == PrintState.WAITING


def test_of_a_poem_not_given_yet_nothing_is_made(poem, catcher):
    Harvest.objects.update(given_at=None)

    with pytest.raises(NotGivenYet):
        order(poem, catcher)


def test_of_a_year_without_poems_there_is_no_book(evening, catcher):
    with pytest.raises(NoPoemsThen):
        print_orders.order_year(evening.circle, 2019, by=catcher, now=now())


def test_a_book_tells_how_far_it_is_step_by_step(evening, catcher, poem, monkeypatch):
    told = []
    proof = printing.lacks

    def watched(texts):
        told.append(tuple(Print.objects.values_list("state", "done", "of").get()))
        return proof(texts)

    monkeypatch.setattr(printing, "lacks", watched)
    asked = print_orders.order_year(evening.circle, evening.day.year, by=catcher, now=now())
    typesetting.typeset(asked.pk, now=now())

    made = Print.objects.get()
    assert told == [("setting", 0, 0), ("setting", 0, 2)]
    assert (made.state, made.done, made.of) == (PrintState.READY, 2, 2)
    assert "the kettle, patient" in words_of(bytes(made.made))


def test_letters_that_are_missing_are_told_of_where_they_are_and_nowhere_else(evening, catcher, poem):
    order(poem, catcher)
    assert "not in our typeface" not in " ".join(words_of(bytes(press()[0].made)).split())

    Phrase.objects.filter(text="snow on the steps").update(text="雪 on the steps")
    order(poem, catcher)

    assert "not in our typeface" in " ".join(words_of(bytes(press()[0].made)).split())


def test_what_fails_is_tried_again_then_given_up_and_asked_for_anew(poem, catcher, monkeypatch, caplog):
    def broken(values):
        raise RuntimeError("the kettle, patient")

    asked, at = order(poem, catcher), now()
    with monkeypatch.context() as patched, caplog.at_level(logging.ERROR):
        patched.setattr(printing, "broadside", broken)
        for tried in range(1, typesetting.TRIES + 1):
            typesetting.typeset(asked.pk, now=at)
            state = PrintState.FAILED if tried == typesetting.TRIES else PrintState.WAITING
            assert Print.objects.values_list("state", "tries").get() == (state, tried)

    assert "RuntimeError" in caplog.text
    assert "kettle" not in caplog.text
    order(poem, catcher)
    assert [row.state for row in press()] == [PrintState.READY]


def test_a_press_that_panics_has_failed_like_any_other_and_ends_no_worker(poem, catcher, monkeypatch, caplog):
    class PanicException(BaseException):  # as that of typst, which is no Exception
        pass

    def panics(*given, **how):
        raise PanicException("inside of 'the kettle, patient'")

    monkeypatch.setattr(typst, "compile", panics)
    asked = order(poem, catcher)

    for _tried in range(typesetting.TRIES):
        typesetting.typeset(asked.pk, now=now())

    assert Print.objects.get().state == PrintState.FAILED
    assert "Panicked" in caplog.text
    assert "kettle" not in caplog.text


def test_a_poem_too_long_to_be_drawn_is_not_tried_again(poem, catcher, monkeypatch):
    monkeypatch.setattr(printing.sheets, "MOST_LETTERS", 10)
    order(poem, catcher, PrintKind.PNG)

    assert [(row.state, row.tries) for row in press()] == [(PrintState.FAILED, 1)]


def test_two_workers_at_one_print_set_it_once(poem, catcher, monkeypatch):
    broadside, made = printing.broadside, []

    def slow(values):
        made.append(values)
        typesetting.typeset(asked.pk, now=now())  # another worker comes by meanwhile
        return broadside(values)

    asked = order(poem, catcher)
    monkeypatch.setattr(printing, "broadside", slow)
    typesetting.typeset(asked.pk, now=now())

    assert len(made) == 1
    assert Print.objects.get().state == PrintState.READY


def test_a_poem_that_lost_its_last_line_leaves_nothing_to_press(evening, catcher, poem):
    order(poem, catcher)
    Harvest.objects.update(given_at=None)

    assert press() == []


def test_undoing_a_line_that_stands_in_no_poem_drops_nothing(evening, catcher, poem):
    order(poem, catcher)
    press()
    loose = Phrase.objects.create(
        round=evening.rounds.get(), text="loose", nonce="l", position=99, speaker=catcher
    )

    catching.undo(loose, by=catcher, now=now())

    assert Print.objects.count() == 1
