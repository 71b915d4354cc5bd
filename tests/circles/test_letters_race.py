"""Several workers and heartbeats at once: each letter goes out once (R5, R16)."""

import time
from collections import Counter
from datetime import UTC, datetime

import pytest
from django_tasks_db.models import DBTaskResult

from circles import letters
from circles.models import Letter, LetterState
from circles.post import delivery, mail
from circles.post.mail import Message
from tests.at_once import at_once

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]
NOW = datetime(2026, 9, 14, 14, 0, tzinfo=UTC)
WORKERS = 4


@pytest.fixture(autouse=True)
def kinds():
    mail.register("hello", lambda letter, receiver: Message("Hello", "Hello\n", "<p>Hello</p>"))


def make_letters(count):
    Letter.objects.bulk_create(
        Letter(kind="hello", key=str(number), address=f"p{number}@circle.example", due=NOW)
        for number in range(count)
    )
    return list(Letter.objects.values_list("pk", flat=True))


def test_four_workers_with_the_same_letters_send_each_once(mailoutbox):
    ids = make_letters(50)

    def work(beginning):
        for pk in ids[beginning:] + ids[:beginning]:
            delivery.deliver(pk, now=NOW)

    # Two begin with the same letter, two elsewhere, so that they keep meeting.
    done = at_once(*(lambda at=at: work(at) for at in (0, 0, 1, 25)))

    assert done == [None] * WORKERS
    assert Counter(sent.to[0] for sent in mailoutbox) == Counter(f"p{n}@circle.example" for n in range(50))
    assert set(Letter.objects.values_list("state", "attempts")) == {(LetterState.SENT, 1)}


def test_four_heartbeats_enqueue_each_letter_once():
    ids = make_letters(200)

    done = at_once(*[lambda: letters.due(now=NOW)] * WORKERS)

    assert sum(done) == 200
    assert sorted(task.args_kwargs["args"][0] for task in DBTaskResult.objects.all()) == sorted(ids)


def test_a_letter_written_by_four_at_once_is_one_letter():
    def write():
        return letters.write(kind="hello", key="one", address="anna@circle.example", now=NOW).pk

    done = at_once(*[write] * WORKERS)

    letter = Letter.objects.get()
    assert done == [letter.pk] * WORKERS
    assert DBTaskResult.objects.count() == 1


def test_without_the_claim_letters_go_out_twice(mailoutbox, monkeypatch):
    """The control: were it not for the guarded update, the first test would fail (R2)."""
    ids = make_letters(5)

    def mark_unguarded(letter, held, **fields):
        time.sleep(0.02)
        return Letter.objects.filter(pk=letter.pk).update(**fields) == 1

    monkeypatch.setattr(delivery, "_mark", mark_unguarded)

    at_once(*[lambda: [delivery.deliver(pk, now=NOW) for pk in ids]] * WORKERS)

    assert len(mailoutbox) > 5
