"""Letters are written: a row in the transaction of what it tells of, once. Sending it is the worker's.

1. `key` says what a letter is for; the second time it is asked for, the letter that stands is the answer.
2. A letter due at once is enqueued when its transaction has succeeded.
3. `due` is when the heartbeat next looks after a letter that waits. Whoever enqueues it moves that ahead, so it
   is not enqueued again and again; and should it be, `delivery` sends it once.
4. Acts that follow one another quickly flood nobody: whoever was sent three letters of a kind within an hour waits
   for the next (`breath`), and it tells what is true by then.
5. The heartbeat keeps the queue shallow: what somebody waits for never stands behind ten thousand reminders.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Count, Max
from django.db.models.functions import Coalesce

from circles import tasks, work_queue
from circles.models import Circle, Letter, LetterState, Membership
from circles.post import sealing

PATIENCE = timedelta(minutes=5)  # how long an enqueued letter may wait before the heartbeat enqueues it anew
STRANDED = timedelta(hours=1)  # after which a letter being sent is not being sent by anybody any more (R17)
_DEEPEST = 500  # tasks in the queue beyond which the heartbeat adds none
_URGENT = 10  # somebody waits for it: before all that fell due by the clock
_OFTEN, _LATELY, _BREATH = 3, timedelta(hours=1), timedelta(minutes=20)  # rule 4
_AT_ONCE = 500  # rows in one statement


@dataclass(frozen=True, slots=True)
class ByTheClock:
    """A letter to a member that leaves at `due` (aware); `key` and `params` as in `write`."""

    kind: str
    key: str
    circle: int  # primary keys: many are written at once
    membership: int
    due: datetime
    params: Mapping[str, Any] = field(default_factory=dict)


def write(
    *,
    kind: str,
    key: str,
    circle: Circle | None = None,
    membership: Membership | None = None,
    address: str = "",
    params: Mapping[str, Any] | None = None,
    secret: str = "",
    due: datetime | None = None,
    now: datetime,
) -> Letter:
    """Write a letter of a registered kind to a member or an address, once, and return it.

    `params` holds ids and old dates, never a name, a phrase or a secret; `secret` (a sign-in code) is kept
    encrypted and only for minutes. Without `due` the letter leaves as soon as the transaction has succeeded,
    else at `due` (aware). Called again with the same `key`, even by somebody else at the same moment, it
    returns the letter that stands.
    """
    leaves = due or now
    at_once = leaves <= now
    letter, written = Letter.objects.get_or_create(
        key=key,
        defaults={
            "kind": kind,
            "circle": circle or (membership.circle if membership else None),
            "membership": membership,
            "address": address,
            "params": dict(params or {}),
            "secret": sealing.seal(secret) if secret else None,
            "due": now + PATIENCE if at_once else leaves,
            "written_at": now,
        },
    )
    if written and at_once:
        _enqueue_on_commit(letter.pk)
    return letter


def write_by_the_clock(wanted: Sequence[ByTheClock], *, now: datetime) -> int:
    """Write letters that the heartbeat sends when they fall due, each once by its key; return how many now wait anew.

    The letter that stands is the answer here too. But one that was let go, as it was not true for a while, waits
    again; and one that waits for another time to come (aware) leaves at the new one.
    """
    keys = [each.key for each in wanted]
    standing = {letter.key: letter for letter in Letter.objects.filter(key__in=keys)}
    new = [
        Letter(
            kind=each.kind,
            key=each.key,
            circle_id=each.circle,
            membership_id=each.membership,
            params=dict(each.params),
            due=each.due,
            written_at=now,
        )
        for each in wanted
        if each.key not in standing
    ]
    Letter.objects.bulk_create(new, batch_size=_AT_ONCE, ignore_conflicts=True)
    again = 0
    for each in wanted:
        letter = standing.get(each.key)
        if letter is None or (letter.due == each.due and letter.state == LetterState.WAITING):
            continue
        row = Letter.objects.filter(pk=letter.pk, state=letter.state)
        if letter.state == LetterState.LET_GO:
            again += row.update(state=LetterState.WAITING, attempts=0, due=each.due)
        elif letter.state == LetterState.WAITING and _can_be_set(letter, each.due, now):
            row.update(due=each.due)
    return len(new) + again


def breath(kind: str, members: Collection[int], *, now: datetime) -> Mapping[int, datetime]:
    """Return until when the next letter of a kind waits, for those of these members who had several lately (rule 4)."""
    lately = Letter.objects.filter(kind=kind, membership__in=members, written_at__gt=now - _LATELY)
    gone = lately.exclude(state__in=[LetterState.WAITING, LetterState.LET_GO])
    last = gone.values("membership").annotate(count=Count("pk"), last=Max(Coalesce("sent_at", "written_at")))
    often = last.filter(count__gte=_OFTEN).values_list("membership", "last")
    return {member: at + _BREATH for member, at in often if member}


def look_again(circle: Circle, *, kinds: Collection[str], now: datetime) -> None:
    """Let the circle's waiting letters of these kinds be looked at now: each then says itself when it leaves."""
    waiting = circle.letters.filter(state=LetterState.WAITING, kind__in=kinds, due__gt=now)
    waiting.update(due=now)


def take_back(membership: Membership, kind: str) -> list[Letter]:
    """Let go the letters of a kind to a member that have not left yet, and return them; one being sent stays."""
    waiting = list(membership.letters.filter(kind=kind, state=LetterState.WAITING).order_by("pk"))
    mine = Letter.objects.filter(state=LetterState.WAITING)
    return [letter for letter in waiting if mine.filter(pk=letter.pk).update(state=LetterState.LET_GO)]


def send_again(letter: Letter, *, now: datetime) -> bool:
    """Let a letter that failed, or of which nobody knows, be sent once more; tell whether it will be.

    Only a person decides this (R17). A letter in any other state is left alone.
    """
    left = Letter.objects.filter(pk=letter.pk, state__in=[LetterState.UNKNOWN, LetterState.FAILED])
    with transaction.atomic():
        again = left.update(state=LetterState.WAITING, attempts=0, claimed_at=None, due=now + PATIENCE)
        if again:
            _enqueue_on_commit(letter.pk)
    return again == 1


def due(*, now: datetime) -> int:
    """Do what time has made due at `now` (aware). Returns how many letters it concerned.

    Secrets older than ten minutes are wiped; letters whose sender died are marked `unknown`; waiting letters
    that are due are enqueued. Several may call it at once.
    """
    wiped = Letter.objects.filter(secret__isnull=False, written_at__lte=now - sealing.LASTS)
    stranded = Letter.objects.filter(state=LetterState.SENDING, claimed_at__lte=now - STRANDED)
    return (
        wiped.update(secret=None)
        + stranded.update(state=LetterState.UNKNOWN, fault="whoever was sending it stopped")
        + _enqueue_waiting(now)
    )


def _can_be_set(letter: Letter, due: datetime, now: datetime) -> bool:
    """Whether a waiting letter may leave at another time: not while it is on its way, and not before its next try."""
    soon = now + PATIENCE
    return letter.due > soon and (due > soon or not letter.attempts)


def _enqueue_waiting(now: datetime) -> int:
    waiting = Letter.objects.filter(state=LetterState.WAITING, due__lte=now).order_by("due", "pk")
    if not waiting.exists():
        return 0
    room = max(0, _DEEPEST - work_queue.depth())
    with transaction.atomic():
        mine = waiting.select_for_update(skip_locked=True)
        ids = list(mine.values_list("pk", flat=True)[:room])
        Letter.objects.filter(pk__in=ids).update(due=now + PATIENCE)
        for letter_id in ids:
            tasks.deliver.enqueue(letter_id)
    return len(ids)


def _enqueue_on_commit(letter_id: int) -> None:
    # Should the queue refuse it, the heartbeat finds the row: the answer to the person stands either way.
    transaction.on_commit(lambda: tasks.deliver.using(priority=_URGENT).enqueue(letter_id), robust=True)
