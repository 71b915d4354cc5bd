"""What is said here stays here: what a poem no longer needs is let go, thirty days after it is given.

1. Raw check-ins, phrases that were left out, who spoke when, and earlier versions go. What was left out and yet stands
   in the title, or was added, is kept as a line of the poem is: else nothing would hold it back any more.
2. A line of the poem keeps its speaker where they have said whether it may travel, on the page or aloud, also where
   they took that back, so that they can still change their mind and nobody else speaks for it. Of a line they said
   nothing of, their name goes: it stays in the circle, and can still be claimed by who said it.
3. An evening whose poem is never given is let go of whole, with its draft, four months after the last that was said.
"""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from checkins.models import (
    CheckIn,
    Consent,
    Draft,
    Flame,
    Harvest,
    Leave,
    Phrase,
    Round,
    SaidAloud,
    Stitch,
    Voice,
    leave_said,
)
from checkins.said_again import said_again
from gatherings.models import Gathering

KEPT_FOR = timedelta(days=30)  # raw words, after the poem is given
WITHOUT_A_POEM = timedelta(days=120)  # after the last that was said
_AT_ONCE = 200


@transaction.atomic
def let_go(gathering: Gathering, *, now: datetime) -> int:
    """Let go of what an evening no longer needs at `now` (aware), if it is ripe; return how many rounds were let go.

    Done twice, or by two at once, it is done once.
    """
    list(Gathering.objects.select_for_update().filter(pk=gathering.pk))
    rounds = Round.objects.filter(gathering=gathering, let_go_at__isnull=True)
    if not ripe_to_let_go(now=now).filter(pk=gathering.pk).exists():
        return 0
    phrases = Phrase.objects.filter(round__gathering=gathering)
    CheckIn.objects.filter(round__gathering=gathering).delete()
    Flame.objects.filter(round__gathering=gathering).delete()
    Draft.objects.filter(harvest__gathering=gathering).delete()
    Harvest.objects.filter(gathering=gathering, given_at=None).delete()
    poems = Harvest.objects.filter(gathering=gathering)
    again = [phrase.pk for poem in poems for _words, phrase in said_again(poem)]
    phrases.filter(~Exists(Stitch.objects.filter(phrase=OuterRef("pk")))).exclude(pk__in=again).delete()
    _forget_silent_speakers(phrases.filter(speaker__isnull=False), now=now)
    phrases.update(caught_by=None)
    return rounds.update(let_go_at=now)


def ripe_to_let_go(*, now: datetime) -> QuerySet[Gathering]:
    """Return the gatherings that still keep raw words and no longer need them at `now` (aware) (rules 1 and 3)."""
    here = OuterRef("pk")
    keeps = Round.objects.filter(gathering=here, let_go_at__isnull=True)
    given = Q(harvest__given_at__lte=now - KEPT_FOR)
    limit = now - WITHOUT_A_POEM
    lately = Phrase.objects.filter(round__gathering=here, caught_at__gt=limit)
    brought = CheckIn.objects.filter(round__gathering=here, brought_at__gt=limit)
    forgotten = Q(harvest__given_at=None, ends_at__lte=limit) & ~Exists(lately) & ~Exists(brought)
    return Gathering.objects.filter(given | forgotten, Exists(keeps)).order_by("pk")


def due(*, now: datetime) -> int:
    """Let go of what is ripe at `now` (aware), some evenings at a time; return how many rounds were let go."""
    return sum(let_go(gathering, now=now) for gathering in ripe_to_let_go(now=now)[:_AT_ONCE])


def _forget_silent_speakers(lines: QuerySet[Phrase], *, now: datetime) -> None:
    """Take the name off the lines whose speaker has said nothing of them (rule 2)."""
    aloud = SaidAloud.objects.filter(gathering=OuterRef("round__gathering"), membership=OuterRef("speaker"))
    quiet = lines.filter(~Exists(aloud)).annotate(leave=leave_said()).filter(leave="")
    silent = [phrase.pk for phrase in quiet]
    Consent.objects.bulk_create(
        Consent(phrase_id=pk, leave=Leave.STAYS, voice=Voice.QUIET, by=None, given_at=now) for pk in silent
    )
    Phrase.objects.filter(pk__in=silent).update(speaker=None, right_at=None)
