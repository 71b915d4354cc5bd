"""Seats, and who waits for one, at the hosts' table: by the same verbs as on the hosts' page of a gathering."""

import pytest
from django.utils.timezone import now

from gatherings.answering import rsvps
from gatherings.models import Gathering, Rsvp
from tests.making import make_gathering, make_member, make_steward
from tests.site.hosts_table import url

pytestmark = pytest.mark.django_db


@pytest.fixture
def gathering(client):
    steward = make_steward()
    client.force_login(steward.person)
    return make_gathering(steward.circle, seats=1, theme="Silence")


@pytest.fixture
def waiting(gathering):
    """Anna comes; Ben waits."""
    anna, ben = (make_member(gathering.circle, name) for name in ("Anna", "Ben"))
    for member in (anna, ben):
        rsvps.answer(gathering, membership=member, answer="yes", now=now())
    return Rsvp.objects.get(membership=ben)


def test_more_seats_move_up_who_waits(client, gathering, waiting):
    client.post(url(Gathering, "change", gathering.pk), {"theme": "Silence", "seats": "2"})

    waiting.refresh_from_db()
    assert (waiting.answer, Gathering.objects.get().seats) == ("yes", 2)


@pytest.mark.parametrize("seats", ["0", "501", "many"])
def test_seats_that_cannot_be_are_refused_at_the_field(client, gathering, seats):
    page = client.post(url(Gathering, "change", gathering.pk), {"theme": "Silence", "seats": seats})

    assert page.context["adminform"].form.errors["seats"]
    assert "Constraint" not in page.text
    assert Gathering.objects.get().seats == 1


def test_who_waits_is_listed_so_and_keeps_their_place_when_saved_again(client, gathering, waiting):
    assert "On the waiting list" in client.get(url(Rsvp, "changelist")).text
    page = client.get(url(Rsvp, "change", waiting.pk)).text
    assert 'value="waiting"' not in page
    assert '<option value="yes" selected' in page

    client.post(url(Rsvp, "change", waiting.pk), {"answer": "yes"})

    since = waiting.waiting_since
    waiting.refresh_from_db()
    assert (waiting.answer, waiting.waiting_since) == ("waiting", since)


def test_nobody_is_put_on_the_waiting_list_by_hand(client, gathering):
    member = make_member(gathering.circle)

    page = client.post(
        url(Rsvp, "add"), {"gathering": gathering.pk, "membership": member.pk, "answer": "waiting"}
    )

    assert page.context["adminform"].form.errors["answer"]
    assert not Rsvp.objects.exists()
