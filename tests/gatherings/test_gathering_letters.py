"""The two letters before a gathering: what they say."""

from datetime import UTC, date, datetime, timedelta

import pytest

from gatherings.models import Practice, Turn
from tests.gatherings.letters_before import (
    ASKING,
    EVE,
    SITE,
    hold,
    make_evening,
    make_reader,
    send,
)
from tests.making import make_circle, make_gathering
from tests.postbox import html_of, links_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("letters_from_here")]


def ask(gathering, **reader):
    make_reader(gathering.circle, **reader)
    send(ASKING)


def expect(gathering, answer="yes", now=EVE, **reader):
    member = make_reader(gathering.circle, answer=answer, **reader)
    send(now)
    return member


def test_the_invitation_reads_like_a_letter(mailoutbox):
    gathering = make_evening(question="What are you carrying?")
    host = make_reader(gathering.circle, "Luc", answer="yes")
    hold(gathering, host, "host")
    ask(gathering)

    [sent] = mailoutbox
    answer, home, stop = links_in(sent.body)
    assert sent.subject == "Wednesday 24 September: will you be in the circle?"
    assert (
        sent.body
        == f"""\
The Hosting Circle

Dear Anna,

we gather on Wednesday 24 September, 18:00–20:00 Edmonton time, at The Old Library (or join by video).

Luc is hosting. The question: “What are you carrying?”

Will you be there?

Answer in one tap
{answer}

“Not this time” is a good answer too; it helps us set the chairs. You won’t be asked again for this one.

The link speaks for you alone, so please don’t pass it on.

Sent because you are in The Hosting Circle.
Last Wednesday, {home}
No more letters like this
{stop}
"""
    )
    assert answer.startswith(f"{SITE}/answer/")
    assert stop.startswith(f"{SITE}/letters/stop/")
    html = html_of(sent)
    assert links_in(html) == [answer, home, stop]
    assert html.count('class="main"') == 1
    for words in ("Dear Anna,", "Wednesday 24 September, 18:00–20:00 Edmonton time", "Luc is hosting."):
        assert words in html


def test_the_letter_of_the_eve_tells_all_one_needs(mailoutbox):
    gathering = make_evening(place="Old Library, side door", question="What are you carrying?")
    circle = gathering.circle
    luc, noor, ines = (make_reader(circle, name, answer="no") for name in ("Luc", "Noor", "Ines"))
    anna = make_reader(circle, answer="yes")
    make_gathering(circle, date(2025, 10, 29))
    hold(gathering, luc, "host")
    hold(gathering, noor, "poem_catcher")
    hold(gathering, anna, "timekeeper", ines, name="Guardian", words="Ring when we need a breath.")
    before = make_gathering(circle, date(2025, 8, 27))
    Practice.objects.create(membership=anna, gathering=before, words="wait a breath longer")
    send(EVE)

    [sent] = mailoutbox
    call, button, say_no, home, stop = links_in(sent.body)
    assert sent.subject == "Tomorrow at 18:00, we’re expecting you"
    assert (
        sent.body
        == f"""\
The Hosting Circle

Dear Anna,

tomorrow, Wednesday 24 September, 18:00–20:00 Edmonton time.
Old Library, side door
Or on the call: https://call.example/us

You hold: Guardian. Ines sits beside you.
Ring when we need a breath.

Luc hosts. Noor catches the poem.

The question: “What are you carrying?”

Last time you said you’d try: “wait a breath longer” (only you see this)

Come as you are.

See tomorrow’s circle
{button}

Can’t come after all? Say so here.
{say_no}

The one after: Wednesday 29 October, 18:00–20:00.

Sent because you are in The Hosting Circle.
Last Wednesday, {home}
No more letters like this
{stop}
"""
    )
    assert call == "https://call.example/us"
    assert button == f"{SITE}{gathering.get_absolute_url()}"
    assert say_no.startswith(f"{SITE}/answer/")
    assert say_no.endswith("?answer=no")
    html = html_of(sent)
    assert links_in(html) == [call, call, button, say_no, home, stop]
    assert html.count('class="main"') == 1


def test_what_one_sits_beside_and_what_one_hosts_is_said(mailoutbox):
    gathering = make_evening()
    luc = make_reader(gathering.circle, "Luc", answer="no")
    anna = make_reader(gathering.circle, "Anna", answer="yes")
    hold(gathering, anna, "host")
    hold(gathering, luc, "poem_catcher", beside=anna)
    send(EVE)

    [sent] = mailoutbox
    assert "You hold: Host.\nArrive first" in sent.body
    assert "You sit beside Luc: Poem catcher." in sent.body
    assert "Anna hosts" not in sent.body


def test_who_hosts_and_has_not_answered_is_asked_by_name(mailoutbox):
    gathering = make_evening()
    anna, luc = make_reader(gathering.circle), make_reader(gathering.circle, "Luc")
    hold(gathering, anna, "host", seats=2)
    Turn.objects.create(gathering=gathering, role=gathering.turns.get().role, holder=luc, seat=2)
    send(ASKING)
    assert all("You are hosting." in sent.body for sent in mailoutbox)

    mailoutbox.clear()
    make_reader(gathering.circle, "Noor")
    send(ASKING + timedelta(hours=2))
    assert "Anna and Luc are hosting." in mailoutbox[0].body


def test_who_said_maybe_is_asked_whether_they_know_by_now(mailoutbox):
    expect(make_evening(), "maybe")

    [sent] = mailoutbox
    assert "You said maybe. Do you know by now? Say so here." in sent.body
    assert any(link.endswith("?answer=yes") for link in links_in(sent.body))


@pytest.mark.parametrize(
    ("place", "call", "words"),
    [
        ("", "", "we gather on Wednesday 24 September, 18:00–20:00 Edmonton time.\n"),
        ("The Old Library", "", "Edmonton time, at The Old Library.\n"),
        ("", "https://call.example/us", "Edmonton time, by video.\n"),
    ],
)
def test_where_is_said_as_it_is(mailoutbox, place, call, words):
    ask(make_evening(circle=make_circle(place=place, call_link=call)))

    assert words in mailoutbox[0].body
    assert "https://call.example" not in mailoutbox[0].body  # it is for who comes


@pytest.mark.parametrize(
    ("zone", "at", "subject", "words"),
    [
        (
            "America/Toronto",
            datetime(2025, 9, 23, 12, tzinfo=UTC),
            "Tomorrow at 18:00 (20:00 for you), we’re expecting you",
            "tomorrow, Wednesday 24 September, 18:00–20:00 Edmonton time. 20:00–22:00 for you, Toronto time.",
        ),
        (
            "Europe/Paris",
            datetime(2025, 9, 24, 6, tzinfo=UTC),
            "Tomorrow at 02:00 your time, we’re expecting you",
            "18:00–20:00 Edmonton time. 02:00–04:00 on Thursday for you, Paris time.",
        ),
        (
            "America/Edmonton",
            datetime(2025, 9, 24, 14, tzinfo=UTC),
            "Today at 18:00, we’re expecting you",
            "today, Wednesday 24 September, 18:00–20:00 Edmonton time.",
        ),
    ],
)
def test_both_clocks_are_told_where_they_differ_and_the_day_is_the_readers(
    mailoutbox, zone, at, subject, words
):
    expect(make_evening(), timezone=zone, now=at)

    [sent] = mailoutbox
    assert sent.subject == subject
    assert words in sent.body
    assert words in html_of(sent)


def test_they_speak_the_language_of_who_reads(mailoutbox):
    gathering = make_evening()
    make_reader(gathering.circle, language="fr")
    send(ASKING)

    assert mailoutbox[0].subject.startswith("Mercredi 24 septembre")
    assert '<html lang="fr">' in html_of(mailoutbox[0])
