"""The letter that brings a code, so that somebody can answer from a messenger."""

from circles.models import Letter
from circles.post import mail, sealing
from circles.post.mail import Message, Receiver
from gatherings.answering.phones import CODE


def register() -> None:
    """Register what a member is written."""
    mail.register(CODE, phone_code)


def phone_code(letter: Letter, receiver: Receiver) -> Message | None:
    """The code; None once it is too old to be typed in, or they have left."""
    words = sealing.unseal(letter.secret) if letter.secret else None
    member = letter.membership
    if not words or member is None or member.left_at:
        return None
    minutes = sealing.LASTS.seconds // 60
    return mail.compose(
        letter.kind, {"code": words, "minutes": minutes, "circle": member.circle, "name": member.name}
    )
