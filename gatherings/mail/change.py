"""What a letter of a change says: what was and what is, the word why, and whether that changes the answer.

Rendered when it is sent. What a newer letter tells (its sequence number is higher), what is again as it was last
known, and what can no longer be acted on is left out; where nothing is left, the letter is let go.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import time_format
from django.utils.translation import gettext as _

from circles.http import absolute
from circles.models import Circle, Letter, Membership
from circles.post import mail
from circles.post.mail import Message, Receiver
from circles.words.dates import written
from gatherings import moments
from gatherings.answering.links import answer_link
from gatherings.letters.change_letters import holds, not_at_this_hour
from gatherings.letters.known import Known
from gatherings.letters.letter_entries import entry_for
from gatherings.letters.letter_hours import CHANGED
from gatherings.models import Answer, Gathering, Rsvp, Turn

_ENTRIES = 3  # calendar entries in one letter
_LISTED = 6  # gatherings named in one letter


@dataclass(frozen=True)
class Told:
    """One gathering of which a letter tells: as its reader knew it, and as it stands."""

    known: Known
    gathering: Gathering
    zone: Any  # where the reader lives

    @property
    def what(self) -> Literal["off", "on", "day", "hour", "place"]:
        """What has become of it."""
        if self.gathering.is_called_off:
            return "off"
        if self.known.off:
            return "on"
        if self.known.day != self.gathering.day:
            return "day"
        return "place" if self.known.same_time(Known.of(self.gathering)) else "hour"

    @property
    def sentence(self) -> str:
        """What was, and what is: "It was Wednesday 25 November, 18:00–20:00; it is now …"."""
        now = moments.full_words(self.gathering)
        if self.what == "off":
            return _("%(when)s, is called off.") % {"when": now}
        if self.what == "on":
            return _("%(when)s, is on after all.") % {"when": now}
        if self.what == "place":
            return _("%(when)s, is somewhere else than you knew.") % {"when": now}
        return _("It was %(was)s; it is now %(now)s.") % {"was": self._was, "now": now}

    @property
    def _was(self) -> str:
        was = self.known.as_gathering(self.gathering)
        if was.timezone != self.gathering.timezone:
            return moments.full_words(was)
        return ", ".join((moments.when_words(was), moments.hours(was)))

    @property
    def yours(self) -> str:
        """When that is for the reader, where their clock shows another hour; nothing of what is called off."""
        return "" if self.gathering.is_called_off else moments.my_time(self.gathering, self.zone)


def register() -> None:
    """Register what a letter of a change says."""
    mail.register(CHANGED, changed)


def changed(letter: Letter, receiver: Receiver) -> Message | None:
    """What has changed. Params: `was`, gatherings as last known; `rests`, whether the whole circle did it."""
    me, now = letter.membership, timezone.now()
    told = _still_to_tell(letter, receiver, now)
    if me is None or not told:
        return None
    soonest = min(each.known.soonest(Known.of(each.gathering)) for each in told)
    if until := not_at_this_hour(soonest, receiver.zone, now):
        raise mail.NotYet(until)
    circle = me.circle
    alone = None if letter.params["rests"] or len(told) > 1 else told[0]
    words = _of_one(alone, me, now) if alone else _of_several(told, circle)
    entries = [file for each in told[:_ENTRIES] for file in entry_for(each.gathering, me, now=now)]
    call = alone.gathering.call if alone else ""
    return mail.compose(
        letter.kind,
        {"circle": circle, "name": me.name, "alone": alone, **words},
        links=(call,) if call else (),
        attachments=entries,
    )


def _still_to_tell(letter: Letter, receiver: Receiver, now: datetime) -> list[Told]:
    """Return what of a letter is still news, the next gathering first."""
    knew = {known.gathering: known for known in holds(letter)}
    standing = Gathering.objects.filter(pk__in=knew, circle=letter.circle_id).select_related("circle")
    told = [Told(knew[each.pk], each, receiver.zone) for each in standing.order_by("starts_at", "pk")]
    return [
        each
        for each in told
        if each.gathering.sequence == each.known.sequence
        and max(each.known.starts_at, each.gathering.starts_at) > now
        and not each.known.same(Known.of(each.gathering))
    ]


def _of_one(told: Told, me: Membership, now: datetime) -> dict[str, Any]:
    """Return the words about one gathering."""
    gathering = told.gathering
    said = Rsvp.objects.filter(gathering=gathering, membership=me).values_list("answer", flat=True).first()
    turns = Turn.objects.filter(gathering=gathering, holder=me).order_by("role__position", "seat")
    next_one = gathering.circle.gatherings.planned().filter(starts_at__gt=now).order_by("starts_at").first()
    words = {
        "subject": _subject(told),
        "gathering": gathering,
        "why": gathering.reason,
        "said": Answer(said).label if said else "",
        "roles": ", ".join(turn.role.name for turn in turns.select_related("role")),
        "next": "",
        "asks": told.what != "place",
        "button": answer_link(gathering, me),
    }
    if told.what == "place":
        words["button"] = absolute(gathering.get_absolute_url())
    if told.what == "off":
        words["next"] = moments.full_words(next_one) if next_one else ""
        words["button"] = answer_link(next_one, me) if next_one else ""
    return words


def _subject(told: Told) -> str:
    day, hour = moments.when_words(told.gathering), time_format(told.gathering.starts, "H:i")
    words = {"day": day[:1].upper() + day[1:], "plain": day, "hour": hour}
    match told.what:
        case "off":
            return _("%(day)s is called off") % words
        case "on":
            return _("%(day)s is on after all") % words
        case "day":
            return _("Moved: we gather on %(plain)s, %(hour)s") % words
        case "hour":
            return _("%(day)s: we begin at %(hour)s") % words
    return _("%(day)s: we gather somewhere else") % words


def _of_several(told: list[Told], circle: Circle) -> dict[str, Any]:
    """Return the words about several gatherings, or about what the circle as a whole does."""
    subject, why, more = _("%(circle)s: some of our dates have changed"), "", ""
    if circle.is_closed:
        subject, why = _("%(circle)s has closed"), circle.farewell
    elif circle.resting_since and all(each.gathering.is_called_off for each in told):
        subject, why = _("%(circle)s rests from %(day)s on"), circle.resting_why
        more = _("When the circle wakes, you will hear.")
    elif all(each.what == "on" for each in told):
        subject = _("%(circle)s gathers again")
    since = written(circle.resting_since, "j F Y") if circle.resting_since else ""
    subject %= {"circle": circle.name, "day": since}
    return {
        "subject": subject,
        "why": why,
        "more": more,
        "told": told[:_LISTED],
        "others": max(0, len(told) - _LISTED),
        "button": absolute(reverse("circle" if circle.is_closed else "gatherings", args=[circle.slug])),
    }
