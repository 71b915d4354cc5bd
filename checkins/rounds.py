"""The round: opened and closed, words brought to it, phrases caught from it, all of it let go in time.

1. Words are kept character for character. Only their speaker changes them or takes them back; the catcher may
   undo a phrase while it is nobody's.
2. What arrives twice is kept once: check-in and phrase carry their sender's own mark, the nonce (R8).
3. Words may be brought from the day itself until the poem is given, so also that night from afar.
4. A phrase that is taken back leaves the poem too, and the poem's version rises.
5. What happens while the circle sits tells who is there (`gatherings.presence`); that stays when words are let go.
6. Thirty days after the poem is given, raw check-ins, left-out phrases and speaker links that no stitch needs
   are let go.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import models, transaction
from django.db.models import F, Max, Q

from checkins.models import CheckIn, Harvest, Phrase, Round, RoundKind
from checkins.refusals import IsLetGo, NotYet, NotYours, PoemIsGiven, TooManyLines
from circles.models import Membership
from circles.refusals import Refused
from gatherings import presence
from gatherings.models import Gathering
from gatherings.refusals import IsCalledOff

KEPT_FOR = timedelta(days=30)  # raw words, after the poem is given
MOST_PHRASES = 300  # of one round: the stitching table posts three fields for each, and a thousand are taken
_EARLIEST = timedelta(hours=12)  # before the gathering begins


@transaction.atomic
def round_of(gathering: Gathering, *, kind: RoundKind = RoundKind.CHECK_IN) -> Round:
    """Return the gathering's round of that kind, made with its question where there was none."""
    question = gathering.question if kind == RoundKind.CHECK_IN else ""
    found, _made = Round.objects.get_or_create(
        gathering=gathering, kind=kind, defaults={"question": question}
    )
    found.gathering = gathering
    return found


@transaction.atomic
def open_round(round_: Round, *, question: str, now: datetime) -> Round:
    """Open the round at `now` (aware) with its question, and return it; opened again, it keeps its first hour.

    Raises IsCalledOff, or NotYet on a day before the gathering's.
    """
    round_ = _lock(round_)
    _is_the_day(round_, now=now)
    round_.opened_at = round_.opened_at or now
    round_.question, round_.closed_at = question, None
    round_.save(update_fields=["opened_at", "question", "closed_at"])
    return round_


@transaction.atomic
def close_round(round_: Round, *, now: datetime) -> Round:
    """Close the round and return it; words may still come from afar until the poem is given."""
    round_ = _lock(round_)
    round_.closed_at = round_.closed_at or now
    round_.save(update_fields=["closed_at"])
    return round_


@transaction.atomic
def bring(round_: Round, *, membership: Membership, words: str, nonce: str, now: datetime) -> CheckIn:
    """Keep what a member brings to the round, once for a nonce (rules 1 to 3), and return it.

    Raises NotYet, IsCalledOff, PoemIsGiven, IsLetGo; NotYours where the nonce is somebody else's.
    """
    _same_circle(round_, membership)
    round_ = _lock(round_of(round_.gathering))
    if sent := round_.checkins.filter(nonce=nonce).first():
        if sent.membership_id != membership.pk:
            raise NotYours
        return sent
    _takes_words(round_, now=now)
    presence.seen(round_.gathering, membership, now=now)
    return CheckIn.objects.create(
        round=round_, membership=membership, words=words, nonce=nonce, brought_at=now
    )


@transaction.atomic
def correct(checkin: CheckIn, *, words: str, by: Membership, now: datetime) -> CheckIn:
    """Let the speaker say it otherwise, and return it. What was caught from it stays as it was caught."""
    if checkin.membership_id != by.pk:
        raise NotYours
    _takes_words(_lock(checkin.round), now=now)
    checkin.words = words
    checkin.save(update_fields=["words"])
    return checkin


@transaction.atomic
def take_back(checkin: CheckIn, *, by: Membership) -> None:
    """Let the speaker take a check-in back, with every phrase caught from it (rule 4)."""
    if checkin.membership_id != by.pk:
        raise NotYours
    round_ = _lock(checkin.round)
    _remove(round_, checkin.phrases.all())
    checkin.delete()


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
        _same_circle(round_, member)
    if checkin and checkin.round_id != round_.pk:
        raise ValueError("the check-in belongs to another round")
    round_ = _lock(round_of(round_.gathering))
    nonces = [f"{nonce}-{number}" for number in range(len(lines))]
    caught = {phrase.nonce: phrase for phrase in round_.phrases.filter(nonce__in=nonces)}
    if not caught:
        _takes_phrases(round_)
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
    _same_circle(phrase.round, by)
    round_ = _lock(phrase.round)
    just_caught = phrase.caught_by_id == by.pk and not phrase.stitches.exists()
    if phrase.speaker_id not in (None, by.pk) and not just_caught:
        raise NotYours
    if phrase.speaker_id != by.pk and _is_given(round_):
        raise PoemIsGiven
    _remove(round_, Phrase.objects.filter(pk=phrase.pk))
    speaker = phrase.speaker
    if speaker and speaker != by and not _left_a_trace(round_, speaker):
        presence.unheard(round_.gathering, speaker)


@transaction.atomic
def let_go(harvest: Harvest, *, now: datetime) -> int:
    """Let go of what the gathering's rounds no longer need (rule 6); return how many rows went or changed."""
    rounds = Round.objects.select_for_update().filter(
        gathering_id=harvest.gathering_id, let_go_at__isnull=True
    )
    done = 0
    for round_ in rounds:
        done += round_.checkins.all().delete()[0]
        done += round_.phrases.filter(stitches__isnull=True).delete()[0]
        round_.let_go_at = now
        round_.save(update_fields=["let_go_at"])
    return done


def is_the_day(round_: Round, *, now: datetime) -> bool:
    """Whether the round may be opened at `now` (aware): from twelve hours before its gathering."""
    return not round_.gathering.is_called_off and now >= round_.gathering.starts_at - _EARLIEST


def takes_words(round_: Round, *, now: datetime) -> bool:
    """Whether words can be brought to it at `now` (aware)."""
    try:
        _takes_words(round_, now=now)
    except Refused:
        return False
    return True


def ripe_to_let_go(*, now: datetime) -> list[Harvest]:
    """Return the poems given thirty days before `now` (aware) or more whose rounds still keep raw words."""
    ripe = Harvest.objects.filter(given_at__lte=now - KEPT_FOR, gathering__rounds__let_go_at__isnull=True)
    return list(ripe.filter(gathering__rounds__isnull=False).distinct().order_by("pk")[:200])


def _lock(round_: Round) -> Round:
    """Lock the gathering, then read the round as it stands."""
    gathering = (
        Gathering.objects.select_for_update(of=("self",))
        .select_related("circle", "harvest")
        .get(pk=round_.gathering_id)
    )
    fresh = Round.objects.get(pk=round_.pk)
    fresh.gathering = gathering
    return fresh


def _same_circle(round_: Round, member: Membership) -> None:
    if member.circle_id != round_.gathering.circle_id:
        raise ValueError("somebody of another circle")


def _left_a_trace(round_: Round, member: Membership) -> bool:
    """Whether anything else of the round tells of a member."""
    return (
        round_.phrases.filter(speaker=member).exists() or round_.checkins.filter(membership=member).exists()
    )


def _is_the_day(round_: Round, *, now: datetime) -> None:
    if round_.gathering.is_called_off:
        raise IsCalledOff
    if not is_the_day(round_, now=now):
        raise NotYet


def _takes_phrases(round_: Round) -> None:
    """Refuse what can no longer reach the poem."""
    if round_.gathering.is_called_off:
        raise IsCalledOff
    if round_.let_go_at:
        raise IsLetGo
    if _is_given(round_):
        raise PoemIsGiven


def _is_given(round_: Round) -> bool:
    harvest: Harvest | None = getattr(round_.gathering, "harvest", None)
    return harvest is not None and harvest.is_given


def _takes_words(round_: Round, *, now: datetime) -> None:
    if not round_.opened_at:
        _is_the_day(round_, now=now)
    _takes_phrases(round_)


def _remove(round_: Round, phrases: models.QuerySet[Phrase]) -> None:
    """Delete phrases with their stitches, and let the poem's catcher see that it changed (rule 4)."""
    stitched = phrases.filter(Q(stitches__isnull=False)).exists()
    phrases.delete()
    if stitched:
        Harvest.objects.filter(gathering=round_.gathering_id).update(version=F("version") + 1)
