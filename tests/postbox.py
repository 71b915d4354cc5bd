"""Sending, in tests, what the worker would send.

pytest-django keeps what is sent in `django.core.mail.outbox` (its `mailoutbox` fixture); these functions run the
real delivery, from the row to the e-mail.
"""

import re
from datetime import datetime

from django.core.mail import EmailMultiAlternatives
from django.utils.timezone import now as clock

from circles import letters
from circles.models import Letter, LetterState
from circles.post import delivery


def deliver_all(*, now: datetime | None = None) -> list[Letter]:
    """Deliver every letter that is due at `now` (default: by the clock), and return them as they then stand.

    Letters due at once wait for the worker with a `due` a few minutes ahead; they are delivered too.
    """
    now = now or clock()
    waiting = Letter.objects.filter(state=LetterState.WAITING, due__lte=now + letters.PATIENCE).order_by("pk")
    ids = list(waiting.values_list("pk", flat=True))
    for letter_id in ids:
        delivery.deliver(letter_id, now=now)
    return list(Letter.objects.filter(pk__in=ids).order_by("pk"))


def html_of(message: EmailMultiAlternatives) -> str:
    """Return the HTML part of a sent e-mail."""
    return str(next(part.content for part in message.alternatives if part.mimetype == "text/html"))


def links_in(text: str) -> list[str]:
    """Return the web addresses in a part of an e-mail, as a mail program would follow them."""
    return re.findall(r"https?://[^\s<>\"')]+", text)


def code_in(message: EmailMultiAlternatives) -> str:
    """Return the code a letter brings: six digits on a line of their own."""
    found = re.search(r"^(\d{6})$", str(message.body), re.MULTILINE)
    assert found, message.body
    return found[1]


def code_sent(mailoutbox: list[EmailMultiAlternatives]) -> str:
    """Deliver what waits, and return the code in the letter sent last."""
    deliver_all()
    return code_in(mailoutbox[-1])
