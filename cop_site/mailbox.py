"""The letters sent while trying the site out: read from the folder the file mailer writes to."""

import email
import email.policy
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import EmailMessage
from email.utils import parsedate_to_datetime
from pathlib import Path

_BETWEEN = b"\n" + b"-" * 79 + b"\n"  # what Django's file mailer writes after each letter


@dataclass(frozen=True, slots=True)
class Sent:
    """One letter as it was sent. `name` is its place in the mailbox; `at` is aware."""

    name: str
    subject: str
    to: str
    at: datetime
    text: str
    html: str


def letters(folder: Path) -> list[Sent]:
    """Return all letters in the folder, the newest first; none when there is no such folder."""
    found = [letter for path in folder.glob("*.log") for letter in _read(path)]
    return sorted(found, key=lambda letter: (letter.at, letter.name), reverse=True)


def letter(folder: Path, name: str) -> Sent | None:
    """Return the letter of that name, None when it is not there."""
    return next((sent for sent in letters(folder) if sent.name == name), None)


def _read(path: Path) -> Iterator[Sent]:
    for place, raw in enumerate(part for part in path.read_bytes().split(_BETWEEN) if part.strip()):
        message = email.message_from_bytes(raw, policy=email.policy.default)
        date = message["Date"]
        yield Sent(
            name=f"{path.stem}-{place}",
            subject=str(message["Subject"] or ""),
            to=str(message["To"] or ""),
            at=parsedate_to_datetime(date) if date else datetime.fromtimestamp(path.stat().st_mtime, UTC),
            text=_part(message, "plain"),
            html=_part(message, "html"),
        )


def _part(message: EmailMessage, kind: str) -> str:
    part = message.get_body((kind,))
    return str(part.get_content()) if part else ""
