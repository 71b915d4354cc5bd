"""The guardian's bell: it sounds on every open page of tonight, and not twice in a breath."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.timezone import now

from checkins.models import Centre
from checkins.tonight import bell, centre
from gatherings.models import Turn
from tests.checkins.speaking import address
from tests.making import make_role

pytestmark = pytest.mark.django_db


def rung():
    return Centre.objects.values_list("version", "rung_at").get()


def test_it_rings_and_not_again_within_a_breath(evening, found):
    first = now()
    bell.ring(evening, now=first)
    bell.ring(evening, now=first + timedelta(seconds=14))
    assert rung() == (found.version + 1, first)

    later = first + timedelta(seconds=15)
    bell.ring(evening, now=later)
    assert rung() == (found.version + 2, later)


def test_where_no_circle_is_open_nothing_rings(evening, catcher, found):
    centre.close(evening, by=catcher, now=now())

    assert bell.ring(evening, now=now()) is None
    assert rung()[1] is None


def test_the_guardian_and_hosts_ring_it_and_no_other_member(client, evening, found, ines, catcher):
    client.force_login(ines.person)
    assert client.post(address("ring_bell", evening)).status_code == 403
    assert "Ring the bell" not in client.get(address("check_in", evening)).text
    assert rung()[1] is None

    Turn.objects.create(gathering=evening, role=make_role(evening.circle, duty="guards"), holder=ines)
    assert "Ring the bell" in client.get(address("check_in", evening)).text
    assert client.post(address("ring_bell", evening)).status_code == 302
    assert rung()[1]

    Centre.objects.update(rung_at=None)
    client.force_login(catcher.person)
    client.post(address("ring_bell", evening))
    assert rung()[1]


def test_it_rings_from_the_middle_of_the_circle_too(client, found):
    client.post(reverse("centre_bell", args=[found.screen_token]))
    assert rung()[1]


def test_it_is_heard_on_the_catchers_board_while_the_circle_is_open(client, evening, catcher, found):
    client.force_login(catcher.person)
    there = f'data-live="{reverse("live", args=[found.live_token])}"'
    assert there in client.get(address("catch", evening)).text

    centre.open_round(evening, kind="in", question="", by=catcher, now=now())
    assert there in client.get(address("catch", evening)).text
    centre.close(evening, by=catcher, now=now())
    page = client.get(address("catch", evening)).text
    assert "data-live" not in page
    assert "The bell has rung." in page  # its place, in which nothing is said
