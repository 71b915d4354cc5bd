"""`manage.py heartbeat`: what the clock asks for. Due letters, gatherings kept ahead, traces to be let go."""

import logging
import signal
import time
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
        if not loop:
            self._once(dry_run=dry_run)
            return
        told: list[int] = []
        for by in (signal.SIGTERM, signal.SIGINT):
            signal.signal(by, lambda number, _frame: told.append(number))
        while not told:
            _beat(dry_run=dry_run)
            rested = time.monotonic() + every
            while not told and time.monotonic() < rested:
                time.sleep(min(every, 0.2))
            close_old_connections()  # the database may have been away meanwhile (R13)

    def _once(self, *, dry_run: bool) -> None:
        done, failed = _beat(dry_run=dry_run)
        for name, count in done.items():
            self.stdout.write(f"{name}: {count} {'due' if dry_run else 'done'}")
        if failed:
            raise CommandError(f"Not done: {', '.join(failed)}. The log says why.")


def _beat(*, dry_run: bool) -> tuple[dict[str, int], list[str]]:
    """Do each part; one that fails is logged and does not stop the others (R18).

    Returns how many things each part did, and the parts that failed.
    """
    done, failed = {}, []
    for name, part in _parts():
        try:
            done[name] = _rehearse(part) if dry_run else part(now=now())
        except Exception:
            logger.exception("heartbeat: %s failed", name)
            failed.append(name)
    return done, failed


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
