"""A letter is written once, in the transaction of what it tells of, and the heartbeat leaves none behind."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from circles import letters
from circles.models import Letter, LetterState
from circles.post import delivery, mail, sealing
from circles.post.mail import Message
from tests.database import whole_database
from tests.making import make_circle, make_member

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 9, 14, 14, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


@pytest.fixture(autouse=True)
def kinds():
    mail.register("hello", lambda letter, receiver: Message("Hello", "Hello\n", "<p>Hello</p>"))


def write(key="one", **given):
    return letters.write(
        **{"kind": "hello", "key": key, "address": "anna@circle.example", "now": NOW} | given
    )


def enqueued():
    return [task.args_kwargs["args"][0] for task in DBTaskResult.objects.order_by("enqueued_at")]


def test_a_letter_keeps_what_it_was_written_with():
    member = make_member()
    letter = write(address="", membership=member, params={"gathering": 7})

    letter.refresh_from_db()
    assert (letter.kind, letter.key, letter.membership, letter.circle) == (
        "hello",
        "one",
        member,
        member.circle,
    )
    assert (letter.params, letter.state, letter.secret) == ({"gathering": 7}, LetterState.WAITING, None)
    assert (letter.written_at, letter.attempts) == (NOW, 0)


def test_the_second_time_the_letter_that_stands_is_the_answer(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        first = write(params={"gathering": 7})
    with django_capture_on_commit_callbacks(execute=True):
        second = write(params={"gathering": 8}, address="luc@circle.example")

    assert second == first
    assert (second.params, second.address) == ({"gathering": 7}, "anna@circle.example")
    assert enqueued() == [first.pk]


def test_a_letter_due_now_is_enqueued_when_its_transaction_has_succeeded(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks() as callbacks:
        letter = write()
        assert enqueued() == []
    [enqueue] = callbacks
    enqueue()

    assert enqueued() == [letter.pk]


@pytest.mark.django_db(transaction=True)
def test_a_letter_of_a_transaction_that_failed_was_never_written():
    with transaction.atomic():
        write()
        transaction.set_rollback(True)

    assert (Letter.objects.count(), enqueued()) == (0, [])


@pytest.mark.django_db(transaction=True)
def test_the_worker_sends_what_was_enqueued(mailoutbox):
    write()
    call_command("db_worker", "--batch", "--no-startup-delay", "--no-reload", verbosity=0)

    assert [sent.to for sent in mailoutbox] == [["anna@circle.example"]]
    assert DBTaskResult.objects.get().status == TaskResultStatus.SUCCESSFUL


def test_a_letter_due_later_waits_for_its_hour(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        letter = write(due=NOW + timedelta(days=3))
    letters.due(now=NOW + timedelta(days=2))
    assert (letter.due, enqueued()) == (NOW + timedelta(days=3), [])

    assert letters.due(now=NOW + timedelta(days=3)) == 1
    assert enqueued() == [letter.pk]


def test_the_heartbeat_does_not_enqueue_a_letter_again_and_again(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        letter = write()
    for seconds in range(0, 290, 10):
        letters.due(now=NOW + timedelta(seconds=seconds))

    assert enqueued() == [letter.pk]


def test_the_heartbeat_finds_a_letter_whose_task_was_lost(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks() as lost:
        letter = write()
    assert len(lost) == 1

    letters.due(now=NOW + letters.PATIENCE)

    assert enqueued() == [letter.pk]


def test_the_heartbeat_keeps_the_queue_shallow():
    Letter.objects.bulk_create(
        Letter(kind="hello", key=str(number), address="anna@circle.example", due=NOW) for number in range(520)
    )
    assert [letters.due(now=NOW + minutes * MINUTE) for minutes in (0, 1, 30)] == [500, 0, 0]

    DBTaskResult.objects.update(status=TaskResultStatus.SUCCESSFUL)
    assert letters.due(now=NOW + 2 * MINUTE) == 20


def test_what_somebody_waits_for_goes_before_what_the_clock_asked_for(django_capture_on_commit_callbacks):
    write("reminder", due=NOW + MINUTE)
    letters.due(now=NOW + MINUTE)
    with django_capture_on_commit_callbacks(execute=True):
        code = write("code")

    assert DBTaskResult.objects.ready().first().args_kwargs["args"] == [code.pk]


def test_a_letter_left_behind_while_being_sent_is_marked_and_never_sent_by_itself(mailoutbox):
    letter = write()
    Letter.objects.update(state=LetterState.SENDING, claimed_at=NOW)

    letters.due(now=NOW + letters.STRANDED - MINUTE)
    letter.refresh_from_db()
    assert letter.state == LetterState.SENDING

    letters.due(now=NOW + letters.STRANDED)
    delivery.deliver(letter.pk, now=NOW + letters.STRANDED)
    letter.refresh_from_db()
    assert (letter.state, mailoutbox, enqueued()) == (LetterState.UNKNOWN, [], [])


@pytest.mark.parametrize(
    "state", [LetterState.WAITING, LetterState.SENDING, LetterState.SENT, LetterState.LET_GO]
)
def test_only_what_failed_or_is_unknown_can_be_sent_again(state):
    letter = write()
    Letter.objects.update(state=state)

    assert not letters.send_again(letter, now=NOW)
    letter.refresh_from_db()
    assert letter.state == state


def test_a_person_lets_a_failed_letter_be_sent_again(django_capture_on_commit_callbacks):
    letter = write(due=NOW + MINUTE)
    Letter.objects.update(state=LetterState.FAILED, attempts=100)
    with django_capture_on_commit_callbacks(execute=True):
        assert letters.send_again(letter, now=NOW)

    letter.refresh_from_db()
    assert (letter.state, letter.attempts, enqueued()) == (LetterState.WAITING, 0, [letter.pk])


def test_a_secret_stands_nowhere_in_the_database(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        letter = write(secret="482913", params={"language": "en"})

    letter.refresh_from_db()
    assert sealing.unseal(letter.secret) == "482913"
    assert "anna@circle.example" in whole_database()  # what could be found is found
    assert "482913" not in whole_database()


def test_a_secret_is_wiped_when_its_letter_is_sent():
    letter = write(secret="482913")
    delivery.deliver(letter.pk, now=NOW)

    letter.refresh_from_db()
    assert (letter.state, letter.secret) == (LetterState.SENT, None)


def test_a_secret_is_wiped_after_ten_minutes_whatever_became_of_its_letter():
    for state in LetterState:
        write(state, secret="482913")
        Letter.objects.filter(key=state).update(state=state, claimed_at=NOW)

    letters.due(now=NOW + 9 * MINUTE)
    assert Letter.objects.filter(secret__isnull=False).count() == len(LetterState)
    letters.due(now=NOW + 10 * MINUTE)
    assert not Letter.objects.filter(secret__isnull=False).exists()


def test_a_quiet_heartbeat_asks_the_database_three_things(django_assert_num_queries):
    write(due=NOW + timedelta(days=1))

    # secrets to wipe, letters left behind, letters due
    with django_assert_num_queries(3):
        assert letters.due(now=NOW) == 0


@pytest.mark.parametrize("count", [1, 3])
def test_a_letter_costs_the_same_however_many_there_are(django_assert_num_queries, count):
    circle = make_circle()
    for number in range(count):
        write(str(number), circle=circle)

    # the letter by its key: a savepoint, the row, its end; on commit is another transaction's business
    with django_assert_num_queries(4):
        write("another", circle=circle)


def test_a_letter_needs_somebody_to_read_it():
    with pytest.raises(IntegrityError, match="letter_has_a_receiver"):
        write(address="")
