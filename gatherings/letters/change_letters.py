"""Letters of a change: a gathering is moved, somewhere else, called off, or on after all.

1. Told is who said yes or maybe, waits for a seat, or holds a turn there or sits beside one. Who has said nothing is
   told only once they were asked, or would have been: before that the invitation tells it as it is. Who said no is
   told only when it is on another day, which may be one they have. When the whole circle rests, wakes or closes,
   everybody is told. Never told is who made the change, or does without such letters.
2. A letter leaves ten minutes after the change, so that a slip can be undone, at a humane hour of its reader's; where
   that would come too late, sooner, be it night.
3. One letter waits for a member at a time: a newer change lets it go and is told in one letter with it, which holds
   what they last knew. Where all is as they last knew it again, none waits. So an act that changes many gatherings
   is one letter, and undoing it is none.
4. What it says is read from the gathering when it leaves (`change_mail`). For each member and sequence number there
   is one (its key).
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import QuerySet

from circles import letters
from circles.letters import ByTheClock
from circles.models import Circle, Letter, LetterKind, LetterState, Membership
from circles.post.humane import next_morning
from circles.post.letter_choices import members_who_want
from gatherings.letters.known import Known
from gatherings.letters.letter_hours import ASKED, CHANGED, TOO_NEAR, planned_at, times_of
from gatherings.models import Answer, Gathering, LetterTimes, Rsvp, Status, Turn

UNDONE_WITHIN = timedelta(minutes=10)
_AT_THE_DOOR = timedelta(hours=1)  # nearer than that to its beginning nothing waits to be undone
_LAST_CALL = timedelta(minutes=15)  # nearer than that one leaves at once even to who had several
# How long ago somebody may have been written to about what is still to come, or told instead of being asked.
_MONTHS, _LATELY = timedelta(days=90), timedelta(days=28)


@dataclass(frozen=True)
class Change:
    """A gathering as it was known, and as it stands."""

    known: Known
    gathering: Gathering

    @property
    def is_one(self) -> bool:
        """Whether its SEQUENCE has risen: nothing else is told in a letter (R80)."""
        return self.known.sequence != self.gathering.sequence

    def is_to_come(self, now: datetime) -> bool:
        """Whether it was to begin, or is to, later than `now` (aware)."""
        return max(self.known.starts_at, self.gathering.starts_at) > now


def tell(changes: Sequence[Change], *, by: Membership | None, everybody: bool = False, now: datetime) -> None:
    """Write who is to be told of changes made in one act to gatherings of one circle their letter (rules 1 to 3).

    `by` is who made them, if anybody did; `everybody` when it is the circle that rests, wakes or closes. Called inside
    the transaction that makes the changes.
    """
    changes = [each for each in changes if each.is_one and each.is_to_come(now)]
    if not changes:
        return
    circle = changes[0].gathering.circle
    waiting = _waiting(circle)
    told = whom(changes, by=by, everybody=everybody, now=now)
    members = {member.pk: member for member in members_who_want(circle, LetterKind.CHANGED)}
    breath = letters.breath(CHANGED, [*told, *waiting], now=now)
    wanted = []
    for key in dict.fromkeys([*told, *waiting]):
        ours, older = told.get(key, []), waiting.get(key)
        if older is not None:
            about = {known.gathering for known in holds(older)}
            ours = ours or [each for each in changes if each.gathering.pk in about]
        if ours and key in members:
            after = breath.get(key, now)
            letter = _letter(members[key], ours, older, everybody=everybody, after=after, now=now)
            wanted += [letter] if letter else []
    letters.write_by_the_clock(wanted, now=now)


def tell_elsewhere(circle: Circle, *, before: Circle, now: datetime) -> None:
    """Tell of gatherings that are somewhere else because their circle is, which `before` shows as it was."""
    changes = []
    for gathering in circle.gatherings.planned().filter(starts_at__gt=now).order_by("starts_at", "pk"):
        gathering.circle = before
        known = Known.of(gathering)
        gathering.circle = circle
        if known.where != Known.of(gathering).where:
            changes.append(Change(known.up_to(known.sequence - 1), gathering))
    tell(changes, by=None, now=now)


def whom(
    changes: Sequence[Change], *, by: Membership | None, everybody: bool = False, now: datetime
) -> dict[int, list[Change]]:
    """Return what each member is to be told of, by primary key: five queries."""
    circle = changes[0].gathering.circle
    keys = [each.gathering.pk for each in changes]
    times = times_of([circle.pk])[circle.pk]
    answers = {
        (gathering, member): answer
        for gathering, member, answer in Rsvp.objects.filter(gathering__in=keys).values_list(
            "gathering", "membership", "answer"
        )
    }
    holding: set[tuple[int, int | None]] = set()
    for gathering, holder, beside in Turn.objects.filter(gathering__in=keys).values_list(
        "gathering", "holder", "beside"
    ):
        holding |= {(gathering, holder), (gathering, beside)}
    written_to = _written_to(circle, now)
    told: dict[int, list[Change]] = defaultdict(list)
    for member in members_who_want(circle, LetterKind.CHANGED):
        if (by and member.pk == by.pk) or member.person is None:
            continue
        zone = ZoneInfo(member.person.timezone)
        for each in changes:
            key = (each.gathering.pk, member.pk)
            heard = key in holding or (key in written_to and key not in answers)
            if everybody or heard or _concerns(each, answers.get(key), zone, times, now):
                told[member.pk].append(each)
    return dict(told)


def would_be_told(
    gathering: Gathering, *, off: bool = False, another_day: bool = False, by: Membership, now: datetime
) -> int:
    """Return how many would be told if the gathering were called off, or moved on its day or to another."""
    then = copy(gathering)
    then.status = Status.CALLED_OFF if off else Status.PLANNED
    then.day += timedelta(days=another_day)
    return len(whom([Change(Known.of(gathering), then)], by=by, now=now))


def everybody_told(circle: Circle, *, by: Membership) -> int:
    """Return how many would be told if the circle rested, woke or closed."""
    return members_who_want(circle, LetterKind.CHANGED).exclude(pk=by.pk).count()


def holds(letter: Letter) -> list[Known]:
    """Return what a letter of a change holds: each gathering as its reader last knew it."""
    return [Known.read(each) for each in letter.params["was"]]


def about_to_leave(gathering: Gathering) -> list[Letter]:
    """Return the letters that wait to tell of a change of this gathering, the first to leave first."""
    waiting = _of(gathering.circle).filter(state=LetterState.WAITING).order_by("due", "pk")
    return [letter for letter in waiting if gathering.pk in {known.gathering for known in holds(letter)}]


def told_instead(circles: Collection[int], *, now: datetime) -> Mapping[tuple[int, int], datetime]:
    """Return when members of these circles were lately told of a change, or will be: by gathering and member.

    A letter of a change asks who has not answered; when it leaves later than the invitation would have, it is that.
    """
    written = Letter.objects.filter(circle__in=circles, kind=CHANGED, written_at__gte=now - _LATELY)
    gone = written.exclude(state__in=[LetterState.LET_GO, LetterState.FAILED])
    return {
        (known["gathering"], member): sent_at or due
        for member, params, sent_at, due in gone.values_list("membership", "params", "sent_at", "due")
        for known in params["was"]
    }


def _of(circle: Circle) -> QuerySet[Letter]:
    return Letter.objects.filter(circle=circle, kind=CHANGED)


def _waiting(circle: Circle) -> dict[int, Letter]:
    """Return the letter that waits for each member who has one (rule 3)."""
    waiting = _of(circle).filter(state=LetterState.WAITING).order_by("pk")
    return {letter.membership_id: letter for letter in waiting if letter.membership_id}


def _written_to(circle: Circle, now: datetime) -> set[tuple[int, int]]:
    """Return who was asked, or told of a change, in the last months: gatherings with members, by primary key."""
    written = Letter.objects.filter(circle=circle, kind__in=[ASKED, CHANGED], written_at__gte=now - _MONTHS)
    gone = written.filter(state__in=[LetterState.SENDING, LetterState.SENT, LetterState.UNKNOWN])
    return {
        (about["gathering"], member)
        for member, params in gone.values_list("membership", "params")
        for about in params.get("was", [params])
    }


def _concerns(change: Change, answer: str | None, zone: ZoneInfo, times: LetterTimes, now: datetime) -> bool:
    """Whether somebody is told who holds no turn there, was written no letter about it, and said `answer` (rule 1)."""
    if answer is None:
        begins = change.known.starts_at
        asked = planned_at(begins, kind=ASKED, zone=zone, times=times) or planned_at(
            begins, kind=ASKED, zone=zone, times=LetterTimes()
        )
        return asked is not None and asked <= now
    if answer == Answer.NO:
        return change.known.day != change.gathering.day and not change.gathering.is_called_off
    return True


def _letter(
    member: Membership,
    changes: Sequence[Change],
    older: Letter | None,
    *,
    everybody: bool,
    after: datetime,
    now: datetime,
) -> ByTheClock | None:
    """Return the letter that now waits for a member, instead of the older one; None where there is nothing to tell."""
    knew: dict[int, Known] = {}
    params: dict[str, Any] = {"rests": everybody}
    # On its way already, the older letter is true of what was before this change, and this one tells of this change.
    if older and Letter.objects.filter(pk=older.pk, state=LetterState.WAITING).update(
        state=LetterState.LET_GO
    ):
        knew = {known.gathering: known for known in holds(older)}
        params["rests"] |= older.params["rests"]
    stands = {each.gathering.pk: Known.of(each.gathering) for each in changes}
    for each in changes:
        knew[each.gathering.pk] = knew.get(each.gathering.pk, each.known)
    for key, now_so in stands.items():
        if knew[key].same(now_so):
            del knew[key]
        else:
            knew[key] = knew[key].up_to(now_so.sequence)
    if not knew or member.person is None:
        return None
    latest = changes[-1].gathering
    soonest = min(known.soonest(stands.get(key, known)) for key, known in knew.items())
    params |= {"gathering": next(iter(knew)), "was": [known.written() for known in knew.values()]}
    return ByTheClock(
        kind=CHANGED,
        key=f"{CHANGED}:{latest.pk}:{latest.sequence}:{member.pk}",
        circle=member.circle_id,
        membership=member.pk,
        due=_due(soonest, ZoneInfo(member.person.timezone), after=after, now=now),
        params=params,
    )


def _due(soonest: datetime, zone: ZoneInfo, *, after: datetime, now: datetime) -> datetime:
    """Return when a letter leaves that is needed before `soonest` (rule 2), to who had several until `after`."""
    leaves = max(now + UNDONE_WITHIN, after)
    if leaves > soonest - _AT_THE_DOOR:
        return max(now, min(after, soonest - _LAST_CALL))
    humane = next_morning(zone, leaves)
    return humane if humane <= soonest - TOO_NEAR else leaves


def not_at_this_hour(soonest: datetime, zone: ZoneInfo, now: datetime) -> datetime | None:
    """Return until when a letter that was held up waits rather than leave at night; None where it leaves."""
    humane = next_morning(zone, now)
    return humane if now < humane <= soonest - TOO_NEAR else None
