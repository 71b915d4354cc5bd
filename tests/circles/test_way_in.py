"""Coming to the wrong door: where somebody was going, and the address typed, are known at the other one."""

import re

import pytest
from allauth.account.models import EmailAddress
from django.test import Client

from circles.models import Letter
from circles.signing_in import way
from tests.making import make_person
from tests.postbox import code_sent, deliver_all, links_in

pytestmark = pytest.mark.django_db
SIGN_IN, SIGN_UP, BEGIN = "/accounts/login/", "/accounts/signup/", "/accounts/logout/"
CONFIRM, PROVE = "/accounts/login/code/confirm/", "/accounts/confirm-email/"
FOUND, ONWARD = "/circles/new/", "?next=%2Fcircles%2Fnew%2F"


def main(page):
    return page.text.split('id="main"')[1]


def test_a_founder_unknown_at_the_sign_in_goes_on_with_their_address_and_ends_where_circles_are_founded(
    client, mailoutbox
):
    asked = client.post(SIGN_IN, {"login": "Noor@circle.example", "next": FOUND}, follow=True)
    assert f'href="{SIGN_UP}{ONWARD}"' in main(asked)
    assert "noor@circle.example" not in "".join(re.findall(r'(?:href|action)="[^"]*"', asked.text))

    page = client.get(SIGN_UP + ONWARD)
    assert 'value="noor@circle.example"' in main(page)
    assert f'name="next" value="{FOUND}"' in main(page)
    client.post(SIGN_UP, {"email": "noor@circle.example", "name": "Noor", "next": FOUND})
    end = client.post(PROVE, {"code": code_sent(mailoutbox)})

    assert end["Location"] == FOUND
    assert way.leads_to(client.get("/home/").wsgi_request) == ""


def test_a_visitor_who_would_found_a_circle_comes_to_where_one_begins(client):
    assert f'class="primary" href="{SIGN_UP}?next={FOUND}"' in client.get("/").text


@pytest.mark.parametrize("comes_back", [False, True])
def test_who_signs_up_by_an_invitation_and_then_signs_in_is_led_back_to_it(client, mailoutbox, comes_back):
    tom = make_person("Tom", email="tom@circle.example")
    EmailAddress.objects.create(user=tom, email=tom.email, verified=True, primary=True)
    there = "/invitation/abc/"
    page = client.post(SIGN_UP, {"email": tom.email, "name": "Tom", "next": there}, follow=True)
    if comes_back:
        page = client.get(f"{SIGN_UP}?next=%2Finvitation%2Fxyz%2F&email=tom%40circle.example", follow=True)
        there = "/invitation/xyz/"
    [back] = re.findall(r'name="next" value="([^"]*)"><p>If it says that you are here already', page.text)

    door = client.post(BEGIN, {"next": back}, follow=True)
    assert f'name="next" value="{there}"' in main(door)
    assert 'value="tom@circle.example"' in main(door)
    client.post(SIGN_IN, {"login": tom.email, "next": there})
    assert client.post(CONFIRM, {"code": code_sent(mailoutbox), "next": there})["Location"] == there


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example/", "/\\evil.example", "x"])
def test_no_door_leads_elsewhere(client, elsewhere):
    page = client.post(SIGN_IN, {"login": "new@circle.example", "next": elsewhere}, follow=True)

    assert f'href="{SIGN_UP}"' in main(page)
    assert f'href="{SIGN_UP}?' not in main(page)


@pytest.mark.parametrize(("door", "field"), [(SIGN_IN, "login"), (SIGN_UP, "email")])
def test_on_their_way_too_nobody_can_tell_which_addresses_are_known(door, field):
    """R35: pages, and what the session says of the way, are the same."""
    anna = make_person("Anna", email="anna@circle.example")
    EmailAddress.objects.create(user=anna, email=anna.email, verified=True, primary=True)
    seen = []
    for address in (anna.email, "else@circle.example"):
        client = Client()
        page = client.post(door, {field: address, "name": "Noor", "next": FOUND}, follow=True)
        other = client.get(SIGN_UP + ONWARD, follow=True)
        texts = [text.replace(address, "…") for text in (page.text, other.text)]
        seen.append([re.sub(r'(csrfmiddlewaretoken" value|nonce)="[^"]*"', "", text) for text in texts])

    assert seen[0] == seen[1]
    assert ONWARD in seen[0][0]


def test_the_way_is_forgotten_when_a_code_would_be(client, monkeypatch):
    client.post(SIGN_IN, {"login": "new@circle.example", "next": FOUND})
    later = way.time.time() + 601
    monkeypatch.setattr(way.time, "time", lambda: later)

    assert "new@circle.example" not in main(client.get(SIGN_UP))


@pytest.mark.parametrize(
    ("onward", "carried"), [(FOUND, ONWARD), ("/invitation/secret/", ""), ("/nowhere-at-all/", "")]
)
def test_a_letter_leads_on_to_a_page_of_everybody_and_carries_no_secret(client, mailoutbox, onward, carried):
    client.post(SIGN_IN, {"login": "new@circle.example", "next": onward})
    deliver_all()

    [link] = [link for link in links_in(mailoutbox[-1].body) if "/accounts/" in link]
    assert link.endswith(SIGN_UP + carried)
    assert "secret" not in str(Letter.objects.get().params)
