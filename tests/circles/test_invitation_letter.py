"""The invitation: who asks, what for, one button; and what strangers write in it stays words (R32, R62)."""

from datetime import date

import pytest
from django.core import mail as sending
from django.urls import reverse
from django.utils.timezone import now

from circles import erasing, letters
from circles.models import Invitation, LetterState
from circles.post.links import read_invitation_token
from tests.hostile_words import HOSTILE
from tests.making import make_circle, make_member, make_person
from tests.postbox import deliver_all, html_of, links_in

pytestmark = pytest.mark.django_db


def make_invitation(inviter="Ines", name="Anna", address="anna@circle.example", **circle):
    made = make_circle("The Hosting Circle", **circle)
    return Invitation.objects.create(
        circle=made, email=address, name=name, invited_by=make_member(made, inviter)
    )


def send(invitation):
    """Write the letter of an invitation, let the worker send it, and return it with its row."""
    letters.write(
        kind="invitation",
        key=f"invitation:{invitation.pk}:{invitation.epoch}",
        circle=invitation.circle,
        address=invitation.email,
        params={"invitation": invitation.pk, "epoch": invitation.epoch},
        now=now(),
    )
    [row] = deliver_all()
    return row, (sending.outbox[-1] if sending.outbox else None)


def test_it_says_who_asks_and_what_for(settings):
    settings.SITE_URL = "https://circles.example"
    invitation = make_invitation(
        purpose="We practise hosting.",
        origin_lab="Hosting the Commons",
        origin_place="Edmonton",
        origin_began=date(2014, 5, 14),
        origin_ended=date(2014, 5, 15),
    )
    row, sent = send(invitation)

    assert row.state == LetterState.SENT
    assert sent.subject == "Ines invites you to The Hosting Circle"
    for part in (sent.body, html_of(sent)):
        for words in (
            "Dear Anna,",
            "Ines would like you to be part of The Hosting Circle.",
            "We practise hosting.",
            "It grew out of a learning lab: Hosting the Commons, Edmonton, 14 May 2014 – 15 May 2014.",
            "See the circle and join",
            "It works for 60 days.",
        ):
            assert words in part


def test_it_reads_whole_when_whoever_invited_was_erased_since():
    invitation = make_invitation()
    erasing.erase(invitation.invited_by, keep_words=True, now=now())
    _, sent = send(invitation)

    assert sent.subject == "You are invited to The Hosting Circle"
    for part in (sent.body, html_of(sent)):
        assert "You are welcome in The Hosting Circle." in part
        assert "would like you to be part" not in part


def test_its_text_part_reads_like_a_letter(settings):
    settings.SITE_URL = "https://circles.example"
    _, sent = send(make_invitation(purpose="We practise hosting.\n\n\nAnd rest.  "))
    token = links_in(sent.body)[0]

    assert (
        sent.body
        == f"""\
Dear Anna,

Ines would like you to be part of The Hosting Circle. It is a circle of people who gather month after month, \
share the hosting, and learn by doing it.

What we care about:

We practise hosting.


And rest.  {""}

See the circle and join
{token}

This link is yours: it speaks for you alone, so please don’t pass it on. It works for 60 days. \
Not for you? Then you need not do anything.

Sent because somebody in The Hosting Circle wrote down your address to invite you.
Last Wednesday, https://circles.example/
"""
    )


def test_its_one_button_opens_the_invitation(settings):
    settings.SITE_URL = "https://circles.example"
    invitation = make_invitation()
    _, sent = send(invitation)

    button, home = links_in(sent.body)
    assert links_in(html_of(sent)) == [button, home]
    assert home == "https://circles.example/"
    token = button.removeprefix("https://circles.example").removeprefix(
        reverse("invitation", args=["x"])[:-2]
    )
    assert read_invitation_token(token.rstrip("/")) == invitation


def test_it_is_light_and_fetches_nothing():
    _, sent = send(make_invitation(purpose="words " * 330))
    html = html_of(sent)

    assert len(html.encode()) < 30_000
    assert not any(word in html for word in ("<img", "<script", "src=", "url(", "@import"))
    assert "prefers-color-scheme: dark" in html


def test_it_speaks_the_language_of_the_circle_and_of_the_person_where_known(mailoutbox):
    invitation = make_invitation(language="fr")
    send(invitation)
    assert '<html lang="fr">' in html_of(mailoutbox[-1])

    make_person("Luc", email="luc@circle.example", language="en")
    send(make_invitation(language="fr", address="luc@circle.example"))
    assert '<html lang="en">' in html_of(mailoutbox[-1])


@pytest.mark.parametrize("change", ["withdrawn_at", "accepted_at"])
def test_an_invitation_that_is_over_sends_nothing(mailoutbox, change):
    invitation = make_invitation()
    Invitation.objects.update(**{change: now()})
    row, _ = send(invitation)

    assert (row.state, mailoutbox) == (LetterState.LET_GO, [])


def test_an_invitation_sent_anew_lets_the_letter_before_go(mailoutbox):
    invitation = make_invitation()
    Invitation.objects.update(epoch=2)
    row, _ = send(invitation)
    assert (row.state, mailoutbox) == (LetterState.LET_GO, [])

    invitation.refresh_from_db()
    row, _ = send(invitation)
    assert (row.state, len(mailoutbox)) == (LetterState.SENT, 1)


def test_a_circle_that_has_closed_invites_nobody(mailoutbox):
    row, _ = send(make_invitation(closed_on=date(2026, 1, 28)))

    assert (row.state, mailoutbox) == (LetterState.LET_GO, [])


def test_somebody_whose_inviter_is_gone_is_invited_by_the_circle():
    invitation = make_invitation(name="")
    invitation.invited_by = None
    invitation.save()
    _, sent = send(invitation)

    assert sent.subject == "You are invited to The Hosting Circle"
    assert sent.body.startswith("Hello,\n\nYou are welcome in The Hosting Circle.")


@pytest.mark.parametrize("words", [*HOSTILE, "<img src=//evil.example/x.png>"])
def test_what_somebody_calls_themselves_cannot_shape_the_letter(settings, words):
    settings.SITE_URL = "https://circles.example"
    invitation = make_invitation(inviter=words, name=words, purpose=words, origin_lab=words)
    invitation.circle.name = words
    invitation.circle.save()
    _, sent = send(invitation)
    raw = sent.message()

    assert raw.get_all("To") == ["anna@circle.example"]
    assert raw["Bcc"] is None
    assert "\n" not in sent.subject
    assert all(link.startswith("https://circles.example/") for link in links_in(sent.body))
    html = html_of(sent)
    assert all(link.startswith("https://circles.example/") for link in links_in(html))
    assert html.count("<a ") == 2
    assert not any(word in html for word in ("<img", "<script", "evil.example"))
