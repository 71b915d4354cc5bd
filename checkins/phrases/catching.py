"""Catching: what was heard kept as phrases, character for character, and taken away again where it was a slip.

1. What arrives twice is kept once: a phrase carries its sender's own mark, the nonce (R8).
2. The catcher may undo a phrase while it is nobody's; its speaker always.
3. A phrase that is taken back leaves the poem too, and the poem's version rises.
4. What happens while the circle sits tells who is there (`gatherings.evening.presence`); that stays when words are let
   go.
5. Whose words are caught has spoken: their flame is lit. A slip of the catcher's puts out the flame it lit.
6. Whose words they are the catcher may put right, until the speaker has said something of them: whether they travel,
   that they are right, another word, that they are theirs, or that a yes said aloud is taken back. Once the poem is
   read back, a name that stands by a line is its bearer's alone to take off.
7. Words are taken from what was brought as it stands there at that moment: from nothing that was taken back or said
   otherwise meanwhile, nor from what its speaker has left a line out of.
8. What was misheard the catcher puts right, kept as they put it: until the poem is read back, or while nobody is known
   to have said it; never what somebody brought, nor what its speaker has said something of (rule 6). The poem's version
   rises with it.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Count, Max

from checkins.locking import locked_round, must_belong
from checkins.models import CheckIn, Consent, Harvest, Phrase, Round, SaidAloud, is_one_line, poem_of
from checkins.poem import poem_changes
from checkins.poem.open_words import is_given, takes_phrases
from checkins.refusals import LineIsGone, NotYours, PoemIsGiven, TooManyLines
from checkins.tonight import flames
from checkins.tonight.rounds import round_of
from circles.models import Membership
from gatherings.evening import presence

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
    speakers: Sequence[Membership | None] | None = None,
    checkin: CheckIn | None = None,
) -> list[Phrase]:
    """Keep what the catcher heard, a phrase a line, in order, once for a nonce; return the phrases.

    Each line is kept as it is; an empty string is a caught silence. `speakers` says who said each line, `speaker` who
    said all of them. `checkin` says which check-in of the round the words are taken from; its speaker is then theirs.
    Raises IsCalledOff, PoemIsGiven, IsLetGo, TooManyLines, LineIsGone (rule 7); ValueError when somebody or a check-in
    belongs elsewhere.
    """
    said_by = list(speakers or [speaker] * len(lines))
    heard = dict.fromkeys(filter(None, said_by))
    must_belong(round_.gathering, by, *heard)
    if checkin and checkin.round_id != round_.pk:
        raise ValueError("the check-in belongs to another round")
    round_ = locked_round(round_of(round_.gathering), by=by)
    nonces = [f"{nonce}-{number}" for number in range(len(lines))]
    if caught := list(round_.phrases.filter(nonce__in=nonces)):
        return caught
    takes_phrases(round_)
    board = round_.phrases.aggregate(many=Count("pk"), last=Max("position"))
    if board["many"] + len(lines) > MOST_PHRASES:
        raise TooManyLines(most=MOST_PHRASES)
    if checkin:
        checkin = _as_it_stands(checkin, lines)
        said_by = [checkin.membership] * len(lines)
    caught = Phrase.objects.bulk_create(
        Phrase(
            round=round_,
            text=line,
            is_silence=not line,
            speaker=whose if line else None,
            caught_by=by,
            checkin=checkin,
            nonce=mark,
            position=place,
            caught_at=now,
        )
        for place, (line, mark, whose) in enumerate(
            zip(lines, nonces, said_by, strict=True), start=(board["last"] or 0) + 1
        )
    )
    presence.seen(round_.gathering, by, now=now)
    for member in heard if checkin is None else ():  # what was brought may have come from afar
        _heard(round_, member, now=now)
    return caught


@transaction.atomic
def undo(phrase: Phrase, *, by: Membership, now: datetime) -> None:
    """Take a phrase away: its speaker may, or whoever catches while nobody is known to have said it (rule 2).

    The caller has made sure that `by` may catch there, or is the speaker. Raises NotYours otherwise, and
    PoemIsGiven for any but the speaker once the poem is the circle's.
    """
    round_ = locked_round(phrase.round, by=by)
    standing = Phrase.objects.select_related("speaker").filter(pk=phrase.pk).first()
    if standing is None:
        return
    phrase = standing
    just_caught = phrase.caught_by_id == by.pk and not phrase.stitches.exists()
    if phrase.speaker_id not in (None, by.pk) and not just_caught:
        raise NotYours
    if phrase.speaker_id != by.pk and is_given(round_.gathering):
        raise PoemIsGiven
    poem_changes.take_out(Phrase.objects.filter(pk=phrase.pk), now=now)
    if phrase.speaker and phrase.speaker != by:
        _unheard(round_, phrase, phrase.speaker, now=now)


@transaction.atomic
def put_name_right(phrase: Phrase, *, speaker: Membership | None, by: Membership, now: datetime) -> Phrase:
    """Let a catcher say whose words they are, or that nobody knows, and return the phrase (rule 6).

    Raises NotYours once it is its speaker's alone to say, or where they brought it themselves; IsCalledOff, IsLetGo,
    PoemIsGiven, LineIsGone; ValueError for somebody of another circle, and for a silence.
    """
    round_ = locked_round(phrase.round, by=by)
    must_belong(round_.gathering, speaker)
    takes_phrases(round_)
    phrase = _unspoken_for(round_, phrase)
    before = phrase.speaker
    if before == speaker:
        return phrase
    if before and _is_read(round_):
        raise NotYours
    phrase.speaker = speaker
    phrase.save(update_fields=["speaker"])
    if before:
        _unheard(round_, phrase, before, now=now)
    if speaker:
        _heard(round_, speaker, now=now)
    return phrase


@transaction.atomic
def put_words_right(phrase: Phrase, *, words: str, by: Membership, now: datetime) -> Phrase:
    """Let a catcher put what was misheard as it was said, and return the phrase (rule 8).

    Raises NotYours where it is its speaker's to change; IsCalledOff, IsLetGo, PoemIsGiven, LineIsGone; ValueError for a
    silence, and for words that no phrase can have.
    """
    round_ = locked_round(phrase.round, by=by)
    takes_phrases(round_)
    phrase = _unspoken_for(round_, phrase)
    if phrase.speaker and _is_read(round_):
        raise NotYours
    if not is_one_line(words):
        raise ValueError("not a line")
    if phrase.text == words:
        return phrase
    phrase.text = words
    phrase.save(update_fields=["text"])
    poem_changes.changed(*Harvest.objects.filter(stitches__phrase=phrase).distinct(), now=now)
    return phrase


def _unspoken_for(round_: Round, phrase: Phrase) -> Phrase:
    """Return a phrase of a locked round as it stands; raise LineIsGone, NotYours (rule 6), ValueError for a silence."""
    standing = round_.phrases.select_related("speaker").filter(pk=phrase.pk).first()
    if standing is None:
        raise LineIsGone
    if standing.is_silence:
        raise ValueError("a silence is nobody's")
    if standing.checkin_id or standing.right_at or Consent.objects.filter(phrase=standing).exists():
        raise NotYours
    aloud = SaidAloud.objects.filter(gathering=round_.gathering_id, taken_back_at__isnull=False)
    if standing.speaker and aloud.filter(membership=standing.speaker).exists():
        raise NotYours
    return standing


def _is_read(round_: Round) -> bool:
    poem = poem_of(round_.gathering)
    return poem is not None and poem.is_read


def _as_it_stands(checkin: CheckIn, lines: Sequence[str]) -> CheckIn:
    """Return what was brought as it stands now; raise LineIsGone where a line is not to be had of it (rule 7)."""
    standing = CheckIn.objects.select_related("membership").filter(pk=checkin.pk).first()
    if standing is None or standing.left_out_at:
        raise LineIsGone
    if standing.words != checkin.words and any(line not in standing.words for line in lines):
        raise LineIsGone
    return standing


def _heard(round_: Round, speaker: Membership, *, now: datetime) -> None:
    """Somebody was heard in the circle (rules 4 and 5)."""
    presence.heard(round_.gathering, speaker, now=now)
    flames.light(round_, membership=speaker, now=now)


def _unheard(round_: Round, phrase: Phrase, speaker: Membership, *, now: datetime) -> None:
    """It was not them who was heard, where nothing else of the round tells of them (rules 4 and 5)."""
    if round_.phrases.filter(speaker=speaker).exists() or round_.checkins.filter(membership=speaker).exists():
        return
    presence.unheard(round_.gathering, speaker)
    if round_.flames.filter(membership=speaker, changed_at=phrase.caught_at).exists():
        flames.put_out(round_, membership=speaker, now=now)
