"""Whatever guests and hosts do, in whatever order: no free seat while somebody waits, nobody evicted, FIFO (R6)."""

from datetime import timedelta

import pytest
from django.utils.timezone import now
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    consumes,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from circles.models import Letter
from gatherings.answering import guests
from gatherings.models import GuestState, Lab, LabGuest
from gatherings.schedule import labs
from tests.making import make_host, make_lab

COMING, WAITING = GuestState.COMING, GuestState.WAITING


def letters_written() -> int:
    """Return how many have been told that a seat is theirs, in all labs of all examples so far."""
    return Letter.objects.filter(kind="lab_moved_up").count()


class Seats(RuleBasedStateMachine):
    """A plain list of who comes and who waits beside the real thing; after each step both say the same."""

    people = Bundle("people")

    @initialize(seats=st.integers(1, 3) | st.none())
    def begin(self, seats):
        self.host = make_host()
        self.lab = make_lab(self.host.circle, seats=seats)
        self.seats, self.clock, self.told = seats, now(), letters_written()
        self.coming: list[int] = []
        self.waiting: list[int] = []
        self.count = 0

    def tick(self):
        self.clock += timedelta(seconds=1)
        return self.clock

    def move_up(self):
        while self.waiting and (self.seats is None or len(self.coming) < self.seats):
            self.coming.append(self.waiting.pop(0))
            self.told += 1

    @rule(target=people)
    def sign_up_and_confirm(self):
        self.count += 1
        email = f"guest{self.count}@x.example"
        guests.sign_up(self.lab, name=email, email=email, language="en", now=self.tick())
        guest = guests.confirm(LabGuest.objects.get(lab=self.lab, email=email), now=self.tick())
        self._takes_their_place(guest.pk)
        return guest.pk

    def _takes_their_place(self, pk):
        free = self.seats is None or len(self.coming) < self.seats
        (self.coming if free else self.waiting).append(pk)

    @rule(pk=people)
    def confirm_again(self, pk):
        guests.confirm(LabGuest.objects.get(pk=pk), now=self.tick())
        if pk not in self.coming + self.waiting:
            self._takes_their_place(pk)

    @rule(pk=people)
    def withdraw(self, pk):
        guests.withdraw(LabGuest.objects.get(pk=pk), now=self.tick())
        self._leaves(pk)

    @rule(pk=consumes(people))
    def taken_off_by_a_host(self, pk):
        guests.let_go(LabGuest.objects.get(pk=pk), by=self.host, now=self.tick())
        self._leaves(pk)

    def _leaves(self, pk):
        for line in (self.coming, self.waiting):
            if pk in line:
                line.remove(pk)
        self.move_up()

    @rule(seats=st.integers(1, 6) | st.none())
    def other_seats(self, seats):
        about = {"title": "x", "invitation": "x", "place": "", "call_link": ""}
        self.lab = labs.change(self.lab, **about, seats=seats, by=self.host, now=self.tick())
        self.seats = seats
        self.move_up()

    @invariant()
    def both_say_the_same(self):
        found = LabGuest.objects.filter(lab=self.lab).order_by("confirmed_at", "pk")
        assert set(found.filter(state=COMING).values_list("pk", flat=True)) == set(self.coming)
        assert list(found.filter(state=WAITING).values_list("pk", flat=True)) == self.waiting
        assert not self.waiting or len(self.coming) >= Lab.objects.get(pk=self.lab.pk).seats
        assert letters_written() == self.told


@pytest.mark.thorough
@pytest.mark.django_db
def test_whoever_confirms_withdraws_or_changes_the_seats_the_list_is_right():
    run_state_machine_as_test(Seats, settings=settings(max_examples=15, stateful_step_count=15))
