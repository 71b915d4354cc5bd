"""Forty guests confirm at the same moment for twelve seats: twelve come, the others wait (R1, R2).

The control takes the lock away: then more are told that they have a seat than there are.
"""

import time
from collections import Counter

import pytest
from django.db import connection
from django.db.models import QuerySet
from django.utils.timezone import now

from gatherings.answering import guests
from gatherings.models import GuestState, LabGuest
from tests.at_once import at_once
from tests.making import make_guest, make_lab

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]
SEATS, GUESTS = 12, 40
COMING, WAITING = GuestState.COMING, GuestState.WAITING


def race(confirm) -> Counter:
    """Let all confirm at once; return how many come and how many wait."""
    lab = make_lab(seats=SEATS)
    asked = [make_guest(lab, state=GuestState.UNCONFIRMED) for _ in range(GUESTS)]
    outcomes = at_once(*(lambda guest=guest: confirm(guest, now=now()) for guest in asked))
    assert [each for each in outcomes if not isinstance(each, LabGuest)] == []
    return Counter(lab.guests.values_list("state", flat=True))


@pytest.mark.parametrize("round_", range(3))
def test_no_seat_is_given_twice(round_):
    assert race(guests.confirm) == {COMING: SEATS, WAITING: GUESTS - SEATS}


def test_without_the_lock_more_come_than_there_are_seats(monkeypatch):
    count = guests._coming

    def count_slowly(lab):
        found = count(lab)
        time.sleep(0.1)
        return found

    monkeypatch.setattr(guests, "_coming", count_slowly)
    confirm = guests.confirm
    if connection.vendor == "postgresql":
        monkeypatch.setattr(QuerySet, "select_for_update", lambda self, **given: self)
    else:
        confirm = guests.confirm.__wrapped__  # without its transaction

    assert race(confirm)[COMING] > SEATS


def test_twenty_askings_with_one_address_at_once_are_one_guest():
    lab = make_lab()
    said = {"name": "Maria", "email": "m@x.example", "language": "en"}

    at_once(*(lambda: guests.sign_up(lab, **said, now=now()) for _ in range(20)))

    assert LabGuest.objects.get().name == "Maria"
