"""What a device keeps: under a key that tells nothing, in a page that knows nobody, and not beyond signing out."""

import re

import pytest
from django.urls import reverse

from tests.making import make_gathering_now, make_member

pytestmark = pytest.mark.django_db


def key_on(client, gathering) -> str:
    page = client.get(reverse("check_in", args=[gathering.circle.slug, gathering.number])).text
    [key] = re.findall(r'data-keep="(\w+)"', page)
    return key


def test_the_key_is_the_same_for_one_person_and_gathering_and_for_nobody_else(client):
    ines = make_member(name="Ines")
    first, second = (make_gathering_now(ines.circle) for _gathering in "12")
    keys = []
    for member in (ines, make_member(ines.circle)):
        client.force_login(member.person)
        keys += [key_on(client, first), key_on(client, second)]
        assert key_on(client, first) in keys

    assert len(set(keys)) == 4
    assert all(re.fullmatch(r"[0-9a-f]{24}", key) for key in keys)


@pytest.mark.parametrize("place", ["offline", "keeping_worker"])
def test_the_page_without_signal_is_the_same_whoever_asks(client, place):
    def shown() -> str:
        return client.get(reverse(place)).text

    nobodys = shown()
    client.force_login(make_member(name="CANARY").person)

    assert shown() == nobodys
    assert "CANARY" not in nobodys


def test_signing_out_clears_the_device_and_only_that(client):
    out = reverse("account_logout")
    assert "Clear-Site-Data" not in client.post(out).headers  # their session had ended: words wait for them
    client.force_login(make_member().person)
    assert "Clear-Site-Data" not in client.get(out).headers
    assert "Clear-Site-Data" not in client.post(reverse("me")).headers

    assert client.post(out).headers["Clear-Site-Data"] == '"storage"'
