"""Labs and their guests at the hosts' table: changed by the verbs, seen by the hosts of their circle alone."""

import pytest
from django.urls import reverse

from circles.models import Letter
from gatherings.models import GuestState, Lab, LabGuest
from tests.making import make_guest, make_host, make_lab, make_member

pytestmark = pytest.mark.django_db


@pytest.fixture
def lab():
    return make_lab(seats=1)


@pytest.fixture
def host(client, lab):
    host = make_host(lab.gathering.circle)
    client.force_login(host.person)
    return host


def path(name, *args) -> str:
    return reverse(f"admin:gatherings_{name}", args=args)


def test_a_host_reads_the_guests_of_their_circle_and_nobody_elses(client, lab, host):
    make_guest(lab, "Maria", email="maria@x.example")
    other = make_guest(make_lab(), "Unseen", email="unseen@x.example")

    page = client.get(path("labguest_changelist")).text

    assert "maria@x.example" in page
    assert "unseen" not in page.lower()
    assert client.get(path("labguest_change", other.pk)).status_code == 404
    client.force_login(make_member(lab.gathering.circle).person)
    assert client.get(path("labguest_changelist")).status_code == 404


def test_more_seats_at_the_table_move_the_list_up(client, lab, host):
    make_guest(lab, "A")
    waiting = make_guest(lab, "B", GuestState.WAITING)

    client.post(path("lab_change", lab.pk), {"title": "Three days", "invitation": "Come.", "seats": "2"})

    lab = Lab.objects.get()
    assert (lab.title, lab.gathering.theme, lab.seats) == ("Three days", "Three days", 2)
    assert LabGuest.objects.get(pk=waiting.pk).state == GuestState.COMING
    assert Letter.objects.filter(kind="lab_moved_up").count() == 1


def test_a_guest_is_written_down_and_taken_off_by_the_verbs(client, lab, host):
    client.post(path("labguest_add"), {"lab": lab.pk, "name": "Maria", "email": "maria@x.example"})
    waiting = make_guest(lab, "B", GuestState.WAITING)
    maria = LabGuest.objects.get(name="Maria")
    assert maria.state == GuestState.COMING
    assert Letter.objects.get().address == "maria@x.example"

    client.post(path("labguest_delete", maria.pk), {"post": "yes"})

    assert list(LabGuest.objects.values_list("pk", "state")) == [(waiting.pk, GuestState.COMING)]


def test_nobody_is_written_down_at_a_lab_of_another_circle(client, host):
    other = make_lab()

    client.post(path("labguest_add"), {"lab": other.pk, "name": "Maria", "email": ""})

    assert not LabGuest.objects.exists()
