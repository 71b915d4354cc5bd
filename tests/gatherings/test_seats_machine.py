"""Whatever members, guests and hosts do: no free seat while somebody waits, nobody evicted, first come first (R6)."""

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
    multiple,
    rule,
    run_state_machine_as_test,
)

from circles.belonging import memberships
from circles.models import Letter, Membership
from gatherings.answering import bringing, rsvps, seats
from gatherings.models import Answer, Gathering, Guest, Rsvp
from gatherings.refusals import IsCalledOff, NoSeatLeft
from gatherings.schedule import scheduling
from tests.making import make_gathering, make_host, make_member

YES, WAITING = Answer.YES, Answer.WAITING


def letters_written() -> set[str]:
    """Return the letters that tell somebody a seat is theirs; one still waiting goes with who leaves the circle."""
    return set(Letter.objects.filter(kind="gathering_seat").values_list("key", flat=True))


class Seats(RuleBasedStateMachine):
    """A plain list of who comes and who waits beside the real thing; after each step both say the same."""

    people = Bundle("people")
    guests = Bundle("guests")

    @initialize(target=people, limit=st.integers(1, 3) | st.none())
    def begin(self, limit):
        self.host = make_host()
        self.gathering = make_gathering(self.host.circle)
        self.limit, self.clock, self.told, self.off = None, now(), 0, False
        self.before = self.letters = letters_written()
        self.coming: list[int] = []
        self.waiting: list[int] = []
        self.along: list[int] = []
        self.other_seats(limit)
        return multiple(*(make_member(self.host.circle).pk for _ in range(5)))

    def tick(self):
        self.clock += timedelta(seconds=1)
        return self.clock

    def has_room(self):
        taken = len(self.coming) + len(self.along)
        return self.limit is None or (taken < self.limit and not self.waiting)

    def move_up(self):
        while (
            not self.off
            and self.waiting
            and (self.limit is None or len(self.coming) + len(self.along) < self.limit)
        ):
            self.coming.append(self.waiting.pop(0))
            self.told += 1

    def leave_line(self, pk):
        for line in (self.coming, self.waiting):
            if pk in line:
                line.remove(pk)
        self.move_up()

    @rule(pk=people, answer=st.sampled_from(["yes", "yes", "yes", "maybe", "no"]), told=st.booleans())
    def answers(self, pk, answer, told):
        member = Membership.objects.get(pk=pk)
        said = {"answer": answer, "said_by": self.host if told else None, "now": self.tick()}
        if self.off:
            with pytest.raises(IsCalledOff):
                rsvps.answer(self.gathering, membership=member, **said)
            return
        rsvps.answer(self.gathering, membership=member, **said)
        if answer != "yes":
            self.leave_line(pk)
        elif pk not in self.coming + self.waiting:
            (self.coming if self.has_room() else self.waiting).append(pk)

    @rule(pk=people)
    def takes_it_back(self, pk):
        if not self.off:
            rsvps.take_back(self.gathering, membership=Membership.objects.get(pk=pk), now=self.tick())
            self.leave_line(pk)

    @rule(pk=consumes(people))
    def leaves_the_circle(self, pk):
        memberships.leave(Membership.objects.get(pk=pk), now=self.tick())
        self.leave_line(pk)

    @rule(target=guests)
    def brings_a_guest(self):
        member = make_member(self.host.circle)
        if self.off:
            return multiple()
        return bringing.bring(self.gathering, name="Ada", by=member, now=self.tick()).pk

    @rule(pk=guests)
    def a_host_nods(self, pk):
        guest = Guest.objects.get(pk=pk)
        if self.off or pk in self.along:
            return
        if self.has_room():
            bringing.nod(guest, by=self.host, now=self.tick())
            self.along.append(pk)
        else:
            with pytest.raises(NoSeatLeft):
                bringing.nod(guest, by=self.host, now=self.tick())

    @rule(pk=consumes(guests))
    def a_guest_is_taken_off(self, pk):
        bringing.take_off(Guest.objects.get(pk=pk), by=self.host, now=self.tick())
        if pk in self.along:
            self.along.remove(pk)
        self.move_up()

    @rule(limit=st.integers(1, 6) | st.none())
    def other_seats(self, limit):
        if not self.off:
            seats.set_seats(self.gathering, seats=limit, by=self.host, now=self.tick())
            self.limit = limit
            self.move_up()

    @rule()
    def called_off_or_on_again(self):
        if self.off:
            scheduling.restore(self.gathering, by=self.host, now=self.tick())
        else:
            scheduling.call_off(self.gathering, reason="Snow.", by=self.host, now=self.tick())
        self.off = not self.off
        self.move_up()

    @invariant()
    def both_say_the_same(self):
        found = Rsvp.objects.filter(gathering=self.gathering)
        line = found.filter(answer=WAITING).order_by("waiting_since", "pk")
        along = Guest.objects.filter(gathering=self.gathering, nodded_at__isnull=False)
        assert set(found.filter(answer=YES).values_list("membership", flat=True)) == set(self.coming)
        assert list(line.values_list("membership", flat=True)) == self.waiting
        assert [seats.place_of(rsvp) for rsvp in line] == list(range(1, len(self.waiting) + 1))
        assert set(along.values_list("pk", flat=True)) == set(self.along)
        limit = Gathering.objects.get(pk=self.gathering.pk).seats
        taken = len(self.coming) + len(self.along)
        assert self.off or not self.waiting or (limit is not None and taken >= limit)
        self.letters = self.letters | letters_written()
        assert len(self.letters - self.before) == self.told


@pytest.mark.thorough
@pytest.mark.django_db
def test_whoever_answers_leaves_nods_or_changes_the_seats_the_list_is_right():
    run_state_machine_as_test(
        Seats, settings=settings(max_examples=12, stateful_step_count=20, deadline=None)
    )
