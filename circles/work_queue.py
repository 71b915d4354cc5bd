"""The worker's queue: how much waits in it, what a worker that died left behind, what is long done."""

from datetime import datetime, timedelta

from django.tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

LEFT_BEHIND = timedelta(minutes=15)  # no task of ours takes nearly as long
_KEPT, _KEPT_FAILED = timedelta(days=1), timedelta(days=14)


def depth() -> int:
    """Return how many tasks wait for a worker."""
    return int(DBTaskResult.objects.filter(status=TaskResultStatus.READY).count())


def tend(*, now: datetime) -> int:
    """Give back to the queue what a killed worker had in hand, and forget what is done. Returns how many tasks.

    Every task is safe to run twice: it calls a verb that claims what it works on.
    """
    left_behind = DBTaskResult.objects.filter(
        status=TaskResultStatus.RUNNING, started_at__lt=now - LEFT_BEHIND
    ).update(status=TaskResultStatus.READY)
    forgotten = 0
    for status, kept in (TaskResultStatus.SUCCESSFUL, _KEPT), (TaskResultStatus.FAILED, _KEPT_FAILED):
        done = DBTaskResult.objects.filter(status=status, finished_at__lt=now - kept)
        forgotten += done.delete()[0]
    return int(left_behind) + forgotten
