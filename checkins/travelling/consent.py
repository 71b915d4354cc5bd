"""Whose words may travel: each speaker's say over their own lines, and a poem shared beyond the circle.

1. Only the speaker says of a line that it may travel or stays; what they say on the page holds before what they or
   the circle said aloud (`leave_said`). Silence means it stays.
2. *Leave mine out* takes the line away: out of the poem, wherever it is shown, and for good. Of what they brought and
   it was caught from, nothing is caught any more.
3. A line of nobody known may be claimed by who said it, and given back while it is theirs; so may one whose name was
   let go of while nothing had been said of it: that one stays again when it is given back, as silence does. But for one
   of somebody erased, who said of it what holds for good.
4. A given poem is shared beyond the circle only while each of its lines may travel; so must a line that was left out,
   while the title or what was added says it again; whoever may catch can take such words away (`unsay`). The moment one
   may not, it comes back into the circle.
5. Its public address is made once: shared, called back and shared again, a link to it still holds. Only where a line
   that is taken out was its title too, it gets another one.
"""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import Q, QuerySet

from checkins import print_orders
from checkins.locking import locked_gathering, locked_poem, must_belong
from checkins.models import CheckIn, Consent, Harvest, Leave, Phrase, Voice, leave_said
from checkins.poem import poem_changes
from checkins.poem.poem_changes import take_out
from checkins.refusals import MayNotTravel, NotGivenYet, NotYours, SaidAgain
from checkins.said_again import said_again
from circles.models import Membership
from circles.slugs import new_slug
from gatherings.models import Gathering


def held_back(harvest: Harvest) -> QuerySet[Phrase]:
    """Return the lines of a poem that may not travel (yet): kept in the circle, unanswered, or nobody's.

    Also those left out that it says again (rule 4). Each says in `leave` what was said: `Leave.STAYS`, or nothing.
    """
    again = [phrase.pk for _words, phrase in said_again(harvest)]
    stands = Q(stitches__harvest=harvest) | Q(pk__in=again)
    spoken = Phrase.objects.filter(stands, is_silence=False).annotate(leave=leave_said())
    return spoken.exclude(leave=Leave.TRAVELS).distinct().order_by("position", "pk")


def lines_of(harvest: Harvest, speaker: Membership) -> list[Phrase]:
    """Return the lines of a poem that somebody is known to have said, in the order of the circle."""
    theirs = Phrase.objects.filter(stitches__harvest=harvest, speaker=speaker)
    return list(theirs.select_related("round__gathering").distinct().order_by("position", "pk"))


@transaction.atomic
def say(phrases: Iterable[Phrase], *, leave: Leave, by: Membership, now: datetime) -> list[Consent]:
    """Say of one's own lines of one gathering whether they may travel, and return what was said (rules 1 and 4).

    Raises NotYours where a line is somebody else's or nobody's.
    """
    said, lines = [], _locked(phrases)
    for phrase in lines:
        if phrase.speaker_id != by.pk:
            raise NotYours
        consent, _made = Consent.objects.update_or_create(
            phrase=phrase, defaults={"leave": leave, "voice": Voice.PAGE, "by": by, "given_at": now}
        )
        said.append(consent)
    if lines:
        come_back(lines[0].round.gathering)
    return said


@transaction.atomic
def leave_out(phrase: Phrase, *, by: Membership, now: datetime) -> None:
    """Take one's own line out of the poem, for good (rule 2). Raises NotYours."""
    locked_gathering(phrase.round.gathering_id, by=by)
    mine = Phrase.objects.filter(pk=phrase.pk, speaker=by)
    if not mine.exists():
        raise NotYours
    CheckIn.objects.filter(pk__in=mine.values("checkin"), membership=by).update(left_out_at=now)
    take_out(mine, now=now)


@transaction.atomic
def claim(phrase: Phrase, *, by: Membership, now: datetime) -> Phrase:
    """Say “that one is mine” of a line nobody is known to have said, as it stands, and return it (rule 3).

    Raises NotYours where it is somebody else's, or was left out of the poem: of such a line nobody but the catcher
    knows. Claimed twice by the same person it is theirs once.
    """
    phrase = _locked_line(phrase)
    must_belong(phrase.round.gathering, by)
    if phrase.is_silence or phrase.speaker_id not in (None, by.pk):
        raise NotYours
    if phrase.speaker_id is None:
        said = Consent.objects.filter(phrase=phrase)
        quiet = said.filter(voice=Voice.QUIET).first()
        if not phrase.stitches.exists() or said.filter(by=None).exclude(voice=Voice.QUIET).exists():
            raise NotYours
        phrase.quiet_at = quiet.given_at if quiet else None
        said.delete()  # by silence, or by somebody else
        phrase.speaker, phrase.right_at = by, now
        phrase.save(update_fields=["speaker", "right_at", "quiet_at"])
        come_back(phrase.round.gathering)
    return phrase


@transaction.atomic
def give_back(phrase: Phrase, *, by: Membership) -> Phrase:
    """Say that a line is not one's own after all: it is nobody's again, and what was said of it is forgotten.

    But for the silence it stayed by before it was claimed (rule 3).
    """
    phrase = _locked_line(phrase)
    if phrase.speaker_id != by.pk:
        raise NotYours
    Consent.objects.filter(phrase=phrase).delete()
    if phrase.quiet_at:
        Consent.objects.create(
            phrase=phrase, leave=Leave.STAYS, voice=Voice.QUIET, by=None, given_at=phrase.quiet_at
        )
    phrase.speaker, phrase.right_at, phrase.quiet_at = None, None, None
    phrase.save(update_fields=["speaker", "right_at", "quiet_at"])
    come_back(phrase.round.gathering)
    return phrase


@transaction.atomic
def share(harvest: Harvest, *, by: Membership, now: datetime) -> Harvest:
    """Share a given poem beyond the circle, at a public address, and return it (rules 4 and 5).

    The caller has made sure that `by` may catch there. Raises NotGivenYet, or while a line may not MayNotTravel,
    SaidAgain where it was left out of the poem and yet stands in its title or among what was added.
    """
    harvest = locked_poem(harvest, by=by)
    if not harvest.is_given:
        raise NotGivenYet
    for words, _phrase in said_again(harvest):
        raise SaidAgain(words=words)
    if held_back(harvest).exists():
        raise MayNotTravel
    if not harvest.is_shared:
        harvest.public_slug = harvest.public_slug or new_slug(harvest.title, kind="poem")
        harvest.shared_at, harvest.shared_by, harvest.put_right_at = now, by, None
        harvest.save(update_fields=["public_slug", "shared_at", "shared_by", "put_right_at"])
        print_orders.order_shared(harvest, now=now)
    return harvest


@transaction.atomic
def unsay(harvest: Harvest, *, by: Membership, now: datetime) -> None:
    """Take the words away by which a given poem says again what was left out and may not travel (rule 4).

    The caller has made sure that `by` may catch there. Raises NotGivenYet: before, the stitching table is for that.
    """
    harvest = locked_poem(harvest, by=by)
    if not harvest.is_given:
        raise NotGivenYet
    poem_changes.unsay(harvest, [phrase for _words, phrase in said_again(harvest)], now=now)


@transaction.atomic
def call_back(harvest: Harvest, *, by: Membership) -> Harvest:
    """Let a shared poem stay in the circle again, and return it; its address is kept for another time."""
    locked_gathering(harvest.gathering_id, by=by)
    Harvest.objects.filter(pk=harvest.pk).update(shared_at=None, shared_by=None, put_right_at=None)
    harvest.refresh_from_db(fields=["shared_at", "shared_by", "put_right_at"])
    return harvest


def come_back(gathering: Gathering) -> None:
    """Let the poem of a locked gathering come back into the circle if one of its lines may not travel (rule 4)."""
    shared = Harvest.objects.filter(gathering=gathering, shared_at__isnull=False).first()
    if shared and held_back(shared).exists():
        Harvest.objects.filter(pk=shared.pk).update(shared_at=None, shared_by=None)


def _locked(phrases: Iterable[Phrase]) -> list[Phrase]:
    """Lock the gathering of the phrases, and return them as they now stand."""
    keys = [phrase.pk for phrase in phrases]
    found = Phrase.objects.select_related("round__gathering").filter(pk__in=keys).order_by("pk")
    for gathering in sorted({phrase.round.gathering_id for phrase in found}):
        locked_gathering(gathering, by=None)
    return list(found.all())


def _locked_line(phrase: Phrase) -> Phrase:
    """Return one line so; raise NotYours where it has just been taken out."""
    found = _locked([phrase])
    if not found:
        raise NotYours
    return found[0]
