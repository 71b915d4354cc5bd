"""The heartbeat does what is due, whatever fails beside it, and stops when told (R18, R22)."""

import os
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.tasks import TaskResultStatus
from django.utils.timezone import now
from django_tasks_db.models import DBTaskResult

from circles import chapters, letters, tasks, work_queue
from circles.models import Letter, LetterState
from circles.post import mail
from circles.post.mail import Message
from cop_site.settings import BASE_DIR

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 9, 14, 14, 0, tzinfo=UTC)


class Chapter:
    """A chapter that says how often it was asked, or fails."""

    def __init__(self, fault=None):
        self.fault, self.beats = fault, []

    def due(self, *, now):
        self.beats.append(now)
        if self.fault:
            raise self.fault
        return 1


@pytest.fixture
def chaptered(monkeypatch):
    """Registers chapters for one test."""
    monkeypatch.setattr(chapters, "_chapters", {})
    mail.register("hello", lambda letter, receiver: Message("Hello", "Hello\n", "<p>Hello</p>"))

    def register(**given):
        for app, chapter in given.items():
            chapters.register(app, chapter)

    return register


def beat(*flags):
    said = StringIO()
    call_command("heartbeat", *flags, stdout=said)
    return said.getvalue()


def make_letter():
    return letters.write(
        kind="hello", key="one", address="anna@circle.example", due=now() + timedelta(days=1), now=now()
    )


def test_a_beat_sends_due_letters_on_their_way_and_asks_each_chapter(chaptered):
    gatherings, checkins = Chapter(), Chapter()
    chaptered(gatherings=gatherings, checkins=checkins)
    letter = make_letter()
    Letter.objects.update(due=now())

    beat()

    assert [task.args_kwargs["args"] for task in DBTaskResult.objects.all()] == [[letter.pk]]
    assert (len(gatherings.beats), len(checkins.beats)) == (1, 1)
    assert gatherings.beats[0].tzinfo is not None


def test_one_part_that_fails_stops_none_of_the_others_and_is_told(chaptered, caplog):
    checkins = Chapter()
    chaptered(gatherings=Chapter(ZeroDivisionError()), checkins=checkins)

    with pytest.raises(CommandError, match=r"Not done: tests\.site\.test_heartbeat"):
        beat()

    assert len(checkins.beats) == 1
    assert "ZeroDivisionError" in caplog.text


def test_a_rehearsal_tells_what_is_due_and_does_nothing(chaptered):
    class Writing(Chapter):
        def due(self, *, now):
            make_letter()
            return 3

    chaptered(gatherings=Writing())
    DBTaskResult.objects.create(
        task_path="circles.tasks.deliver",
        args_kwargs={"args": [1], "kwargs": {}},
        status=TaskResultStatus.RUNNING,
        started_at=now() - timedelta(days=1),
        run_after=now(),
        backend_name="default",
    )

    said = beat("--dry-run")

    assert "queue: 1 due" in said
    assert "3 due" in said
    assert not Letter.objects.exists()
    assert DBTaskResult.objects.get().status == TaskResultStatus.RUNNING


def enqueue(status, **fields):
    task = tasks.deliver.enqueue(1)
    DBTaskResult.objects.filter(pk=task.id).update(status=status, **fields)
    return DBTaskResult.objects.get(pk=task.id)


def test_what_a_killed_worker_had_in_hand_goes_back_to_the_queue():
    long_ago = enqueue(
        TaskResultStatus.RUNNING, started_at=NOW - work_queue.LEFT_BEHIND - timedelta(seconds=1)
    )
    just_now = enqueue(TaskResultStatus.RUNNING, started_at=NOW - timedelta(minutes=1))

    assert work_queue.tend(now=NOW) == 1

    long_ago.refresh_from_db()
    just_now.refresh_from_db()
    assert (long_ago.status, just_now.status) == (TaskResultStatus.READY, TaskResultStatus.RUNNING)


def test_what_is_long_done_is_forgotten_and_failures_are_kept_for_a_while():
    for status in (TaskResultStatus.SUCCESSFUL, TaskResultStatus.FAILED):
        for days in (0, 2, 15):
            enqueue(status, finished_at=NOW - timedelta(days=days))
    waiting = enqueue(TaskResultStatus.READY)

    assert work_queue.tend(now=NOW) == 3

    kept = DBTaskResult.objects.exclude(pk=waiting.pk).order_by("status", "-finished_at")
    assert [(task.status, (NOW - task.finished_at).days) for task in kept] == [
        (TaskResultStatus.FAILED, 0),
        (TaskResultStatus.FAILED, 2),
        (TaskResultStatus.SUCCESSFUL, 0),
    ]
    assert work_queue.depth() == 1


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("told", [signal.SIGTERM, signal.SIGINT])
def test_a_heartbeat_in_a_loop_beats_until_it_is_told_to_stop(told, test_environment):
    letter = make_letter()
    running = subprocess.Popen(
        [sys.executable, "manage.py", "heartbeat", "--loop", "--every", "0.1"],
        cwd=BASE_DIR,
        env=test_environment,
        stderr=subprocess.PIPE,
    )
    try:
        for due in (1, 2):  # it goes on after the first time
            Letter.objects.filter(pk=letter.pk).update(due=now(), state=LetterState.WAITING)
            _until(lambda due=due: DBTaskResult.objects.count() == due)
        running.send_signal(told)
        _, said = running.communicate(timeout=10)
    finally:
        running.kill()

    assert (running.returncode, b"Traceback" in said) == (0, False)


@pytest.fixture
def test_environment():
    """The environment in which another process uses the same test database."""
    from django.db import connection

    config = connection.settings_dict
    if connection.vendor == "sqlite":
        url = f"sqlite:///{config['NAME']}"
    else:
        where = f"{config['USER']}:{config['PASSWORD']}@{config['HOST']}:{config['PORT']}"
        url = f"postgres://{where}/{config['NAME']}"
    return {**os.environ, "DEBUG": "yes", "DATABASE_URL": url}


def _until(done):
    deadline = time.monotonic() + 120
    while not done():
        assert time.monotonic() < deadline
        time.sleep(0.05)
