"""Two hundred people say yes at once where there are twelve seats: twelve come, the others wait (R1, R2, R4, R5).

The control takes the lock away: then more are told that they come than there are seats.
"""

import threading
import time
from collections import Counter
from itertools import batched

import pytest
from django.db import connection, transaction
from django.db.models import QuerySet
from django.test import Client
from django.urls import reverse
from django.utils.timezone import now

from circles.belonging import memberships
from circles.models import Letter, Membership, Person
from gatherings.answering import bringing, rsvps, seats
from gatherings.models import Answer, Gathering, Guest, Rsvp
from gatherings.refusals import NoSeatLeft
from tests.at_once import at_once
from tests.making import make_circle, make_gathering, make_host, make_member

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]
SEATS, PEOPLE, HANDS = 12, 200, 8
YES, WAITING = Answer.YES, Answer.WAITING


def full_circle(people: int) -> list[Membership]:
    """Make a circle of so many, quickly."""
    circle = make_circle(place="The Old Library", call_link="https://call.example/us")
    Person.objects.bulk_create(
        Person(email=f"person{n}@race.example", name=f"Person {n}", timezone="UTC") for n in range(people)
    )
    persons = Person.objects.filter(email__endswith="@race.example").order_by("pk")
    Membership.objects.bulk_create(
        Membership(circle=circle, person=person, name=person.name) for person in persons
    )
    return list(circle.memberships.select_related("circle", "person"))


def race(answer, members) -> Counter:
    """Let all say yes, as many at once as there are hands; return how many come and how many wait."""
    gathering = make_gathering(members[0].circle, seats=SEATS)
    share = -(-len(members) // HANDS)

    def say(mine):
        return [answer(gathering, membership=me, answer="yes", now=now()) for me in mine]

    outcomes = at_once(*(lambda mine=mine: say(mine) for mine in batched(members, share, strict=False)))
    assert [each for each in outcomes if not isinstance(each, list)] == []
    return Counter(gathering.rsvps.values_list("answer", flat=True))


def test_of_two_hundred_at_once_twelve_come_and_none_is_lost():
    assert race(rsvps.answer, full_circle(PEOPLE)) == {YES: SEATS, WAITING: PEOPLE - SEATS}


def test_without_the_lock_more_come_than_there_are_seats(monkeypatch):
    count = seats._taken

    def count_slowly(gathering):
        found = count(gathering)
        time.sleep(0.1)
        return found

    monkeypatch.setattr(seats, "_taken", count_slowly)
    answer = rsvps.answer
    if connection.vendor == "postgresql":
        monkeypatch.setattr(QuerySet, "select_for_update", lambda self, **given: self)
    else:
        answer = rsvps.answer.__wrapped__  # without its transaction

    monkeypatch.setattr(__name__ + ".HANDS", 2 * SEATS)

    assert race(answer, full_circle(2 * SEATS))[YES] > SEATS


def test_while_seats_are_given_back_and_taken_none_is_lost_and_each_is_told_once():
    members = full_circle(40)
    gathering = make_gathering(members[0].circle, seats=SEATS)
    for me in members:
        rsvps.answer(gathering, membership=me, answer="yes", now=now())
    coming, waiting = members[:SEATS], members[SEATS:]

    def leaves(me):
        return memberships.leave(me, now=now())

    def changes(me, answer):
        return rsvps.answer(gathering, membership=me, answer=answer, now=now())

    outcomes = at_once(
        *(lambda me=me: leaves(me) for me in coming[:5]),
        *(lambda me=me: changes(me, "no") for me in coming[5:]),
        *(lambda me=me: changes(me, "maybe") for me in waiting[:3]),
        *(lambda me=me: changes(me, "yes") for me in waiting[20:]),
    )

    assert [each for each in outcomes if isinstance(each, Exception)] == []
    found = gathering.rsvps
    assert found.filter(answer=YES).count() == SEATS
    line = list(found.filter(answer=WAITING).order_by("waiting_since").values_list("membership", flat=True))
    assert line == sorted(line)  # as they came
    letters = Letter.objects.filter(kind="gathering_seat")
    assert set(found.filter(answer=YES).values_list("membership", flat=True)) <= set(
        letters.values_list("membership", flat=True)
    )


def test_two_gatherings_answered_in_opposite_order_lock_nobody_out():
    members = full_circle(50)
    first, second = (make_gathering(members[0].circle, day, seats=5) for day in days())

    def say(me, order):
        for gathering in order:
            rsvps.answer(gathering, membership=me, answer="yes", now=now())
        for gathering in order if me.pk % 3 == 0 else ():
            rsvps.answer(gathering, membership=me, answer="maybe", now=now())

    halves = ((first, second), (second, first))
    people = list(batched(members, 50 // HANDS + 1, strict=False))
    outcomes = at_once(
        *(
            lambda group=group, turn=turn: [say(me, halves[turn % 2]) for me in group]
            for turn, group in enumerate(people)
        )
    )

    assert [each for each in outcomes if isinstance(each, Exception)] == []
    for gathering in (first, second):
        said = Counter(gathering.rsvps.values_list("answer", flat=True))
        assert (said[YES], said.total()) == (5, 50)


def days():
    """Return two days to come."""
    today = now().date()
    return today.replace(year=today.year + 1, day=1), today.replace(year=today.year + 1, day=2)


def test_hosts_who_nod_at_once_give_no_seat_twice():
    host = make_host()
    gathering = make_gathering(host.circle, seats=3)
    asked = [bringing.bring(gathering, name="Ada", by=make_member(host.circle), now=now()) for _ in range(9)]

    outcomes = at_once(*(lambda guest=guest: bringing.nod(guest, by=host, now=now()) for guest in asked))

    assert Counter(type(outcome) for outcome in outcomes) == {Guest: 3, NoSeatLeft: 6}
    assert Guest.objects.filter(nodded_at__isnull=False).count() == 3


def posts(address, members, sent, times):
    """Post to an address as each of the members, so often at once; return the status of each answer."""
    clients = []
    for me in members:
        for _ in range(times):
            client = Client(raise_request_exception=False)
            client.force_login(me.person)
            clients.append(client)
    answers = at_once(*(lambda client=client: client.post(address, sent).status_code for client in clients))
    return Counter(answers)


def test_the_form_posted_four_times_at_once_is_one_answer_and_one_letter():
    circle = make_circle()
    gathering = make_gathering(circle, seats=1)
    anna, ben, cleo = (make_member(circle, name) for name in ("Anna", "Ben", "Cleo"))
    for me in (anna, ben):
        rsvps.answer(gathering, membership=me, answer="yes", now=now())
    here = reverse("answer", args=[circle.slug, gathering.number])

    assert posts(here, [cleo], {"answer": "yes", "was": "none"}, 4) == {302: 4}
    assert posts(here, [anna], {"answer": "no"}, 4) == {302: 4}

    said = Rsvp.objects.order_by("membership").values_list("membership__name", "answer")
    assert list(said) == [("Anna", "no"), ("Ben", "yes"), ("Cleo", "waiting")]
    assert Letter.objects.get().membership == ben


def test_a_guest_written_down_twice_at_once_is_one():
    host = make_host()
    gathering = make_gathering(host.circle)
    here = reverse("gathering_guest", args=[host.circle.slug, gathering.number])
    once = "4b1f3c1e-6d2a-4f0e-9a51-7f2f9f1d8e11"

    assert posts(here, [host], {"name": "Ada", "once": once}, 4) == {302: 4}

    assert Guest.objects.get().name == "Ada"


def test_who_waits_too_long_for_the_lock_reads_a_503_with_a_time(monkeypatch):
    me = make_member()
    gathering = make_gathering(me.circle)
    client = Client(raise_request_exception=False)
    client.force_login(me.person)
    locked, done = threading.Event(), threading.Event()

    def hold():
        with transaction.atomic():
            Gathering.objects.select_for_update().get(pk=gathering.pk)
            locked.set()
            done.wait(10)

    def press():
        locked.wait(10)
        short_patience()
        try:
            return client.post(
                reverse("answer", args=[me.circle.slug, gathering.number]), {"answer": "maybe"}
            )
        finally:
            done.set()

    _nothing, answer = at_once(hold, press)

    assert answer.status_code == 503
    assert int(answer.headers["Retry-After"]) > 0
    assert not Rsvp.objects.exists()


def short_patience():
    """Let this thread's connection wait for a lock only shortly: what is tested is the answer, not the wait."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET lock_timeout = 100")
        else:
            cursor.execute("PRAGMA busy_timeout = 100")
