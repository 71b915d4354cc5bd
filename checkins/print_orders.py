"""Asking for something to be set in type: once, for everybody who asks, until its words change.

1. What is asked for again while it waits, is being set, or is there and still true, is the answer.
2. Words that have changed since make it anew; nobody is ever given what no longer holds (`holds`).
3. A poem shared beyond the circle has all its sheets made without being asked: whoever follows a link asks for nothing.
4. It is enqueued when its transaction has succeeded. What was left behind the heartbeat finds by its row; what a worker
   died over as often as is tried has failed. It also looks through what was made, and lets nothing lie about that no
   longer holds.
"""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from checkins import manuscripts, tasks
from checkins.locking import locked_gathering
from checkins.manuscripts import Manuscript
from checkins.models import Harvest, Print, PrintKind, PrintState
from checkins.refusals import NoPoemsThen, NotGivenYet
from checkins.typesetting import TRIES, manuscript_of
from circles.models import Circle, Membership

PATIENCE = timedelta(minutes=2)  # how long it may wait before the heartbeat enqueues it anew
STRANDED = timedelta(minutes=10)  # after which nobody is setting it any more
SHEETS = [PrintKind.PDF, PrintKind.SVG, PrintKind.PNG, PrintKind.CARD]
_KEPT = timedelta(minutes=10)  # between one look and the next at whether what was made still holds
_AT_ONCE = 20  # prints that one beat of the heart looks after


def order_poem(harvest: Harvest, kind: PrintKind, *, by: Membership | None, now: datetime) -> Print:
    """Ask for a given poem (with its gathering, circle and catcher) as one of SHEETS, and return its print.

    Raises NotGivenYet.
    """
    if not harvest.is_given:
        raise NotGivenYet
    circle = harvest.gathering.circle
    return _order(manuscripts.of_poem(harvest, kind), circle=circle, harvest=harvest, by=by, now=now)


def order_year(circle: Circle, year: int, *, by: Membership, now: datetime) -> Print:
    """Ask for a circle's year as a book, and return its print. Raises NoPoemsThen."""
    manuscript = manuscripts.of_year(circle, year)
    if manuscript is None:
        raise NoPoemsThen
    return _order(manuscript, circle=circle, year=year, by=by, now=now)


def order_shared(harvest: Harvest, *, now: datetime) -> None:
    """Ask for all sheets of a poem that is shared beyond its circle (rule 3)."""
    for kind in SHEETS:
        order_poem(harvest, kind, by=None, now=now)


def holds(print_: Print | None, standing: Callable[[], Manuscript | None]) -> bool:
    """Tell whether it is ready, and made of what is `standing`: of words that stand as they stood (rule 2).

    They are read only where it is ready: whoever waits asks again and again.
    """
    if print_ is None or print_.state != PrintState.READY:
        return False
    manuscript = standing()
    return manuscript is not None and manuscript.says_the_same(print_.key)


def due(*, now: datetime) -> int:
    """Do what the clock asks for (rules 3 and 4), and return how many prints it concerned. Several may call it."""
    stranded = Print.objects.filter(state=PrintState.SETTING, looked_at__lte=now - STRANDED)
    back = stranded.filter(tries__gte=TRIES).update(state=PrintState.FAILED)
    back += stranded.update(state=PrintState.WAITING)
    waiting = Print.objects.filter(state=PrintState.WAITING, looked_at__lte=now - PATIENCE)
    left = 0
    for pk in waiting.order_by("looked_at").values_list("pk", flat=True)[:_AT_ONCE]:
        if waiting.filter(pk=pk).update(looked_at=now):
            _enqueue(pk)
            left += 1
    return back + left + _order_lacking(now) + _look_through(now)


@transaction.atomic
def _order(
    manuscript: Manuscript,
    *,
    circle: Circle,
    harvest: Harvest | None = None,
    year: int | None = None,
    by: Membership | None,
    now: datetime,
) -> Print:
    if harvest:  # as whoever shares it does, and asks for the same sheets: else each would wait for the other
        locked_gathering(harvest.gathering_id, by=None)
    which = {"kind": manuscript.kind, "circle": circle, "harvest": harvest, "year": year}
    row = Print.objects.select_for_update().defer("made").filter(**which).first()
    if row is None:
        asked = {"asked_by": by, "asked_at": now, "looked_at": now}
        row, made = Print.objects.get_or_create(**which, defaults=asked)
        if made:
            _enqueue(row.pk)
        return row  # or somebody else has asked a moment ago
    if row.is_in_hand or (row.state == PrintState.READY and row.key == manuscript.key):
        return row
    row.state, row.tries, row.done, row.of = PrintState.WAITING, 0, 0, 0
    row.key, row.made, row.made_at = "", None, None
    row.asked_by, row.asked_at, row.looked_at = by, now, now
    row.save()
    _enqueue(row.pk)
    return row


def _order_lacking(now: datetime) -> int:
    """Have made what a shared poem lacks; all its sheets are asked for, and dropped, together: one tells of all."""
    card = Print.objects.filter(harvest=OuterRef("pk"), kind=PrintKind.CARD)
    lacking = list(_shared().filter(~Exists(card)).order_by("pk")[:_AT_ONCE])
    for harvest in lacking:
        order_shared(harvest, now=now)
    return len(lacking)


def _look_through(now: datetime) -> int:
    """Let nothing lie about that no longer holds, as a name or a circle's name has changed, or words in mid-flight.

    Of a shared poem it is made anew, as also when only the layout is another; of any other it is deleted.
    """
    old = Print.objects.filter(state=PrintState.READY, looked_at__lte=now - _KEPT)
    gone = 0
    for row in old.defer("made").select_related("circle").order_by("looked_at")[:_AT_ONCE]:
        if not old.filter(pk=row.pk).update(looked_at=now):
            continue
        manuscript, harvest = manuscript_of(row), _shared().filter(prints=row).first()
        if harvest and manuscript and manuscript.key != row.key:
            order_poem(harvest, PrintKind(row.kind), by=None, now=now)
            gone += 1
        elif not harvest and not (manuscript and manuscript.says_the_same(row.key)):
            gone += Print.objects.filter(pk=row.pk, key=row.key).delete()[0]
    return gone


def _shared() -> QuerySet[Harvest]:
    return Harvest.objects.filter(shared_at__isnull=False).select_related("gathering__circle", "catcher")


def _enqueue(pk: int) -> None:
    # Should the queue refuse it, the heartbeat finds the row.
    transaction.on_commit(lambda: tasks.typeset.enqueue(pk), robust=True)
