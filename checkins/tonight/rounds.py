"""The round: opened and closed, and the words members bring to it.

1. Words are kept character for character. Only their speaker changes them or takes them back.
2. What arrives twice is kept once: a check-in carries its sender's own mark, the nonce (R8).
3. Words may be brought from the day itself until the poem is given, so also that night from afar.
4. Words that are taken back leave the poem too (`checkins.poem.poem_changes`).
5. What happens while the circle sits tells who is there (`gatherings.evening.presence`); that stays when words are let
   go.
6. Who brings words has spoken: their flame lights once the evening has begun or the circle was opened, and outside of
   the ring where they are not in it: they said no, or it is over. It goes out with words from afar that are taken back.
7. One round goes on at a time: the check-in ends as the check-out opens.
"""

from datetime import datetime

from django.db import transaction

from checkins.locking import locked_round, must_belong
from checkins.models import CheckIn, FlameState, Round, RoundKind
from checkins.models.centre import EARLIEST
from checkins.poem.open_words import takes_phrases
from checkins.poem.poem_changes import take_out
from checkins.refusals import LineIsGone, NotYet, NotYours
from checkins.tonight import flames, telling
from circles.models import Membership
from circles.refusals import Refused
from gatherings.evening import presence
from gatherings.models import Answer, Gathering
from gatherings.refusals import IsCalledOff


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
    """Open the round at `now` (aware) with its question, and return it; opened again, it keeps its first hour (rule 7).

    Raises IsCalledOff, or NotYet on a day before the gathering's.
    """
    round_ = locked_round(round_, by=None)
    must_be_the_day(round_.gathering, now=now)
    if round_.opened_at and not round_.closed_at and round_.question == question:
        return round_
    round_.opened_at = round_.opened_at or now
    round_.question, round_.closed_at = question, None
    round_.save(update_fields=["opened_at", "question", "closed_at"])
    if round_.kind == RoundKind.CHECK_OUT:
        check_in = round_.gathering.rounds.filter(kind=RoundKind.CHECK_IN)
        check_in.filter(opened_at__isnull=False, closed_at=None).update(closed_at=now)
    telling.tell(round_.gathering, now=now)
    return round_


@transaction.atomic
def close_round(round_: Round, *, now: datetime) -> Round:
    """Close the round and return it; words may still come from afar until the poem is given."""
    round_ = locked_round(round_, by=None)
    if round_.closed_at:
        return round_
    round_.closed_at = now
    round_.save(update_fields=["closed_at"])
    telling.tell(round_.gathering, now=now)
    return round_


@transaction.atomic
def bring(round_: Round, *, membership: Membership, words: str, nonce: str, now: datetime) -> CheckIn:
    """Keep what a member brings to the round, once for a nonce (rules 1 to 3), and return it.

    Raises NotYet, IsCalledOff, PoemIsGiven, IsLetGo; NotYours where the nonce is somebody else's.
    """
    must_belong(round_.gathering, membership)
    round_ = locked_round(round_of(round_.gathering), by=membership)
    if sent := round_.checkins.filter(nonce=nonce).first():
        if sent.membership_id != membership.pk:
            raise NotYours
        return sent
    _takes_words(round_, now=now)
    presence.seen(round_.gathering, membership, now=now)
    checkin = CheckIn.objects.create(
        round=round_, membership=membership, words=words, nonce=nonce, brought_at=now
    )
    if state := _flame_of(round_, membership, now=now):
        flames.light(round_, membership=membership, state=state, now=now)
    return checkin


@transaction.atomic
def correct(checkin: CheckIn, *, words: str, by: Membership, now: datetime) -> CheckIn:
    """Let the speaker say it otherwise, and return it. What was caught from it stays as it was caught.

    Raises what `bring` raises, and LineIsGone where it was taken back a moment ago.
    """
    if checkin.membership_id != by.pk:
        raise NotYours
    _takes_words(locked_round(checkin.round, by=by), now=now)
    if not CheckIn.objects.filter(pk=checkin.pk).update(words=words):
        raise LineIsGone
    checkin.words = words
    return checkin


@transaction.atomic
def take_back(checkin: CheckIn, *, by: Membership, now: datetime) -> None:
    """Let the speaker take a check-in back, with every phrase caught from it (rules 4 and 6)."""
    if checkin.membership_id != by.pk:
        raise NotYours
    round_ = locked_round(checkin.round, by=by)
    take_out(checkin.phrases.all(), now=now)
    checkin.delete()
    afar = round_.flames.filter(membership=by, state=FlameState.AFAR).exists()
    if afar and not round_.checkins.filter(membership=by).exists():
        flames.put_out(round_, membership=by, now=now)


def takes_words(round_: Round, *, now: datetime) -> bool:
    """Whether words can be brought to it at `now` (aware)."""
    try:
        _takes_words(round_, now=now)
    except Refused:
        return False
    return True


def _flame_of(round_: Round, membership: Membership, *, now: datetime) -> FlameState | None:
    """Return which flame lights for somebody who brings words at `now` (aware), if one does (rule 6)."""
    gathering = round_.gathering
    elsewhere = gathering.rsvps.filter(membership=membership, answer__in=(Answer.NO, Answer.WAITING)).exists()
    if elsewhere or gathering.is_over(now):
        return FlameState.AFAR
    return FlameState.LIT if round_.opened_at or gathering.has_begun(now) else None


def must_be_the_day(gathering: Gathering, *, now: datetime) -> None:
    """Refuse what waits for the day: raises IsCalledOff, or NotYet more than twelve hours before it begins."""
    if gathering.is_called_off:
        raise IsCalledOff
    if now < gathering.starts_at - EARLIEST:
        raise NotYet


def _takes_words(round_: Round, *, now: datetime) -> None:
    if not round_.opened_at:
        must_be_the_day(round_.gathering, now=now)
    takes_phrases(round_)
