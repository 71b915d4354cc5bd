"""Who is written to before a gathering: asked some days before, and expected shortly before.

1. Asked is who has said nothing yet; expected, who comes or may come. Whoever does without the letter gets none.
2. When, the circle sets (`letter_hours`); what came too late for that (a gathering added, an answer given) goes at
   the next humane hour, unless that is too near the beginning.
3. Who was told of a change when they would have been asked already was asked by that letter.
4. Once for a member, a gathering and its day, whoever plans it: the letter's key. Moved to another day, a gathering
   asks anew only those who have said nothing, and the letters written for the day before are let go when they fall
   due (R34).
5. A gathering that is near is looked at once an hour, and at the next beat after it was changed; each beat takes BATCH
   of them in ten queries. So ten thousand circles that meet on one evening are seen to within the hour.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import F, Q

from circles import letters
from circles.letters import ByTheClock
from circles.models import LetterKind, Membership, Unwanted
from circles.post.letter_choices import CHOICE_OF
from gatherings.letters.change_letters import told_instead
from gatherings.letters.letter_hours import (
    ASKED,
    EVE,
    MOST_DAYS,
    TOO_NEAR,
    USUAL_DAYS,
    leaves_at,
    planned_at,
    times_of,
)
from gatherings.models import Answer, Gathering, GatheringQuerySet, LetterTimes, Rsvp

EXPECTED: Final = frozenset({Answer.YES, Answer.MAYBE})
BATCH = 100  # gatherings in one beat
_WHEREVER = timedelta(days=2)  # how much earlier than its day a letter can be due, wherever somebody lives
_AGAIN = timedelta(hours=1)
# How long before they are due letters are written: longer than until the next look.
_AHEAD = timedelta(hours=3)


def write_due(*, now: datetime, batch: int = BATCH) -> int:
    """Write the letters about gatherings to come that fall due soon after `now` (aware). Returns how many.

    Safe to call twice, and by several at once: each takes other gatherings, and a letter's key is given once.
    """
    if not _to_see(now).exists():
        return 0
    with transaction.atomic():
        seen = list(
            _to_see(now)
            .order_by(F("letters_seen_at").asc(nulls_first=True), "starts_at", "pk")
            .select_for_update(skip_locked=True, of=("self",))[:batch]
        )
        Gathering.objects.filter(pk__in=[gathering.pk for gathering in seen]).update(letters_seen_at=now)
        return letters.write_by_the_clock(list(_letters(seen, now)), now=now) if seen else 0


def _to_see(now: datetime) -> GatheringQuerySet:
    ahead = {days: now + timedelta(days=days) + _WHEREVER for days in (USUAL_DAYS, MOST_DAYS)}
    near = Gathering.objects.planned().filter(
        Q(starts_at__lte=ahead[USUAL_DAYS]) | Q(circle__letter_times__asked_days__gt=USUAL_DAYS),
        starts_at__gt=now + TOO_NEAR,
        starts_at__lte=ahead[MOST_DAYS],
        circle__closed_on__isnull=True,
    )
    return near.filter(
        Q(letters_seen_at__isnull=True)
        | Q(letters_seen_at__lte=now - _AGAIN)
        | Q(letters_seen_at__lt=F("changed_at"))
    )


def _letters(gatherings: Sequence[Gathering], now: datetime) -> Iterator[ByTheClock]:
    """Yield the letters about these gatherings that leave soon; all they depend on is five queries."""
    circles = {gathering.circle_id for gathering in gatherings}
    times = times_of(circles)
    people: dict[int, list[tuple[int, str]]] = {circle: [] for circle in circles}
    here = Membership.objects.present().filter(circle__in=circles, person__is_active=True)
    for circle, member, lives in here.values_list("circle", "pk", "person__timezone"):
        people[circle].append((member, lives))
    instead = told_instead(circles, now=now)
    answers: dict[tuple[int, int], str] = {
        (gathering, member): answer
        for gathering, member, answer in Rsvp.objects.filter(gathering__in=gatherings).values_list(
            "gathering", "membership", "answer"
        )
    }
    without: set[tuple[int, str]] = set(
        Unwanted.objects.filter(
            membership__circle__in=circles, kind__in=[LetterKind.ASKED, LetterKind.EVE]
        ).values_list("membership", "kind")
    )
    for gathering in gatherings:
        ours = times[gathering.circle_id]
        for member, lives in people[gathering.circle_id]:
            zone, key = ZoneInfo(lives), (gathering.pk, member)
            kind = letter_for(answers.get(key))
            if kind is None or (member, CHOICE_OF[kind]) in without:
                continue
            if kind == ASKED and key in instead and _was_asked(gathering, instead[key], zone, ours):
                continue
            due = leaves_at(gathering.starts_at, kind=kind, zone=zone, times=ours, now=now)
            if due and due <= now + _AHEAD:
                yield _letter(gathering, member, kind, due)


def _was_asked(gathering: Gathering, told_at: datetime, zone: ZoneInfo, times: LetterTimes) -> bool:
    """Whether a letter of a change, which asks too, came when the invitation was due already."""
    planned = planned_at(gathering.starts_at, kind=ASKED, zone=zone, times=times)
    return planned is not None and told_at >= planned


def letter_for(answer: str | None) -> str | None:
    """Return the kind of letter somebody gets who said so, None for one who said no (rule 1)."""
    if answer is None:
        return ASKED
    return EVE if answer in EXPECTED else None


def _letter(gathering: Gathering, member: int, kind: str, due: datetime) -> ByTheClock:
    day = gathering.day.isoformat()
    return ByTheClock(
        kind=kind,
        key=f"{kind}:{gathering.pk}:{day}:{member}",
        circle=gathering.circle_id,
        membership=member,
        due=due,
        params={"gathering": gathering.pk, "day": day},
    )
