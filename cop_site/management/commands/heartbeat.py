"""`manage.py heartbeat`: what the clock asks for. Due letters, gatherings kept ahead, traces to be let go."""

import logging
import signal
import threading
from argparse import ArgumentParser
from collections.abc import Iterator
from datetime import datetime
from typing import Any, Protocol

from django.core.management.base import BaseCommand, CommandError
from django.db import close_old_connections, transaction
from django.utils.timezone import now

from circles import letters, work_queue
from circles.chapters import chapters

logger = logging.getLogger(__name__)


class Part(Protocol):
    """Something the clock asks for: safe to call twice, and by several at once."""

    def __call__(self, *, now: datetime) -> int:
        """Do what is due at `now`, and return how many things were done."""


class Command(BaseCommand):
    """Do what is due, once or in a loop; several of them at once do it once."""

    help = "Does what time has made due: sends due letters on their way, keeps gatherings ahead, tidies up."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take whether to go on, how often, and whether to only tell."""
        parser.add_argument("--loop", action="store_true", help="Go on until told to stop.")
        parser.add_argument("--every", type=float, default=10.0, metavar="SECONDS", help="With --loop: 10.")
        parser.add_argument("--dry-run", action="store_true", help="Tell what would be done, and do nothing.")

    def handle(self, *, loop: bool, every: float, dry_run: bool, **options: Any) -> None:
        """Beat once, or until SIGTERM; a beat that has begun is finished first (R22)."""
        stop = threading.Event()
        if loop:
            for told in (signal.SIGTERM, signal.SIGINT):
                signal.signal(told, lambda _signal, _frame: stop.set())
        while not stop.is_set():
            failed = self._beat(dry_run=dry_run)
            if not loop:
                if failed:
                    raise CommandError(f"Not done: {', '.join(failed)}. The log says why.")
                return
            stop.wait(every)

    def _beat(self, *, dry_run: bool) -> list[str]:
        """Do each part; one that fails is logged and does not stop the others (R18). Return those that failed."""
        failed = []
        for name, part in _parts():
            close_old_connections()
            try:
                done = _rehearse(part) if dry_run else part(now=now())
            except Exception:
                logger.exception("heartbeat: %s failed", name)
                failed.append(name)
            else:
                if dry_run or done:
                    self.stdout.write(f"{name}: {done} {'due' if dry_run else 'done'}")
        return failed


def _parts() -> Iterator[tuple[str, Part]]:
    yield "letters", letters.due
    yield "queue", work_queue.tend
    for chapter in chapters():
        yield type(chapter).__module__, chapter.due


def _rehearse(part: Part) -> int:
    """Return what the part would have done: all of it is taken back."""
    with transaction.atomic():
        done = part(now=now())
        transaction.set_rollback(True)
    return done
