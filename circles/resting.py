"""A circle rests, wakes, closes with dignity, opens again, and is deleted for good.

1. Resting, it makes no gatherings and calls off those from a day on; waking puts on again what is not past.
2. Closed, it can be read and taken home and nothing is added (`cop_site.closed_circles` holds that). Any steward may
   open it again.
3. Only what has closed can be deleted, and then nothing of it is left.
"""

from datetime import date, datetime

from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import router, transaction
from django.db.models.deletion import Collector

from circles.chapters import chapters
from circles.locking import see_that_steward
from circles.models import Circle, Membership
from circles.refusals import CircleHasClosed, NotClosed, NotItsName


@transaction.atomic
def rest(circle: Circle, *, since: date, why: str, by: Membership, now: datetime) -> Circle:
    """Let the circle rest from `since` on (a day on its own calendar), with a word why, and return it.

    Said again it is another day or word, or nothing new. Raises NotASteward, CircleHasClosed.
    """
    circle = _locked(circle, by)
    if circle.is_closed:
        raise CircleHasClosed
    if (circle.resting_since, circle.resting_why) == (since, why):
        return circle
    circle.resting_since, circle.resting_why = since, why
    circle.save(update_fields=["resting_since", "resting_why"])
    for chapter in chapters():
        chapter.rested(circle, since=since, why=why, by=by, now=now)
    circle.refresh_from_db()
    return circle


@transaction.atomic
def wake(circle: Circle, *, by: Membership, now: datetime) -> Circle:
    """Let the circle gather again, and return it; one that does not rest stays so.

    Raises NotASteward, CircleHasClosed.
    """
    circle = _locked(circle, by)
    if circle.is_closed:
        raise CircleHasClosed
    if circle.resting_since is None:
        return circle
    circle.resting_since, circle.resting_why = None, ""
    circle.save(update_fields=["resting_since", "resting_why"])
    for chapter in chapters():
        chapter.woke(circle, by=by, now=now)
    circle.refresh_from_db()
    return circle


@transaction.atomic
def close(circle: Circle, *, farewell: str, by: Membership, now: datetime) -> Circle:
    """Close the circle at `now` (aware) with its words of farewell, perhaps none, and return it.

    Closed again, it stays as it closed. Raises NotASteward.
    """
    circle = _locked(circle, by)
    if circle.is_closed:
        return circle
    circle.closed_on, circle.farewell = now.astimezone(circle.zone).date(), farewell
    circle.save(update_fields=["closed_on", "farewell"])
    for chapter in chapters():
        chapter.closed(circle, by=by, now=now)
    circle.refresh_from_db()
    return circle


@transaction.atomic
def open_again(circle: Circle, *, by: Membership, now: datetime) -> Circle:
    """Open a closed circle again, resting if it rested, and return it; one that is open stays so.

    Its words of farewell go. Raises NotASteward.
    """
    circle = _locked(circle, by)
    if not circle.is_closed:
        return circle
    circle.closed_on, circle.farewell = None, ""
    circle.save(update_fields=["closed_on", "farewell"])
    for chapter in chapters():
        if circle.resting_since:
            chapter.rested(circle, since=circle.resting_since, why=circle.resting_why, by=by, now=now)
        else:
            chapter.woke(circle, by=by, now=now)
    circle.refresh_from_db()
    return circle


@transaction.atomic
def delete(circle: Circle, *, name: str, by: Membership) -> None:
    """Delete a closed circle for good, with all that hangs on it; people stay on the site.

    `name` is the circle's, typed by the steward who asks. Raises NotASteward, NotClosed, NotItsName.
    """
    circle = _locked(circle, by)
    if not circle.is_closed:
        raise NotClosed
    if " ".join(name.split()).casefold() != " ".join(circle.name.split()).casefold():
        raise NotItsName(name=circle.name)
    delete_whole(circle)


def delete_whole(circle: Circle) -> None:
    """Delete a locked circle with all that hangs on it, in the log of the hosts' table too."""
    for chapter in reversed(chapters()):
        chapter.deleted(circle)
    going = Collector(using=router.db_for_write(Circle, instance=circle), origin=circle)
    going.collect([circle])
    _forget_in_the_log(going)
    going.delete()


def _forget_in_the_log(going: Collector) -> None:
    """Delete what the hosts' table noted about the rows that go: it names them."""
    keys = {model: {str(row.pk) for row in rows} for model, rows in going.data.items()}
    for rows in going.fast_deletes:
        keys.setdefault(rows.model, set()).update(str(key) for key in rows.values_list("pk", flat=True))
    noted = set(LogEntry.objects.order_by().values_list("content_type", flat=True).distinct())
    for model, gone in keys.items():
        kind = ContentType.objects.get_for_model(model)
        if kind.pk in noted:
            LogEntry.objects.filter(content_type=kind, object_id__in=gone).delete()


def _locked(circle: Circle, by: Membership) -> Circle:
    """Lock the circle and return it as it stands; see that `by` still looks after it."""
    circle = Circle.objects.select_for_update(no_key=True).get(pk=circle.pk)
    see_that_steward(by, circle)
    return circle
