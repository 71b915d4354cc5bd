"""Catching: what was heard kept as phrases, character for character, and taken away again where it was a slip.

1. What arrives twice is kept once: a phrase carries its sender's own mark, the nonce (R8).
2. The catcher may undo a phrase while it is nobody's; its speaker always.
3. A phrase that is taken back leaves the poem too, and the poem's version rises.
4. What happens while the circle sits tells who is there (`gatherings.presence`); that stays when words are let go.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Max

from checkins.models import CheckIn, Phrase, Round
from checkins.open_words import is_given, locked_round, of_the_circle, take_out, takes_phrases
from checkins.refusals import NotYours, PoemIsGiven, TooManyLines
from checkins.rounds import round_of
from circles.models import Membership
from gatherings import presence

MOST_PHRASES = 300  # of one round: the stitching table posts three fields for each, and a thousand are taken


@transaction.atomic
def catch(
    round_: Round,
    *,
    lines: Sequence[str],
    by: Membership,
    nonce: str,
    now: datetime,
    speaker: Membership | None = None,
    checkin: CheckIn | None = None,
) -> list[Phrase]:
    """Keep what the catcher heard, a phrase a line, in order, once for a nonce; return the phrases.

    Each line is kept as it is; an empty string is a caught silence. `checkin` says which check-in of the round
    the words are taken from; its speaker is then theirs. Raises IsCalledOff, PoemIsGiven, IsLetGo, TooManyLines;
    ValueError when speaker, catcher or check-in belong elsewhere.
    """
    for member in filter(None, (by, speaker)):
        of_the_circle(round_, member)
    if checkin and checkin.round_id != round_.pk:
        raise ValueError("the check-in belongs to another round")
    round_ = locked_round(round_of(round_.gathering))
    nonces = [f"{nonce}-{number}" for number in range(len(lines))]
    caught = {phrase.nonce: phrase for phrase in round_.phrases.filter(nonce__in=nonces)}
    if not caught:
        takes_phrases(round_)
        if round_.phrases.count() + len(lines) > MOST_PHRASES:
            raise TooManyLines(most=MOST_PHRASES)
        last = round_.phrases.aggregate(last=Max("position"))["last"] or 0
        said_by = checkin.membership_id if checkin else speaker.pk if speaker else None
        for place, (line, mark) in enumerate(zip(lines, nonces, strict=True), start=last + 1):
            caught[mark] = Phrase.objects.create(
                round=round_,
                text=line,
                is_silence=not line,
                speaker_id=said_by if line else None,
                caught_by=by,
                checkin=checkin,
                nonce=mark,
                position=place,
                caught_at=now,
            )
        presence.seen(round_.gathering, by, now=now)
        if speaker and checkin is None:  # what was brought may have come from afar
            presence.heard(round_.gathering, speaker, now=now)
    return sorted(caught.values(), key=lambda phrase: phrase.position)


@transaction.atomic
def undo(phrase: Phrase, *, by: Membership) -> None:
    """Take a phrase away: its speaker may, or whoever catches while nobody is known to have said it (rule 1).

    The caller has made sure that `by` may catch there, or is the speaker. Raises NotYours otherwise, and
    PoemIsGiven for any but the speaker once the poem is the circle's.
    """
    of_the_circle(phrase.round, by)
    round_ = locked_round(phrase.round)
    just_caught = phrase.caught_by_id == by.pk and not phrase.stitches.exists()
    if phrase.speaker_id not in (None, by.pk) and not just_caught:
        raise NotYours
    if phrase.speaker_id != by.pk and is_given(round_):
        raise PoemIsGiven
    take_out(round_, Phrase.objects.filter(pk=phrase.pk))
    speaker = phrase.speaker
    if speaker and speaker != by and not _left_a_trace(round_, speaker):
        presence.unheard(round_.gathering, speaker)


def _left_a_trace(round_: Round, member: Membership) -> bool:
    """Whether anything else of the round tells of a member."""
    return (
        round_.phrases.filter(speaker=member).exists() or round_.checkins.filter(membership=member).exists()
    )
