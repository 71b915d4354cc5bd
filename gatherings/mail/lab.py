"""What the letters to guests of a lab say: rendered when they are sent, so they tell what is true then."""

from typing import Any

from circles.models import Letter
from circles.post import mail
from circles.post.mail import Message, Receiver
from gatherings import moments
from gatherings.answering import lab_links
from gatherings.letters import lab_letters
from gatherings.models import GuestState, LabGuest


def register() -> None:
    """Register what guests of a lab are written."""
    mail.register(lab_letters.SEAT, seat)
    mail.register(lab_letters.MOVED_UP, moved_up)
    mail.register(lab_letters.CHANGED, changed)


def seat(letter: Letter, receiver: Receiver) -> Message | None:
    """The guest's one link: to confirm with, or to see where they stand; None once they withdrew or it is off."""
    guest = _guest(letter)
    if guest is None or guest.state == GuestState.WITHDRAWN or guest.lab.gathering.is_called_off:
        return None
    return _compose(letter, guest, state=GuestState(guest.state).name.lower())


def moved_up(letter: Letter, receiver: Receiver) -> Message | None:
    """A seat came free, and it is theirs; None when they gave it back meanwhile, or the lab is off."""
    guest = _guest(letter)
    if guest is None or guest.state != GuestState.COMING or guest.lab.gathering.is_called_off:
        return None
    return _compose(letter, guest)


def changed(letter: Letter, receiver: Receiver) -> Message | None:
    """The lab is moved, called off, or on after all; None when a newer letter says so better."""
    guest = _guest(letter)
    if guest is None or guest.state not in {GuestState.COMING, GuestState.WAITING}:
        return None
    if guest.lab.gathering.sequence != letter.params["sequence"]:
        return None
    return _compose(letter, guest, on_again=letter.params.get("on_again", False))


def _guest(letter: Letter) -> LabGuest | None:
    """Return whom the letter is for; None when they were let go, or its link has ended."""
    found = LabGuest.objects.select_related("lab__gathering__circle")
    return found.filter(pk=letter.params["guest"], link_epoch=letter.params["epoch"]).first()


def _compose(letter: Letter, guest: LabGuest, **more: Any) -> Message:
    gathering = guest.lab.gathering
    return mail.compose(
        letter.kind,
        {
            "guest": guest,
            "lab": guest.lab,
            "gathering": gathering,
            "circle": gathering.circle,
            "when": moments.full_words(gathering),
            "button": lab_links.seat_link(guest),
            **more,
        },
    )
