"""What a letter says: one renderer for each kind, speaking the receiver's language, in their zone.

An app registers its renderers in `AppConfig.ready()`. A letter is rendered when it is sent, so it tells what
is true then; a renderer answers None when its letter is no longer true, and it is let go.
"""

import zoneinfo
from collections.abc import Mapping, Sequence
from contextvars import ContextVar
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Protocol

from django.conf import settings
from django.template import Context
from django.template.loader import get_template
from django.utils import timezone, translation

from circles.models import Letter, Person
from circles.post.harmless import one_line, unlinked
from circles.post.letter_choices import choice_of, kinds_for, wants
from circles.post.unsubscribing import stop_link


@dataclass(frozen=True, slots=True)
class Receiver:
    """Who reads a letter. `name` is what they are called in the circle, or empty for a bare address."""

    address: str
    name: str
    language: str
    zone: zoneinfo.ZoneInfo


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that comes with a letter: its name, its media type with parameters, its bytes."""

    name: str
    subtype: str  # of text/
    content: bytes
    parameters: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Message:
    """A letter in words: the subject on one line, the text and the HTML part, more headers, what comes with it."""

    subject: str
    text: str
    html: str
    headers: Mapping[str, str] = field(default_factory=dict)
    attachments: Sequence[Attachment] = ()


class NotYet(Exception):
    """A letter that is still true, but not at this hour: it waits until the moment named (aware)."""

    def __init__(self, until: datetime) -> None:
        super().__init__(until)
        self.until = until


class Renderer(Protocol):
    """Puts one kind of letter into words. Called with the receiver's language and zone in force."""

    def __call__(self, letter: Letter, receiver: Receiver) -> Message | None:
        """Return the message, or None when the letter is no longer true and is to be let go.

        Raises NotYet for one that left too early, or at night because the mail server was away.
        """


class UnknownKind(LookupError):
    """No renderer is registered for the kind: an older release than the one that wrote the letter."""


_renderers: dict[str, Renderer] = {}
# The link that stops letters like the one being put into words; empty for one that always comes.
_stop: ContextVar[str] = ContextVar("stop", default="")


def register(kind: str, renderer: Renderer) -> None:
    """Let `renderer` put letters of this kind into words."""
    _renderers[kind] = renderer


def render(letter: Letter, receiver: Receiver) -> Message | None:
    """Return the letter in words for its receiver, or None when it is no longer true, or no longer wanted.

    A letter one can do without says so, in its headers (RFC 8058) and in its last line. Raises UnknownKind where
    no renderer is registered, and whatever the renderer raises.
    """
    if letter.kind not in _renderers:
        raise UnknownKind(letter.kind)
    kind, member = choice_of(letter), letter.membership
    if kind is None or member is None:
        return _in_words(letter, receiver)
    if member.left_at or kind not in kinds_for(member) or not wants(member, kind):
        return None
    link = stop_link(member, kind)
    stop = _stop.set(link)
    try:
        message = _in_words(letter, receiver)
    finally:
        _stop.reset(stop)
    return message and replace(message, headers={**message.headers, **_one_click(link)})


def _in_words(letter: Letter, receiver: Receiver) -> Message | None:
    with translation.override(receiver.language), timezone.override(receiver.zone):
        return _renderers[letter.kind](letter, receiver)


def _one_click(link: str) -> dict[str, str]:
    """Return the headers by which a mail program stops such letters with one press (RFC 8058, section 3.1; R30)."""
    return {"List-Unsubscribe": f"<{link}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}


def receiver_of(letter: Letter) -> Receiver | None:
    """Return who reads the letter; None when they have no address (any more) or may not sign in.

    A member reads in their own language and zone; a bare address in those of the person it belongs to, else
    in the circle's, else in the language the letter's params name.
    """
    if letter.membership:
        person, name, address = letter.membership.person, letter.membership.name, letter.address
        if person is None or not person.is_active:
            return None
        return Receiver(address or person.email, name, person.language, _zone(person.timezone))
    person = Person.objects.at(letter.address)
    known = person or letter.circle
    language = known.language if known else letter.params.get("language", settings.LANGUAGE_CODE)
    return Receiver(
        letter.address, person.name if person else "", language, _zone(known.timezone if known else "UTC")
    )


def compose(
    template: str,
    context: Mapping[str, Any],
    *,
    links: tuple[str, ...] = (),
    headers: Mapping[str, str] | None = None,
    attachments: Sequence[Attachment] = (),
) -> Message:
    """Return a message from three templates: letters/<template>.subject.txt, .txt and .html.

    Only links into this site, and those in `links` (such as the circle's call link), can be followed: an
    address somebody wrote into a name or a purpose arrives as plain words (R32). `button`, where the
    context has it, is the address of the one main button. `headers` are more headers for the e-mail, `attachments`
    what comes with it.
    """
    ours = (settings.SITE_URL, *links)
    words = {"site_name": settings.SITE_NAME, "site_url": settings.SITE_URL, "stop": _stop.get(), **context}
    language = translation.get_language()
    subject, text = (
        get_template(f"letters/{template}{part}").template.render(  # type: ignore[attr-defined]
            Context(words, autoescape=False)
        )
        for part in (".subject.txt", ".txt")
    )
    html = get_template(f"letters/{template}.html").render({**words, "language": language})
    return Message(
        subject=one_line(subject),
        text=unlinked(text.strip(), ours) + "\n",
        html=unlinked(html, ours, html=True),
        headers=dict(headers or {}),
        attachments=tuple(attachments),
    )


def _zone(name: str) -> zoneinfo.ZoneInfo:
    return zoneinfo.ZoneInfo(name)
