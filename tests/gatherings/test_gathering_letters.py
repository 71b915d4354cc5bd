"""The two letters before a gathering: what they say, to whom alone, shaped by nobody's words (R32, R33)."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.urls import reverse

from gatherings.models import Practice, Rsvp, Turn
from gatherings.starting_roles import STARTING_ROLES
from tests.gatherings.letters_before import (
    ASKING,
    EVE,
    make_evening,
    make_reader,
    send,
)
from tests.making import make_circle, make_gathering, make_role
from tests.postbox import html_of, links_in

pytestmark = pytest.mark.django_db

SITE = "https://circles.example"


@pytest.fixture(autouse=True)
def site(settings):
    settings.SITE_URL = SITE


def hold(gathering, holder, key, beside=None, **fields):
    """Let somebody hold one of the roles a circle starts with."""
    role = next(role for role in STARTING_ROLES if role.key == key)
    given = {"name": str(role.name), "words": str(role.words), "duty": role.duty}
    made = make_role(gathering.circle, **given | fields)
    return Turn.objects.create(gathering=gathering, role=made, holder=holder, beside=beside)


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


@pytest.mark.parametrize("kind", ["gathering_asked", "gathering_eve"])
def test_they_are_light_fetch_nothing_and_are_sent_to_one(mailoutbox, kind):
    gathering = make_evening(question="q" * 300, theme="t" * 200, place="p" * 200)
    circle = gathering.circle
    readers = [make_reader(circle, f"Reader {n}", answer="yes" if "eve" in kind else "") for n in range(12)]
    for n in range(3):
        hold(gathering, readers[0], "host", name=f"role {n}", words="w" * 2000)
    send(EVE if "eve" in kind else ASKING)

    assert len(mailoutbox) == 12
    addresses = {reader.person.email for reader in readers}
    for sent in mailoutbox:
        raw = sent.message()
        html = html_of(sent)
        assert len(sent.to) == 1
        assert (sent.cc, sent.bcc, raw["Reply-To"]) == ([], [], None)
        assert not any(other in str(raw) for other in addresses - set(sent.to))
        assert len(html.encode()) < 30_000
        assert not any(word in html for word in ("<img", "<script", "src=", "url(", "@import"))
        assert raw["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert {sent.to[0] for sent in mailoutbox} == addresses


@pytest.mark.parametrize(
    "words",
    [
        '<a href="https://evil.example">win</a>',
        "[win](https://evil.example)",
        "[x](//evil.example)",
        "https://evil.example/x",
        "www.evil.example",
        "Anna\r\nBcc: all@evil.example",
        "<script>alert(1)</script>",
        "{{ gathering.circle.join_token }}",
    ],
)
@pytest.mark.parametrize("now", [ASKING, EVE])
def test_what_people_write_cannot_shape_a_letter(mailoutbox, words, now):
    gathering = make_evening(question=words, theme=words, place=words)
    gathering.circle.name = words
    gathering.circle.save()
    reader = make_reader(gathering.circle, words, answer="yes" if now == EVE else "")
    hold(
        gathering,
        reader,
        "host",
        name=words[:60],
        words=words,
        beside=make_reader(gathering.circle, words, "no"),
    )
    last = make_gathering(gathering.circle, date(2025, 8, 27))
    Practice.objects.create(membership=reader, gathering=last, words=words)
    send(now)

    [sent] = mailoutbox
    raw, html = sent.message(), html_of(sent)
    assert raw.get_all("To") == [reader.person.email]
    assert raw["Bcc"] is None
    assert "\n" not in sent.subject
    ours = (f"{SITE}/", "https://call.example/us")
    assert all(link.startswith(ours) for link in links_in(sent.body) + links_in(html))
    assert not any(word in html for word in ("<img", "<script", "evil.example"))


def test_what_a_request_claims_to_be_changes_no_link(client, mailoutbox):
    """The letters are made by the worker, from the configured address (R32, R62)."""
    gathering = make_evening()
    member = make_reader(gathering.circle)
    client.force_login(member.person)
    with time_machine.travel(ASKING):
        client.post(
            reverse("answer", args=[gathering.circle.slug, gathering.number]),
            {"answer": "yes"},
            headers={"host": "evil.example"},
        )
    Rsvp.objects.update_or_create(gathering=gathering, membership=member, defaults={"answer": "yes"})
    send(EVE)

    assert all(
        link.startswith((f"{SITE}/", "https://call.example/"))
        for link in links_in(mailoutbox[0].body) + links_in(html_of(mailoutbox[0]))
    )
