"""The two letters before a gathering: light, to one alone, and shaped by nobody's words (R32, R33)."""

from datetime import date

import pytest
import time_machine
from django.urls import reverse

from gatherings.models import Practice, Rsvp
from tests.gatherings.letters_before import (
    ASKING,
    EVE,
    SITE,
    hold,
    make_evening,
    make_reader,
    send,
)
from tests.hostile_words import HOSTILE
from tests.making import make_gathering
from tests.postbox import html_of, links_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("letters_from_here")]


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


@pytest.mark.parametrize("words", [*HOSTILE, "{{ gathering.circle.join_token }}"])
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
