"""What the letter of the morning after says: a first catch was read back, and what of it is yours. No line of it."""

from datetime import datetime

from django.utils import timezone

from checkins.letters.first_catch_letters import FIRST_CATCH, concerned, leaves_at
from checkins.models import Harvest, Phrase, SaidAloud
from circles.http import absolute
from circles.models import Letter, Membership
from circles.post import mail
from circles.post.mail import Message, Receiver
from gatherings import moments
from gatherings.letters.letter_hours import times_of
from gatherings.moments import day_words


def register() -> None:
    """Register what the letter says."""
    mail.register(FIRST_CATCH, first_catch)


def first_catch(letter: Letter, receiver: Receiver) -> Message | None:
    """Ask whether a line is right, and say what was said aloud. Params: `gathering`, `harvest`.

    None once the poem is given or taken up again, the circle has closed, or nothing concerns its reader any more.
    """
    me, now = letter.membership, timezone.now()
    read = Harvest.objects.filter(read_back_at__isnull=False, given_at=None)
    found = read.select_related("gathering__circle").filter(pk=letter.params["harvest"]).first()
    if me is None or found is None or found.gathering.circle.is_closed or found.gathering.is_called_off:
        return None
    gathering = found.gathering
    if not concerned(found, Membership.objects.filter(pk=me.pk)).exists():
        return None
    times = times_of([gathering.circle_id])[gathering.circle_id]
    due = leaves_at(gathering.starts_at, zone=receiver.zone, times=times, now=now)
    if due > now:
        raise mail.NotYet(due)
    mine = Phrase.objects.filter(stitches__harvest=found, speaker=me).distinct().count()
    said = SaidAloud.objects.filter(gathering=gathering, membership=me, taken_back_at=None).first()
    words = {
        "circle": gathering.circle,
        "name": me.name,
        "day": moments.when_words(gathering),
        "lines": mine,
        "aloud": said is not None,
        "last_night": said is not None and _days_since(said.said_at, now) == 1,
        "said_day": day_words(timezone.localdate(said.said_at)) if said else "",
        "button": absolute(found.get_absolute_url()),
        "take_back": absolute(found.get_absolute_url()),
    }
    return mail.compose(letter.kind, words)


def _days_since(moment: datetime, now: datetime) -> int:
    return (timezone.localdate(now) - timezone.localdate(moment)).days
