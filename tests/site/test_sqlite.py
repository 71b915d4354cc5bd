"""SQLite as the site runs it: without these a burst of answers ends in "database is locked" (R3)."""

import pytest
from django.db import connection

from cop_site import environment

pytestmark = pytest.mark.django_db


def pragma(name: str) -> object:
    with connection.cursor() as cursor:
        return cursor.execute(f"PRAGMA {name}").fetchone()[0]


@pytest.mark.skipif(connection.vendor != "sqlite", reason="on SQLite")
def test_readers_and_writers_do_not_wait_for_each_other_and_writers_wait_five_seconds():
    assert pragma("journal_mode") == "wal"
    assert int(str(pragma("busy_timeout"))) >= 5000
    assert pragma("foreign_keys") == 1
    assert connection.transaction_mode == "IMMEDIATE"


def test_the_site_takes_these_from_its_one_configuration(monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "sqlite:///var/db.sqlite3")

    options = environment.read_database("sqlite:///var/db.sqlite3")["OPTIONS"]

    assert (options["transaction_mode"], options["timeout"]) == ("IMMEDIATE", 5)
    assert "journal_mode=WAL" in options["init_command"]
