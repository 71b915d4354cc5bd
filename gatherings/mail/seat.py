"""What the letter says to who waited for a seat: it is theirs. Rendered when it is sent, it tells what is true then."""

from django.utils import timezone

from circles.models import Letter
from circles.post import mail
from circles.post.mail import Message, Receiver
from gatherings import moments
from gatherings.answering.links import answer_link
from gatherings.letters.seat_letters import SEAT
from gatherings.models import Answer, Gathering, Rsvp


def register() -> None:
    """Register what the letter about a seat says."""
    mail.register(SEAT, seat)


def seat(letter: Letter, receiver: Receiver) -> Message | None:
    """A seat came free, and it is yours. Params: `gathering`.

    None when they gave it back meanwhile, and when the gathering is called off or has begun.
    """
    found = Gathering.objects.planned().select_related("circle").filter(circle__closed_on__isnull=True)
    gathering = found.filter(pk=letter.params["gathering"]).first()
    me = letter.membership
    if me is None or gathering is None or gathering.has_begun(timezone.now()):
        return None
    if not Rsvp.objects.filter(gathering=gathering, membership=me, answer=Answer.YES).exists():
        return None
    return mail.compose(
        letter.kind,
        {
            "gathering": gathering,
            "circle": gathering.circle,
            "name": me.name,
            "day": moments.when_words(gathering),
            "hours": moments.hours(gathering),
            "zone": moments.zone_words(gathering.timezone),
            "yours": moments.my_time(gathering, receiver.zone),
            "button": answer_link(gathering, me),
        },
        links=(gathering.call,) if gathering.call else (),
    )
