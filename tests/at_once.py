"""Doing things at the same moment, as several people or workers would."""

import threading
from collections.abc import Callable, Sequence
from typing import Any

from django.db import connection


def at_once(*doings: Callable[[], Any]) -> list[Any]:
    """Start all `doings` together, each in its own thread with its own connection.

    Returns what each returned, in the order given; what one raised stands in its place. Needs a test with
    `django_db(transaction=True)`, so that the threads see what the test has written.
    """
    results: list[Any] = [None] * len(doings)
    gate = threading.Barrier(len(doings))

    def run(place: int, doing: Callable[[], Any]) -> None:
        try:
            gate.wait(10)
            results[place] = doing()
        except Exception as error:
            results[place] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=numbered) for numbered in enumerate(doings)]
    _each(threads, "start")
    _each(threads, "join")
    return results


def _each(threads: Sequence[threading.Thread], what: str) -> None:
    for thread in threads:
        getattr(thread, what)()
