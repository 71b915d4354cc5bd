"""`manage.py serve`: the whole product on one machine, as one process group that ends together.

Django is begun once; web server, worker and heartbeat are forked from it, which halves the wait for the first page.
"""

import multiprocessing
import os
import signal
import time
import urllib.error
import urllib.request
from argparse import ArgumentParser
from collections.abc import Iterable
from contextlib import suppress
from multiprocessing.process import BaseProcess
from pathlib import Path
from types import FrameType
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection, connections

from circles.models import Circle
from cop_site.sample import introductions

_PATIENCE = 60  # seconds until the web server has to answer, and until a part that was told to stop is ended


class Command(BaseCommand):
    """Migrate, lay the sample on the first run, then start web server, worker and heartbeat."""

    help = "Runs the web server, the worker and the heartbeat together, for trying out and developing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the port."""
        parser.add_argument(
            "--port", default=os.environ.get("PORT", str(urlsplit(settings.SITE_URL).port or 8000))
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Run until one part ends or somebody interrupts; then end them all."""
        if not settings.DEBUG:
            raise CommandError(
                "serve is for trying out (DEBUG=yes). In production run gunicorn, db_worker and heartbeat."
            )
        port = options["port"]
        os.environ["SITE_URL"] = settings.SITE_URL = f"http://localhost:{port}"
        settings.VAR_DIR.mkdir(exist_ok=True)
        for asked in (signal.SIGINT, signal.SIGTERM):
            signal.signal(asked, _interrupt)
        parts: dict[str, BaseProcess] = {}
        try:
            if _is_laid():  # then the web server can begin while we look whether anything is to be migrated
                parts["web"] = _start_web(port)
            self._prepare()
            if "web" not in parts:
                parts["web"] = _start_web(port)
            self._wait_for_web(f"http://localhost:{port}/livez", parts["web"])
            self._introduce()  # before the worker speaks of its own start
            parts["worker"] = _start("worker", "db_worker", interval=0.5, reload=False)
            parts["heartbeat"] = _start("heartbeat", "heartbeat", loop=True)
            while all(part.is_alive() for part in parts.values()):
                time.sleep(0.2)
            ended = next(name for name, part in parts.items() if not part.is_alive())
            raise CommandError(f"The {ended} ended; the others are stopped with it.")
        except KeyboardInterrupt:
            self.stdout.write("\nGood night.")
        finally:
            _stop(parts.values())

    def _prepare(self) -> None:
        call_command("migrate", verbosity=0, skip_checks=True)
        call_command("createcachetable", verbosity=0)
        if not Circle.objects.exists():
            self.stdout.write("Laying the table: a sample circle with a year of life in it …")
            call_command("sample", verbosity=0)

    def _wait_for_web(self, url: str, web: BaseProcess) -> None:
        deadline = time.monotonic() + _PATIENCE
        while time.monotonic() < deadline and web.is_alive():
            try:
                with urllib.request.urlopen(url, timeout=2):  # noqa: S310 (our own address)
                    return
            except (urllib.error.URLError, OSError):
                time.sleep(0.05)
        raise CommandError(
            "The web server did not start. Is something else using its port? Try PORT=8001 make run."
        )

    def _introduce(self) -> None:
        write = self.stdout.write
        write(f"\n  {settings.SITE_NAME} is open at {settings.SITE_URL}/\n")
        for introduction in introductions():
            write(f"  {introduction.who:<34} {settings.SITE_URL}{introduction.path}")
        write(f"\n  {'Letters that were sent':<34} {settings.SITE_URL}/mailbox/")
        write("  Ctrl-C ends everything.\n")


def _is_laid() -> bool:
    """Whether the database has been made by an earlier start."""
    return Circle._meta.db_table in connection.introspection.table_names()


def _start_web(port: str) -> BaseProcess:
    return _start("web", "runserver", f"localhost:{port}", use_reloader=False, skip_checks=True)


def _start(name: str, *words: str, **options: Any) -> BaseProcess:
    """Start one part of the product, in this process group: a command of `manage.py` with its options."""
    connections.close_all()  # a connection is one process's own
    part = multiprocessing.get_context("fork").Process(target=_run, args=(name, *words), kwargs=options)
    part.start()
    return part


def _run(name: str, *words: str, **options: Any) -> None:
    """Be one part: what a fork is born with of its parent's ways with signals is let go, and its name is told."""
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    with suppress(OSError):  # only Linux shows it, to whoever lists processes
        Path("/proc/self/comm").write_text(name)
    with suppress(KeyboardInterrupt):
        call_command(*words, **options)


def _stop(parts: Iterable[BaseProcess]) -> None:
    """Ask all to stop, and end those that do not."""
    running = [part for part in parts if part.is_alive()]
    for part in running:
        part.terminate()
    for part in running:
        part.join(_PATIENCE)
        if part.is_alive():
            part.kill()


def _interrupt(_signal: int, _frame: FrameType | None) -> None:
    """Treat a request to terminate like Ctrl-C, so that the parts end too."""
    raise KeyboardInterrupt
