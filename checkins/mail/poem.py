"""What the letter with a poem says: the poem as it now stands, whom to thank, and when we gather next.

Never a line of it in the subject. What was taken back is not in it, and where all of it was, there is no letter. A
poem too long for a letter goes on on its page.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.html import escape
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from checkins import stitching
from checkins.models import Harvest, SaidAloud, Stitch
from checkins.poem import stitched
from circles.http import absolute
from circles.models import Letter, Membership
from circles.post import mail
from circles.post.mail import Message, Receiver
from circles.words.counting import in_words
from gatherings import moments
from gatherings.access import roles_of
from gatherings.answering.links import answer_link
from gatherings.letters.letter_hours import HARVEST, days_from, times_of, waits_until
from gatherings.models import Answer, Gathering, Presence, Rsvp, Turn
from gatherings.moments import day_words

_ROOM = 7_000  # bytes of a poem in a letter: it stands there twice, and the whole is under 30 KB


@dataclass(frozen=True)
class Shown:
    """A stanza as a letter shows it: its lines, none for a silence."""

    lines: Sequence[str]


def register() -> None:
    """Register what the letter with a poem says."""
    mail.register(HARVEST, harvest)


def harvest(letter: Letter, receiver: Receiver) -> Message | None:
    """The poem of an evening. Params: `gathering`, `harvest`.

    None once it is no longer given, nothing is left of it, or the circle has closed or sends no such letters.
    """
    me, now = letter.membership, timezone.now()
    given = Harvest.objects.given().filter(gathering__circle__closed_on__isnull=True)
    found = given.select_related("gathering__circle", "catcher").filter(pk=letter.params["harvest"]).first()
    if me is None or found is None:
        return None
    gathering = found.gathering
    times = times_of([gathering.circle_id])[gathering.circle_id]
    if days_from(HARVEST, times) is None:
        return None
    if until := waits_until(gathering.starts_at, kind=HARVEST, zone=receiver.zone, times=times, now=now):
        raise mail.NotYet(until)
    stitches = list(found.stitches.select_related("phrase"))
    if not any(not stitch.phrase or not stitch.phrase.is_silence for stitch in stitches):
        return None
    aloud = SaidAloud.objects.filter(gathering=gathering, membership=me, taken_back_at=None).first()
    whole = stitching.stanzas(stitched.as_core(stitches))
    shown = list(_fitting(whole))
    words = {
        "circle": gathering.circle,
        "name": me.name,
        "day": moments.when_words(gathering),
        "opening": opening(gathering, me),
        "harvest": found,
        "catcher": found.catcher.name if found.catcher else "",
        "mine": found.catcher_id == me.pk,
        "stanzas": shown,
        "text": _as_text(shown),
        "has_mine": any(_is_of(me, each) for each in stitches),
        "goes_on": sum(len(each.lines) for each in shown) < _lines_in(whole),
        "aloud": day_words(timezone.localdate(aloud.said_at)) if aloud else "",
        "poem": absolute(found.get_absolute_url()),
    }
    return mail.compose(letter.kind, words | _next(gathering, me, now))


def _is_of(me: Membership, stitch: Stitch) -> bool:
    """Whether these are words of theirs, which the poem's page marks for them."""
    phrase = stitch.phrase
    return bool(phrase and phrase.speaker_id == me.pk and not phrase.is_silence)


def opening(gathering: Gathering, me: Membership) -> str:
    """Return how many sat together, and to somebody who was not there that their seat was kept.

    From who was there, where that was written down; else from who said yes.
    """
    there = dict(Presence.objects.filter(gathering=gathering).values_list("membership", "there"))
    said = dict(Rsvp.objects.filter(gathering=gathering).values_list("membership", "answer"))
    count = sum(there.values()) if there else sum(answer == Answer.YES for answer in said.values())
    away = not there[me.pk] if me.pk in there else said.get(me.pk) == Answer.NO
    sentences = []
    if count > 1:
        sat = ngettext("%(count)s of us sat together.", "%(count)s of us sat together.", count)
        words = sat % {"count": in_words(count)}
        sentences.append(words[0].upper() + words[1:])
    if away and me.joined_at < gathering.ends_at:
        sentences.append(_("We kept your seat."))
    return " ".join(sentences)


def _next(gathering: Gathering, me: Membership, now: datetime) -> dict[str, Any]:
    """Return the words about the next gathering: when, what the reader has said, and which roles nobody holds yet."""
    coming = gathering.circle.gatherings.planned().evenings().filter(starts_at__gt=now)
    after = coming.order_by("starts_at", "pk").first()
    if after is None:
        return {"next": ""}
    said = Rsvp.objects.filter(gathering=after, membership=me).values_list("answer", flat=True).first()
    held = list(Turn.objects.filter(gathering=after).values_list("role", flat=True))
    roles = roles_of(gathering.circle, at=after)
    open_roles = [role.name for role in roles if held.count(role.pk) < role.seats]
    return {
        "next": moments.full_words(after),
        "said": Answer(said).label if said else "",
        "open_roles": ", ".join(open_roles),
        "button": answer_link(after, me),
    }


def _fitting(whole: Sequence[stitching.Stanza]) -> Iterator[Shown]:
    """Yield the stanzas there is room for; the last one perhaps only in part."""
    room = _ROOM
    for stanza in whole:
        kept = []
        for line in stanza.texts:
            room -= len(escape(line).encode()) + 8
            if room < 0:
                break
            kept.append(line)
        if kept or stanza.silent:
            yield Shown(kept)
        if room < 0:
            return


def _as_text(shown: Sequence[Shown]) -> str:
    """Return the stanzas as plain text, a blank line between them; a silence makes it wider."""
    return "\n\n".join("\n".join(stanza.lines) for stanza in shown).strip("\n")


def _lines_in(whole: Sequence[stitching.Stanza]) -> int:
    return sum(len(stanza.texts) for stanza in whole)
