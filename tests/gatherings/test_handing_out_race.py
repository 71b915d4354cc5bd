"""Two hosts edit the same rota at once: no turn is lost, and the second sees what the first did.

The control takes the lock away: then both are told that their choice is kept, and one of the two is lost in silence.
"""

import time

import pytest
from django.db import connection
from django.db.models import QuerySet
from django.utils.timezone import now

from circles.models import Letter
from gatherings.hosting import handing_out, rota
from gatherings.hosting.handing_out import SeatChange
from gatherings.hosting.turns_told import tell, whom_to_tell
from gatherings.models import Turn
from tests.at_once import at_once
from tests.making import make_circle, make_gathering, make_host, make_member, make_role

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]
SEATS = 6


def race(hand_out):
    """Let two hosts give the same six open seats, each to somebody else; return what became of both."""
    circle = make_circle()
    evening = make_gathering(circle)
    roles = [make_role(circle, f"Role {number}") for number in range(SEATS)]
    hosts = [make_host(circle), make_host(circle)]
    chosen = [make_member(circle, "Luc"), make_member(circle, "Anna")]

    def keep(number):
        changes = [SeatChange(evening.pk, role.pk, 1, None, chosen[number].pk) for role in roles]
        return hand_out(circle, changes, by=hosts[number], now=now())

    return at_once(lambda: keep(0), lambda: keep(1))


@pytest.mark.parametrize("round_", range(3))
def test_of_two_hosts_at_once_one_is_kept_and_the_other_sees_whom_they_would_have_overwritten(round_):
    first, second = sorted(race(handing_out.hand_out), key=lambda outcome: -outcome.filled)

    assert (first.filled, first.clashes) == (SEATS, {})
    assert (second.filled, len(second.clashes)) == (0, SEATS)
    [name] = set(Turn.objects.values_list("holder__name", flat=True))
    assert set(second.clashes.values()) == {f"{name} was given this seat meanwhile."}


def test_without_the_lock_a_turn_is_lost_in_silence(monkeypatch):
    assign = rota.assign

    def assign_slowly(*args, **given):
        time.sleep(0.05)
        return assign(*args, **given)

    monkeypatch.setattr(rota, "assign", assign_slowly)
    hand_out = handing_out.hand_out
    if connection.vendor == "postgresql":
        monkeypatch.setattr(QuerySet, "select_for_update", lambda self, **given: self)
    else:
        hand_out = handing_out.hand_out.__wrapped__  # without its transaction

    outcomes = race(hand_out)

    assert sum(getattr(outcome, "filled", 0) for outcome in outcomes) > SEATS


def test_two_hosts_who_tell_at_once_write_one_letter():
    circle = make_circle()
    evening, role = make_gathering(circle), make_role(circle)
    hosts = [make_host(circle), make_host(circle)]
    rota.assign(evening, role=role, holder=make_member(circle, "Luc"), by=hosts[0], now=now())
    keys = [telling.key for telling in whom_to_tell(circle, [evening])]

    told = at_once(
        *(lambda host=host: tell(circle, keys, gatherings=[evening], by=host, now=now()) for host in hosts)
    )

    assert sorted(len(each) for each in told) == [0, 1]
    assert Letter.objects.count() == 1
