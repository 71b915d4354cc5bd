"""A letter is sent: claimed by one, put into words, handed to the mail server, marked."""

from datetime import datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db.models import F

from circles import mail
from circles.models import Letter, LetterState


def deliver(letter_id: int, *, now: datetime) -> None:
    """Send the letter if it waits; if somebody else has it in hand or it is gone, do nothing."""
    claimed = Letter.objects.filter(pk=letter_id, state=LetterState.WAITING).update(
        state=LetterState.SENDING, claimed_at=now, attempts=F("attempts") + 1
    )
    if not claimed:
        return
    letter = Letter.objects.select_related("circle", "membership__person", "membership__circle").get(
        pk=letter_id
    )
    receiver = mail.receiver_of(letter)
    message = mail.render(letter, receiver) if receiver else None
    if receiver and message:
        _email(letter, receiver, message).send()
    Letter.objects.filter(pk=letter_id).update(state=LetterState.SENT, sent_at=now, secret=None)


def _email(letter: Letter, receiver: mail.Receiver, message: mail.Message) -> EmailMultiAlternatives:
    host = urlsplit(settings.SITE_URL).hostname
    headers = {
        "Message-ID": f"<letter-{letter.pk}-{int(letter.written_at.timestamp())}@{host}>",
        "Auto-Submitted": "auto-generated",
        **message.headers,
    }
    email = EmailMultiAlternatives(
        subject=message.subject, body=message.text, to=[receiver.address], headers=headers
    )
    email.attach_alternative(message.html, "text/html")
    return email
