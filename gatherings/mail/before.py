"""What the letters before a gathering say: “will you be there?”, and “we’re expecting you”.

Rendered when they are sent: a letter is let go when its gathering was called off or moved to another day, has begun,
or when the member has said something else meanwhile. One that would leave before its hour, or at night, waits.
"""

from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.formats import time_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from circles.http import absolute
from circles.models import Letter, Membership
from circles.post import mail
from circles.post.mail import Message, Receiver
from circles.words.names import in_a_row
from gatherings import moments
from gatherings.answering.links import answer_link
from gatherings.evening.practice_field import returning_to
from gatherings.letters.letter_entries import entry_for
from gatherings.letters.letter_hours import ASKED, EVE, days_from, times_of, waits_until
from gatherings.letters.reminders import letter_for
from gatherings.models import Answer, Duty, Gathering, Handover, Rsvp, Turn
from gatherings.pages.asked import passed_on


@dataclass(frozen=True)
class _Before:
    """A gathering to come, as one member reads of it: their answer, and who holds what."""

    gathering: Gathering
    me: Membership
    answer: str | None
    turns: list[Turn]

    @property
    def my_turns(self) -> list[Turn]:
        """The roles I hold, or sit beside."""
        return [turn for turn in self.turns if turn.involves(self.me)]

    @property
    def holding(self) -> list[tuple[Turn, Handover | None]]:
        """The same, each with what its last holder told the next one."""
        told = passed_on(self.gathering, [turn.role_id for turn in self.my_turns])
        return [(turn, told.get(turn.role_id)) for turn in self.my_turns]

    @property
    def hosts(self) -> str:
        """Who hosts: "Luc is hosting."; empty while nobody does."""
        hosting = [turn.holder for turn in self.turns if turn.role.duty == Duty.OPENS]
        if any(host.pk == self.me.pk for host in hosting):
            return _("You are hosting.")
        names = in_a_row([host.name for host in hosting])
        return (
            ngettext("%(names)s is hosting.", "%(names)s are hosting.", len(hosting)) % {"names": names}
            if hosting
            else ""
        )

    @property
    def holders(self) -> str:
        """Who else opens the circle and catches its poem: "Luc hosts. Noor catches the poem." """
        said = []
        for duty, words in (
            (Duty.OPENS, _("%(name)s hosts.")),
            (Duty.CATCHES, _("%(name)s catches the poem.")),
        ):
            others = [turn for turn in self.turns if turn.role.duty == duty and turn.holder_id != self.me.pk]
            said += [words % {"name": turn.holder.name} for turn in others]
        return " ".join(said)


def register() -> None:
    """Register what the letters before a gathering say."""
    mail.register(ASKED, asked)
    mail.register(EVE, eve)


def asked(letter: Letter, receiver: Receiver) -> Message | None:
    """Will you be there? To a member who has said nothing yet. Params: `gathering`, `day`."""
    before = _still_true(letter, receiver)
    if before is None:
        return None
    return mail.compose(
        letter.kind,
        _words(before, receiver.zone) | {"button": answer_link(before.gathering, before.me)},
        attachments=entry_for(before.gathering, before.me, now=timezone.now()),
    )


def eve(letter: Letter, receiver: Receiver) -> Message | None:
    """We’re expecting you: to who comes, or may come. Params: `gathering`, `day`."""
    before = _still_true(letter, receiver)
    if before is None:
        return None
    gathering, me = before.gathering, before.me
    here = gathering.starts_at.astimezone(receiver.zone)
    away = (here.date() - timezone.localdate(timezone.now(), receiver.zone)).days
    after = _one_after(gathering)
    words = {
        "away": away,
        "same_day": here.date() == gathering.day,
        "starts": time_format(gathering.starts_at.astimezone(gathering.zone).time(), "H:i"),
        "mine": time_format(here.time(), "H:i") if moments.my_time(gathering, receiver.zone) else "",
        "maybe": before.answer == Answer.MAYBE,
        "practice": returning_to(me, gathering),
        "after": after,
        "after_day": moments.when_words(after) if after else "",
        "after_hours": moments.hours(after) if after else "",
        "say_no": answer_link(gathering, me, answer=Answer.NO),
        "say_yes": answer_link(gathering, me, answer=Answer.YES),
        "button": absolute(gathering.get_absolute_url()),
    }
    return mail.compose(
        letter.kind,
        _words(before, receiver.zone) | words,
        links=(gathering.call,) if gathering.call else (),
        attachments=entry_for(gathering, me, now=timezone.now()),
    )


def _still_true(letter: Letter, receiver: Receiver) -> _Before | None:
    """Return the gathering as it stands, for the member; None when this letter is no longer the one to send.

    Raises NotYet where it is, but at a later hour.
    """
    me, now = letter.membership, timezone.now()
    found = Gathering.objects.planned().select_related("circle").filter(circle__closed_on__isnull=True)
    gathering = found.filter(pk=letter.params["gathering"], day=letter.params["day"]).first()
    if me is None or gathering is None or gathering.has_begun(now):
        return None
    said = Rsvp.objects.filter(gathering=gathering, membership=me).values_list("answer", flat=True).first()
    if letter_for(said) != letter.kind:
        return None
    times = times_of([gathering.circle_id])[gathering.circle_id]
    if days_from(letter.kind, times) is None:
        return None
    until = waits_until(gathering.starts_at, kind=letter.kind, zone=receiver.zone, times=times, now=now)
    if until:
        raise mail.NotYet(until)
    turns = gathering.turns.select_related("role", "holder", "beside").order_by("role__position", "seat")
    return _Before(gathering, me, said, list(turns))


def _words(before: _Before, zone: ZoneInfo) -> dict[str, Any]:
    """Return what both letters tell: whom, when, where, who."""
    gathering = before.gathering
    return {
        "before": before,
        "gathering": gathering,
        "circle": gathering.circle,
        "name": before.me.name,
        "day": moments.when_words(gathering),
        "hours": moments.hours(gathering),
        "zone": moments.zone_words(gathering.timezone),
        "yours": moments.my_time(gathering, zone),
    }


def _one_after(gathering: Gathering) -> Gathering | None:
    """Return the planned gathering after this one."""
    later = Gathering.objects.planned().filter(circle=gathering.circle_id, starts_at__gt=gathering.starts_at)
    return later.order_by("starts_at", "pk").first()
