"""A letter is sent: put into words, claimed, handed to the mail server, marked.

1. Whoever moves the letter from waiting to sending has it; everybody else lets it be (R16).
2. While it is sending nobody knows what becomes of it. If whoever had it dies, or the server falls silent after
   the words were sent, it becomes `unknown` and is never sent again by itself (R17).
3. What fails before the server has taken it waits and is tried again, later each time; after TRIES, or when the
   server says "never", it has failed. The row notes the kind of fault, no address and no words.
4. A letter that says of itself that it is not its hour yet (the mail server was away and it is night by now; its day
   was moved) goes on waiting, and that is no try.
5. One letter's trouble is its own: nothing is raised but what the database raises (R18).
"""

import logging
import smtplib
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import mailers
from django.db.models import Q

from circles.models import Letter, LetterState
from circles.post import mail
from circles.post.envelope import LetterEmail, attached
from circles.post.smtp import OutcomeUnknown

TRIES = 100  # half a day and more at the longest pause: a mail server may be away for a night
_FIRST_PAUSE, _LONGEST_PAUSE = timedelta(seconds=30), timedelta(minutes=8)

# The fault of a letter whose address its mail server does not know.
NO_SUCH_RECEIVER = "the receiver was refused"

logger = logging.getLogger(__name__)


class Refused(Exception):
    """The mail server will never take this letter, or no mail server could."""


def deliver(letter_id: int, *, now: datetime) -> None:
    """Send the letter at `now` (aware) if it waits. If somebody else has it in hand, or it is gone, do nothing."""
    letter = (
        Letter.objects.filter(pk=letter_id, state=LetterState.WAITING)
        .select_related("circle", "membership__person")
        .first()
    )
    if letter is None:
        return
    waiting = Q(state=LetterState.WAITING)
    try:
        email = _in_words(letter)
    except mail.NotYet as not_yet:
        _mark(letter, waiting, due=not_yet.until)
        return
    except Exception as error:
        logger.exception("letter %s (%s) cannot be put into words", letter.pk, letter.kind)
        _mark(letter, waiting, **_again(letter, now, f"in words: {type(error).__name__}"))
        return
    if email is None:
        _mark(letter, waiting, state=LetterState.LET_GO, secret=None)
        return
    tried = letter.attempts + 1
    if _mark(letter, waiting, state=LetterState.SENDING, claimed_at=now, attempts=tried):
        _send(letter, email, now)


def _send(letter: Letter, email: LetterEmail, now: datetime) -> None:
    """Hand a claimed letter over and write down what became of it."""
    try:
        _hand_over(email)
    except OutcomeUnknown:
        outcome: dict[str, Any] = {"state": LetterState.UNKNOWN, "fault": "no answer to the words"}
    except Refused as error:
        outcome = {"state": LetterState.FAILED, "fault": str(error)}
    except Exception as error:
        outcome = _again(letter, now, _fault(error))
    else:
        outcome = {"state": LetterState.SENT, "sent_at": now, "secret": None, "fault": ""}
    _mark(letter, Q(claimed_at=now), **outcome)
    if outcome["state"] != LetterState.SENT:
        logger.warning("letter %s (%s) is %s: %s", letter.pk, letter.kind, outcome["state"], outcome["fault"])


def pause_after(attempts: int) -> timedelta:
    """Return how long to wait after that many attempts: 30 seconds, doubling, at most 8 minutes (R19)."""
    return min(_FIRST_PAUSE * (1 << min(attempts - 1, 8)), _LONGEST_PAUSE)


def _mark(letter: Letter, held: Q, **fields: Any) -> bool:
    """Write down what became of the letter, if it is still held so; tell whether it was."""
    return Letter.objects.filter(held, pk=letter.pk).update(**fields) == 1


def _again(letter: Letter, now: datetime, fault: str) -> dict[str, Any]:
    """Return what to write down when the letter is to be tried again, or no more."""
    attempts = letter.attempts + 1
    state = LetterState.WAITING if attempts < TRIES else LetterState.FAILED
    return {"state": state, "attempts": attempts, "due": now + pause_after(attempts), "fault": fault}


def _in_words(letter: Letter) -> LetterEmail | None:
    """Return the e-mail: one receiver, text and HTML, a Message-ID that stays the same however often it is tried."""
    receiver = mail.receiver_of(letter)
    message = mail.render(letter, receiver) if receiver else None
    if receiver is None or message is None:
        return None
    host = urlsplit(settings.SITE_URL).hostname
    email = LetterEmail(
        subject=message.subject,
        body=message.text,
        to=[receiver.address],
        headers={
            "Message-ID": f"<letter-{letter.pk}-{int(letter.written_at.timestamp())}@{host}>",
            "Auto-Submitted": "auto-generated",
            **message.headers,
        },
    )
    email.attach_alternative(message.html, "text/html")
    for attachment in message.attachments:
        email.attach(attached(attachment))
    return email


def _hand_over(email: LetterEmail) -> None:
    """Give the e-mail to the mail server. It is taken when nothing is raised, however the goodbye goes."""
    mailer = mailers.default
    mailer.open()
    try:
        mailer.send_messages([email])
    except smtplib.SMTPRecipientsRefused as error:
        codes = [code for code, _ in error.recipients.values()]
        if codes and min(codes) >= 500:
            raise Refused(f"{NO_SUCH_RECEIVER}: {min(codes)}") from None
        raise
    except smtplib.SMTPDataError as error:
        if error.smtp_code >= 500:
            raise Refused(f"the words were refused: {error.smtp_code}") from None
        raise
    except ValueError:
        raise Refused("the address or a header cannot be written in an e-mail") from None
    finally:
        with suppress(Exception):
            mailer.close()


def _fault(error: Exception) -> str:
    """Return the kind of a fault: its class, and what number the mail server gave; never its words."""
    code = getattr(error, "smtp_code", "")
    return f"{type(error).__name__} {code}".strip()
