"""What the plain modules mean, in words."""

from datetime import date, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from gatherings import rhythm
from gatherings.rotation.reasons import Lack, Reason, Vacancy, Why
from gatherings.rotation.values import Suggestion
from gatherings.wording import (
    ends,
    lasts,
    odd_words,
    reason_words,
    refusal_words,
    rhythm_words,
    suggestion_words,
    vacancy_words,
)

DAY = date(2026, 11, 25)


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        ("FREQ=MONTHLY;BYDAY=-1WE", "the last Wednesday of every month"),
        ("FREQ=MONTHLY;INTERVAL=3;BYDAY=2MO", "the second Monday, every 3 months"),
        ("FREQ=MONTHLY;BYMONTHDAY=31", "day 31 of every month"),
        ("FREQ=MONTHLY;INTERVAL=2;BYMONTHDAY=1", "day 1 of every 2 months"),
        ("FREQ=WEEKLY;BYDAY=SU", "Sunday every week"),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=FR", "Friday every 2 weeks"),
        ("FREQ=YEARLY;BYMONTH=6;BYMONTHDAY=24", "FREQ=YEARLY;BYMONTH=6;BYMONTHDAY=24"),
    ],
)
def test_a_rule_is_said_as_a_sentence_has_it(rule, words):
    assert rhythm_words(rule) == words


@pytest.mark.parametrize("code", rhythm.Refusal)
def test_every_refusal_has_its_sentence(code):
    sentence = refusal_words(rhythm.RhythmRefused(code, "in English"))

    assert sentence.endswith((".", "18:00."))
    assert sentence != "in English"


@pytest.mark.parametrize(
    ("day", "starts", "words"),
    [
        (date(2026, 11, 25), time(18), ""),
        (date(2026, 12, 24), time(18), ""),
        (date(2026, 12, 25), time(18), "between Christmas and New Year"),
        (date(2026, 12, 31), time(18), "between Christmas and New Year"),
        (date(2027, 3, 28), time(2, 30), "the clocks skip 02:30 that day, so you begin at 03:30"),
        (date(2026, 10, 25), time(2, 30), "the clocks show 02:30 twice that day; the first is meant"),
    ],
)
def test_what_is_odd_about_a_date_is_said(day, starts, words):
    assert odd_words(day, starts, ZoneInfo("Europe/Paris")) == words


@pytest.mark.parametrize(
    ("why", "words"),
    [
        (Reason(Why.NOT_YET, DAY), "has not held this role yet; has not held a role yet"),
        (
            Reason(Why.NOT_YET, DAY, last_held_any=date(2026, 6, 24)),
            "has not held this role yet; last held a role in June",
        ),
        (
            Reason(Why.LONGEST_AGO, DAY, date(2025, 5, 28), date(2026, 8, 26)),
            "last held this role in May 2025, longer ago than anybody else who is free; last held a role in August",
        ),
        (
            Reason(Why.ROUND_AGAIN, DAY, date(2026, 5, 27), date(2026, 5, 27), second_role=True),
            "last held this role in May; holds two roles, as there are more roles than people",
        ),
        (
            Reason(Why.NOBODY_FREE, DAY, date(2026, 5, 27), date(2026, 5, 27)),
            "last held this role in May, and everybody else who could has a role that day",
        ),
        (
            Reason(Why.EVENLY, DAY, date(2026, 5, 27), date(2026, 5, 27)),
            "last held this role in May; those who waited longer have as many turns at these gatherings, or more",
        ),
        (
            Reason(Why.EASES_IN, DAY),
            "is new and begins with a lighter role; has not held this role yet; has not held a role yet",
        ),
    ],
)
def test_a_proposal_says_why(why, words):
    assert reason_words(why) == words


@pytest.mark.parametrize("kind", Why)
@pytest.mark.parametrize("last_any", [None, date(2026, 6, 24), date(2025, 6, 25)])
def test_our_words_and_the_plain_ones_say_the_same_of_every_reason(kind, last_any):
    for last_this in (None, last_any):
        why = Reason(kind, DAY, last_this, last_any)
        assert reason_words(why) == str(why)


@pytest.mark.parametrize("kind", Lack)
def test_every_empty_seat_says_why(kind):
    assert vacancy_words(Vacancy(kind)) == str(Vacancy(kind))


def test_a_list_says_in_short_when_it_was_and_what_speaks_against_somebody():
    never, once = Reason(Why.NOT_YET, DAY), Reason(Why.ROUND_AGAIN, DAY, date(2025, 6, 25))

    assert suggestion_words(Suggestion(7, never)) == "not yet"
    assert suggestion_words(Suggestion(7, once, away=True, unwilling=True, busy=True, new=True)) == (
        "in June 2025, is away, would rather not, has a role already, has just joined"
    )


@pytest.mark.parametrize(
    ("starts", "closes", "length"),
    [
        (time(18), time(20), timedelta(hours=2)),
        (time(22, 30), time(0, 15), timedelta(minutes=105)),
        (time(9), time(8, 59), timedelta(hours=23, minutes=59)),
    ],
)
def test_two_hours_on_the_clock_are_a_length_and_back(starts, closes, length):
    assert lasts(starts, closes) == length
    assert ends(starts, length) == closes
