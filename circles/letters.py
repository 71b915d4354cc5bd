"""Letters are written: a row in the transaction of what it tells of, once; sending it is the worker's.

1. `key` says what a letter is for; the second time it is asked for, the letter that stands is the answer.
2. A letter due at once is enqueued when its transaction has succeeded.
3. `due` is when the heartbeat next looks after a waiting letter. Whoever enqueues it moves that ahead, so one
   letter is not enqueued twice in a row; should it be, `delivery` still sends it once.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from circles import tasks
from circles.models import Circle, Letter, LetterState, Membership
from circles.sealing import seal

PATIENCE = timedelta(minutes=2)  # how long an enqueued letter may wait before the heartbeat enqueues it anew
_URGENT = 10  # somebody waits for it: before all that fell due by the clock


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
    at_once = due is None or due <= now
    letter, written = Letter.objects.get_or_create(
        key=key,
        defaults={
            "kind": kind,
            "circle": circle or (membership.circle if membership else None),
            "membership": membership,
            "address": address,
            "params": dict(params or {}),
            "secret": seal(secret) if secret else None,
            "due": now + PATIENCE if at_once else due,
            "written_at": now,
        },
    )
    if written and at_once:
        # Should the queue refuse it, the heartbeat finds the row: the answer to the person stands either way.
        transaction.on_commit(lambda: _enqueue(letter.pk, priority=_URGENT), robust=True)
    return letter


def due(*, now: datetime) -> int:
    """Enqueue what is due at `now` (aware). Returns how many letters."""
    waiting = Letter.objects.filter(state=LetterState.WAITING, due__lte=now)
    with transaction.atomic():
        ids = list(
            waiting.order_by("due", "pk")
            .select_for_update(skip_locked=True)
            .values_list("pk", flat=True)[:500]
        )
        Letter.objects.filter(pk__in=ids).update(due=now + PATIENCE)
        for letter_id in ids:
            _enqueue(letter_id)
    return len(ids)


def _enqueue(letter_id: int, *, priority: int = 0) -> None:
    tasks.deliver.using(priority=priority).enqueue(letter_id)
