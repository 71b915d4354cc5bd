"""What a letter of a change says: what was and what is, the word why, whether that changes the answer (R32)."""

from datetime import date, time, timedelta

import pytest
import time_machine

from circles import founding, letters, resting
from circles.models import Letter
from gatherings.schedule import preparing, scheduling
from tests.gatherings.letters_before import (
    DAY,
    EVE,
    LONG_BEFORE,
    SITE,
    hold,
    make_evening,
    make_reader,
)
from tests.making import make_gathering, make_host, make_steward
from tests.postbox import deliver_all, html_of, links_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("letters_from_here")]
NOW = EVE - timedelta(days=2)


@pytest.fixture
def gathering():
    return make_evening()


@pytest.fixture
def host(gathering):
    return make_host(gathering.circle, "Luc", joined_at=LONG_BEFORE)


def leave(now=NOW):
    with time_machine.travel(now + timedelta(minutes=11), tick=False):
        deliver_all(now=now + timedelta(minutes=11) - letters.PATIENCE)


def move(gathering, host, day=DAY, starts=time(18), reason="The library is closed."):
    lasts = timedelta(hours=2)
    return scheduling.move(gathering, day=day, starts=starts, lasts=lasts, reason=reason, by=host, now=NOW)


def test_another_day_says_both_and_asks_whether_that_changes_the_answer(gathering, host, mailoutbox):
    anna = make_reader(gathering.circle, "Anna", "yes")
    hold(gathering, anna, "guardian")
    move(gathering, host, DAY + timedelta(days=1), time(19))
    leave()

    [sent] = mailoutbox
    assert sent.subject == "Moved: we gather on Thursday 25 September, 19:00"
    assert (
        "It was Wednesday 24 September, 18:00–20:00; it is now Thursday 25 September, 19:00–21:00, Edmonton time."
        in sent.body
    )
    assert "Why: “The library is closed.”" in sent.body
    assert "The Old Library\nOr on the call: https://call.example/us" in sent.body
    assert "You hold: guardian." in sent.body.replace("Guardian", "guardian")
    assert "You said: I’ll be there." in sent.body
    assert f"Does that change your answer?\n{SITE}/answer/" in sent.body
    assert sent.message()["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert html_of(sent).count('class="main"') == 1


def test_another_hour_is_told_in_the_readers_own_time_too(gathering, host, mailoutbox):
    make_reader(gathering.circle, "Pema", "maybe", timezone="Asia/Kathmandu")
    move(gathering, host, starts=time(19))
    leave()  # four minutes to eight in the evening there

    assert mailoutbox[0].subject == "Wednesday 24 September: we begin at 19:00"
    assert "6:45–08:45 on Thursday for you, Kathmandu time." in mailoutbox[0].body


def test_who_has_not_answered_is_asked(gathering, host, mailoutbox):
    make_reader(gathering.circle, "Anna")
    move(gathering, host, DAY + timedelta(days=1))
    leave()

    assert "Will you be there?" in mailoutbox[0].body
    assert "You said" not in mailoutbox[0].body


def test_another_place_is_told_without_the_old_one(gathering, host, mailoutbox):
    make_reader(gathering.circle, "Anna", "yes")
    given = {"theme": "", "question": "", "place": "Anna’s kitchen", "call_link": ""}
    preparing.prepare(gathering, **given, by=host, now=NOW)
    leave()

    assert mailoutbox[0].subject == "Wednesday 24 September: we gather somewhere else"
    assert "Anna’s kitchen" in mailoutbox[0].body
    assert "Old Library" not in mailoutbox[0].body
    assert f"See the circle\n{SITE}{gathering.get_absolute_url()}" in mailoutbox[0].body


def test_called_off_says_why_and_when_the_next_is(gathering, host, mailoutbox):
    make_reader(gathering.circle, "Anna", "yes")
    make_gathering(gathering.circle, DAY + timedelta(days=35))
    scheduling.call_off(gathering, reason="Luc is ill.", by=host, now=NOW)
    leave()

    [sent] = mailoutbox
    assert sent.subject == "Wednesday 24 September is called off"
    assert "Wednesday 24 September, 18:00–20:00, Edmonton time, is called off." in sent.body
    assert "Why: “Luc is ill.”" in sent.body
    assert "The next one: Wednesday 29 October, 18:00–20:00, Edmonton time." in sent.body
    assert "call.example" not in sent.body


def test_on_after_all_says_so(gathering, host, mailoutbox):
    make_reader(gathering.circle, "Anna", "yes")
    off = scheduling.call_off(gathering, reason="Luc is ill.", by=host, now=NOW - timedelta(days=1))
    leave(NOW - timedelta(days=1))
    scheduling.restore(off, by=host, now=NOW)
    leave()

    assert [sent.subject for sent in mailoutbox] == [
        "Wednesday 24 September is called off",
        "Wednesday 24 September is on after all",
    ]


def test_another_usual_place_of_the_circle_is_told_once(gathering, mailoutbox):
    make_reader(gathering.circle, "Anna", "yes")
    circle = gathering.circle
    fields = ("name", "purpose", "timezone", "language", "call_link")
    said = founding.Description(**{name: getattr(circle, name) for name in fields}, place="The New Library")
    founding.describe(circle, description=said, dates_open=False, listed=False, joining_asks=False, now=NOW)
    leave()

    assert [sent.subject for sent in mailoutbox] == ["Wednesday 24 September: we gather somewhere else"]


def test_another_zone_tells_the_hours_in_both(gathering, host, mailoutbox):
    make_reader(gathering.circle, "Anna", "yes")
    circle = gathering.circle
    circle.timezone = "America/Vancouver"
    circle.save()
    scheduling.keep_local_hours(circle, now=NOW)
    leave()

    assert (
        "It was Wednesday 24 September, 18:00–20:00, Edmonton time; "
        "it is now Wednesday 24 September, 18:00–20:00, Vancouver time." in mailoutbox[0].body
    )


def test_it_is_read_in_the_readers_language(gathering, host, mailoutbox):
    make_reader(gathering.circle, "Léa", "yes", language="fr")
    move(gathering, host, DAY + timedelta(days=1))
    leave()

    assert "25 septembre" in mailoutbox[0].subject


@pytest.mark.parametrize(
    "words",
    [
        '<a href="https://evil.example">win</a>',
        "https://evil.example/x",
        "[x](//evil.example)",
        "<script>alert(1)</script>",
        "{{ button }}",
    ],
)
def test_what_people_write_cannot_shape_it(gathering, host, mailoutbox, words):
    gathering.circle.name = gathering.circle.place = words
    gathering.circle.save()
    reader = make_reader(gathering.circle, words, "yes")
    hold(gathering, reader, "host", name=words[:60])
    move(gathering, host, DAY + timedelta(days=1), reason=words)
    leave()

    [sent] = mailoutbox
    html = html_of(sent)
    ours = (f"{SITE}/", "https://call.example/us")
    assert all(link.startswith(ours) for link in links_in(sent.body) + links_in(html))
    assert not any(found in html for found in ("<script", "evil.example"))
    assert "\n" not in sent.subject


def test_the_longest_are_light(gathering, mailoutbox):
    circle = gathering.circle
    steward = make_steward(circle, joined_at=LONG_BEFORE)
    reader = make_reader(circle, "n" * 80, "yes")
    for number in range(12):
        later = make_gathering(circle, date(2025, 10, 29) + timedelta(days=28 * number), place="p" * 200)
        hold(later, reader, "host", name=f"{number}" + "r" * 50)
    resting.close(circle, farewell="f" * 2000, by=steward, now=NOW)
    leave()

    [sent] = mailoutbox
    assert len(sent.body.encode()) + len(html_of(sent).encode()) < 30_000
    assert len(sent.message().as_bytes()) < 45_000
    assert Letter.objects.count() == 1
