"""Guests at a gathering: a first name, and a host's nod; counted among the chairs, seen by the circle alone."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils.timezone import now

from circles.models import Letter
from gatherings.answering import bringing, rsvps
from gatherings.models import Gathering, Guest, Rsvp
from gatherings.refusals import GuestIsGone, IsCalledOff, IsOver, NoSeatLeft, SignsUpElsewhere, TooManyGuests
from tests.making import make_circle, make_gathering, make_host, make_lab, make_member

pytestmark = pytest.mark.django_db


@pytest.fixture
def gathering():
    return make_gathering(make_circle(place="The Old Library"))


@pytest.fixture
def host(gathering):
    return make_host(gathering.circle, "Stella")


def url(name, gathering, *more):
    return reverse(name, args=[gathering.circle.slug, gathering.number, *more])


def page_for(client, member, gathering):
    client.force_login(member.person)
    return client.get(gathering.get_absolute_url()).text


def test_a_guest_waits_for_a_nod_and_then_everybody_in_the_circle_sees_them(client, gathering, anna, host):
    client.force_login(anna.person)
    page = client.post(url("gathering_guest", gathering), {"name": "Ada", "once": str(uuid4())}, follow=True)
    assert page.redirect_chain == [(gathering.get_absolute_url(), 302)]
    assert "Thank you. A host nods, then Ada comes." in page.text
    assert "waits for a host’s nod" in page.text
    luc = make_member(gathering.circle, "Luc")
    assert "Ada" not in page_for(client, luc, gathering)

    client.force_login(host.person)
    assert "waits for a host’s nod" in client.get(url("gathering_hosts", gathering)).text
    client.post(url("gathering_guest_nod", gathering, Guest.objects.get().pk))

    page = page_for(client, luc, gathering)
    assert "a guest · with Anna" in page
    assert "One guest comes along." in page
    assert "Ada, a guest" in page  # in the ring, in words
    assert page.count('class="seat guest"') == 1
    assert Guest.objects.get().nodded_by == host


def test_whom_a_host_writes_down_has_the_nod_and_leads_back_to_the_hosts_page(client, gathering, host):
    client.force_login(host.person)

    page = client.post(url("gathering_guest", gathering), {"name": "Otto"}, follow=True)

    assert page.redirect_chain == [(url("gathering_hosts", gathering), 302)]
    assert "Otto comes along." in page.text
    assert "One chair, for a guest" in page.text
    assert Guest.objects.get().nodded_at


def test_a_stranger_finds_no_guest_and_a_visitor_is_asked_to_sign_in(client, gathering, anna, host):
    guest = bringing.bring(gathering, name="Ada", by=host, now=now())
    doors = [
        ("post", url("gathering_guest", gathering)),
        ("post", url("gathering_guest_nod", gathering, guest.pk)),
        ("post", url("gathering_guest_off", gathering, guest.pk)),
    ]
    assert {getattr(client, method)(door).status_code for method, door in doors} == {302}
    client.force_login(make_host().person)
    assert {getattr(client, method)(door).status_code for method, door in doors} == {404}
    assert Guest.objects.count() == 1


def test_who_brings_them_or_a_host_takes_them_off_and_nobody_else(client, gathering, anna, host):
    hers = bringing.bring(gathering, name="Ada", by=anna, now=now())
    off = url("gathering_guest_off", gathering, hers.pk)
    client.force_login(make_member(gathering.circle).person)
    assert client.post(off).status_code == 404  # nobody else knows of her yet
    bringing.nod(hers, by=host, now=now())
    assert client.post(off).status_code == 403
    assert client.post(url("gathering_guest_nod", gathering, hers.pk)).status_code == 403

    client.force_login(anna.person)
    assert client.post(off).status_code == 302
    assert not Guest.objects.exists()
    with pytest.raises(ValueError, match="takes them off"):
        bringing.take_off(hers, by=make_member(gathering.circle), now=now())


def test_a_guest_with_a_nod_takes_a_seat_and_gives_it_back_to_who_waits(gathering, anna, host):
    Gathering.objects.update(seats=2)
    guest = bringing.bring(gathering, name="Ada", by=host, now=now())
    for name in ("Ben", "Cleo"):
        rsvps.answer(gathering, membership=make_member(gathering.circle, name), answer="yes", now=now())
    assert Rsvp.objects.get(membership__name="Cleo").answer == "waiting"

    bringing.take_off(guest, by=host, now=now())

    assert Rsvp.objects.get(membership__name="Cleo").answer == "yes"
    assert Letter.objects.get().kind == "gathering_seat"


def test_without_a_free_seat_nobody_is_nodded_in_and_the_host_reads_why(client, gathering, anna, host):
    Gathering.objects.update(seats=1)
    rsvps.answer(gathering, membership=anna, answer="yes", now=now())
    guest = bringing.bring(gathering, name="Ada", by=anna, now=now())
    with pytest.raises(NoSeatLeft):
        bringing.nod(guest, by=host, now=now())

    client.force_login(host.person)
    page = client.post(url("gathering_guest_nod", gathering, guest.pk), follow=True)
    assert "Every seat is taken. Add a seat first" in page.text
    page = client.post(url("gathering_guest", gathering), {"name": "Otto"})
    assert "Every seat is taken. Add a seat first" in page.text
    assert 'value="Otto"' in page.text
    assert list(Guest.objects.values_list("name", "nodded_at")) == [("Ada", None)]


def test_sent_or_nodded_twice_it_is_one_guest(gathering, anna, host):
    once = uuid4()
    first, second = (bringing.bring(gathering, name="Ada", by=anna, once=once, now=now()) for _ in range(2))
    assert first == second == Guest.objects.get()

    nodded = bringing.nod(first, by=host, now=now())
    again = bringing.nod(first, by=host, now=now() + timedelta(hours=1))
    assert again.nodded_at == nodded.nodded_at

    elsewhere = bringing.bring(make_gathering(gathering.circle), name="Ben", by=anna, once=once, now=now())
    assert elsewhere.uid != once


@pytest.mark.parametrize("name", ["", " ", "\u200b", "x" * 61])
def test_a_name_that_is_none_is_said_so_at_the_field(client, gathering, anna, name):
    client.force_login(anna.person)

    page = client.post(url("gathering_guest", gathering), {"name": name})

    assert (page.status_code, "invalid-feedback" in page.text) == (200, True)
    assert not Guest.objects.exists()


def test_a_name_is_shown_and_never_run(client, gathering, host):
    bringing.bring(gathering, name="<script>alert(1)</script>", by=host, now=now())

    assert "<script>alert(1)" not in page_for(client, host, gathering)
    assert "<script>alert(1)" not in client.get(url("gathering_hosts", gathering)).text


def test_what_is_over_called_off_or_a_lab_takes_no_guest(gathering, anna, host):
    guest = bringing.bring(gathering, name="Ada", by=anna, now=now())
    after = gathering.ends_at
    for refused in (
        lambda: bringing.bring(gathering, name="Ben", by=anna, now=after),
        lambda: bringing.nod(guest, by=host, now=after),
        lambda: bringing.take_off(guest, by=anna, now=after),
    ):
        with pytest.raises(IsOver):
            refused()
    with pytest.raises(SignsUpElsewhere):
        bringing.bring(make_lab(gathering.circle).gathering, name="Ben", by=anna, now=now())
    Gathering.objects.update(status="called_off")
    with pytest.raises(IsCalledOff):
        bringing.nod(guest, by=host, now=now())
    bringing.take_off(guest, by=anna, now=now())  # that is still possible
    with pytest.raises((GuestIsGone, IsCalledOff)):
        bringing.nod(guest, by=host, now=now())


def test_one_member_brings_only_so_many(gathering, anna, host):
    for _ in range(bringing.MOST_EACH):
        bringing.bring(gathering, name="Ada", by=anna, now=now())

    with pytest.raises(TooManyGuests, match="You bring 6 guests already"):
        bringing.bring(gathering, name="Ada", by=anna, now=now())


def test_only_hosts_nod_and_nobody_across_circles(gathering, anna):
    guest = bringing.bring(gathering, name="Ada", by=anna, now=now())

    for wrong in (anna, make_host()):
        with pytest.raises(ValueError):  # noqa: PT011  # each its own words
            bringing.nod(guest, by=wrong, now=now())
    with pytest.raises(ValueError, match="only a member of the circle"):
        bringing.bring(gathering, name="Ben", by=make_member(), now=now())


def test_names_are_let_go_half_a_year_after(gathering, anna):
    bringing.bring(gathering, name="Ada", by=anna, now=now())

    assert bringing.let_go_old(now=gathering.ends_at + timedelta(days=179)) == 0
    assert bringing.let_go_old(now=gathering.ends_at + timedelta(days=180)) == 1
    assert not Guest.objects.exists()
