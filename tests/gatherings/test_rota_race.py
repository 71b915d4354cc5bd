"""Fifty people reach for one seat at the same moment: one has it, forty-nine read who was first (R7).

The control takes the lock away: then the constraint still gives the seat to one, but nobody is told by whom.
"""

import threading
import time
from collections import Counter
from collections.abc import Callable

import pytest
from django.db import IntegrityError, connection
from django.db.models import QuerySet
from django.utils.timezone import now

from gatherings.answering import rsvps
from gatherings.hosting import rota
from gatherings.models import Rsvp, Turn
from gatherings.refusals import HeldAlready
from tests.making import make_circle, make_gathering, make_member, make_role

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]
PEOPLE = 50


def all_at_once(act: Callable[[int], object], count: int) -> list[object]:
    """Call `act` with 0, 1, 2 … in as many threads that start together; return what each gave or raised."""
    together, outcomes = threading.Barrier(count), [None] * count

    def run(number: int) -> None:
        together.wait()
        try:
            outcomes[number] = act(number)
        except Exception as error:  # whatever it is, it is the outcome
            outcomes[number] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[number]) for number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes


def race(take) -> list[object]:
    """Let fifty members reach for one seat; return their outcomes."""
    circle = make_circle()
    gathering, role = make_gathering(circle), make_role(circle)
    members = [make_member(circle, f"Member {number}") for number in range(PEOPLE)]
    return all_at_once(
        lambda number: take(gathering, role=role, membership=members[number], now=now()), PEOPLE
    )


@pytest.mark.parametrize("round_", range(3))
def test_of_fifty_at_once_one_holds_the_seat_and_the_others_read_who(round_):
    outcomes = race(rota.take)

    turn = Turn.objects.get()
    assert Counter(type(outcome) for outcome in outcomes) == {Turn: 1, HeldAlready: PEOPLE - 1}
    refused = {str(outcome) for outcome in outcomes if isinstance(outcome, HeldAlready)}
    assert refused == {f"{turn.holder.name} holds this one already. Thank you for reaching out."}


def test_without_the_lock_somebody_is_told_nothing(monkeypatch):
    create = QuerySet.create

    def create_slowly(self, **given):
        time.sleep(0.05)
        return create(self, **given)

    monkeypatch.setattr(QuerySet, "create", create_slowly)
    take = rota.take
    if connection.vendor == "postgresql":
        monkeypatch.setattr(QuerySet, "select_for_update", lambda self, **given: self)
    else:
        take = rota.take.__wrapped__  # without its transaction

    outcomes = race(take)

    assert Turn.objects.count() == 1
    assert any(isinstance(outcome, IntegrityError) for outcome in outcomes)


def test_one_answer_sent_twenty_times_at_once_is_one_row():
    gathering = make_gathering()
    me = make_member(gathering.circle)

    outcomes = all_at_once(lambda _: rsvps.answer(gathering, membership=me, answer="yes", now=now()), 20)

    assert {type(outcome) for outcome in outcomes} == {Rsvp}
    assert Rsvp.objects.get().answer == "yes"
    me.refresh_from_db()
    assert me.calendar_version == 2
