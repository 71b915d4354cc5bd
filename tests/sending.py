"""A process that sends letters, as a test starts it: `python -m tests.sending heartbeat --loop` or `… db_worker`.

It is the real command with the site's real settings; only the pauses are seconds, not minutes.
"""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

HERE = Path(__file__).resolve().parents[1]


def _run(arguments: list[str]) -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    import django

    django.setup()
    from datetime import timedelta

    from django.core.management import call_command

    from circles import letters
    from circles.post import delivery

    delivery._FIRST_PAUSE = delivery._LONGEST_PAUSE = timedelta(seconds=1)
    letters.PATIENCE = timedelta(seconds=30)
    call_command(*arguments)


def _database() -> str:
    """Return the test's own database as an address, for another process."""
    from django.db import connection

    told = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{told['NAME']}"
    who = quote(told["USER"] or "") + (f":{quote(told['PASSWORD'])}" if told["PASSWORD"] else "")
    return f"postgres://{who}@{told['HOST'] or 'localhost'}:{told['PORT'] or 5432}/{told['NAME']}"


@contextmanager
def processes(*commands: str, port: int) -> Iterator[list[subprocess.Popen[bytes]]]:
    """Start these commands on the test's database, with the mail server at `port`; end those left at the end."""
    environment = os.environ | {
        "DATABASE_URL": _database(),
        "EMAIL_URL": f"smtp://127.0.0.1:{port}",
        "SITE_URL": "http://localhost:8000",
    }
    begin = [sys.executable, "-m", "tests.sending"]
    started = [
        subprocess.Popen([*begin, *command.split()], cwd=HERE, env=environment, stderr=subprocess.DEVNULL)
        for command in commands
    ]
    try:
        yield started
    finally:
        for process in started:
            process.terminate()
        for process in started:
            try:
                process.wait(30)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        _see_them_off()


def _see_them_off() -> None:
    """Wait until PostgreSQL has noticed that they are gone: it drops no database that somebody looks at."""
    from django.db import connection

    others = (
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
    )
    deadline = time.monotonic() + 30
    while connection.vendor == "postgresql" and time.monotonic() < deadline:
        with connection.cursor() as cursor:
            cursor.execute(others)
            if cursor.fetchone() == (0,):
                return
        time.sleep(0.1)


if __name__ == "__main__":
    _run(sys.argv[1:])
