"""Signing up by e-mailed code, without telling anybody which addresses are known (R26, R35)."""

import re

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth import SESSION_KEY
from django.test import Client

from circles.models import Letter, Person
from tests.making import make_person
from tests.postbox import code_sent, deliver_all

pytestmark = pytest.mark.django_db
SIGN_IN, SIGN_UP = "/accounts/login/", "/accounts/signup/"
CONFIRM, PROVE = "/accounts/login/code/confirm/", "/accounts/confirm-email/"


@pytest.fixture
def anna():
    return make_person("Anna", email="anna@circle.example")


def ask(client, address):
    return client.post(SIGN_IN, {"login": address})


def sign_up(client, address="new@circle.example", **more):
    return client.post(SIGN_UP, {"email": address, "name": "Noor", **more})


def test_somebody_new_signs_up_with_a_name_and_a_code(client, mailoutbox):
    response = client.post(
        SIGN_UP,
        {"email": "Noor@Circle.example", "name": " Noor  Haddad ", "timezone": "edmonton"},
        headers={"accept-language": "fr"},
    )
    assert response["Location"] == PROVE
    client.post(PROVE, {"code": code_sent(mailoutbox)})

    noor = Person.objects.get()
    assert (noor.email, noor.name, noor.timezone, noor.language) == (
        "noor@circle.example",
        "Noor Haddad",
        "America/Edmonton",
        "fr",
    )
    assert not noor.has_usable_password()
    assert client.session[SESSION_KEY] == str(noor.pk)


def test_without_a_zone_somebody_new_is_in_utc_for_now(client):
    sign_up(client)

    assert Person.objects.get().timezone == "UTC"


@pytest.mark.parametrize("given", [{"name": ""}, {"timezone": "Atlantis"}, {"email": "nobody"}])
def test_what_cannot_be_taken_at_sign_up_is_said_and_nothing_typed_is_lost(client, given):
    typed = {"email": "new@circle.example", "name": "Noor", "timezone": "Edmonton"} | given
    response = client.post(SIGN_UP, typed)

    assert response.status_code == 200
    assert set(response.context["form"].errors) == set(given)
    assert all(f'value="{value}"' in response.text for value in typed.values() if value)
    assert not Person.objects.exists()


@pytest.mark.parametrize("request_it", [ask, sign_up])
def test_nobody_can_tell_which_addresses_are_known(anna, request_it, mailoutbox):
    """R35: the same status, the same page, one letter each."""
    EmailAddress.objects.create(user=anna, email=anna.email, verified=True, primary=True)
    seen = []
    for address in (anna.email, "else@circle.example"):
        client = Client()
        answer = request_it(client, address)
        page = client.get(answer["Location"]).text.replace(address, "…")
        seen.append((answer.status_code, answer["Location"], re.sub(r'(value|nonce)="[^"]*"', "", page)))
    deliver_all()

    assert seen[0] == seen[1]
    assert [sent.to for sent in mailoutbox] == [[anna.email], ["else@circle.example"]]
    kinds = list(Letter.objects.order_by("pk").values_list("kind", flat=True))
    assert (
        kinds
        == {ask: ["sign_in_code", "account_unknown"], sign_up: ["account_exists", "sign_up_code"]}[request_it]
    )


def test_an_address_that_is_known_is_not_taken_twice(client, anna):
    sign_up(client, anna.email, name="Somebody else")

    assert [person.name for person in Person.objects.all()] == ["Anna"]


@pytest.mark.parametrize(
    "path", [SIGN_IN, SIGN_UP, CONFIRM, "/accounts/login/code/", "/accounts/password/reset/"]
)
@pytest.mark.parametrize("method", ["get", "head"])
def test_opening_a_page_writes_no_letter(client, path, method):
    getattr(client, method)(path)

    assert not Letter.objects.exists()


def test_who_signs_up_and_is_here_already_reads_so_and_finds_the_door(client, anna, mailoutbox):
    """The door itself leads back to the box as long as signing up waits for its code: this button ends the wait."""
    EmailAddress.objects.create(user=anna, email=anna.email, verified=True, primary=True)

    page = client.get(sign_up(client, anna.email)["Location"]).text
    deliver_all()

    assert "A letter is on its way to anna@circle.example." in page
    assert "If the letter holds a code, type it here" in page
    assert f'name="next" value="{SIGN_IN}"><p>If it says that you are here already' in page
    answer = client.post("/accounts/logout/", {"next": SIGN_IN}, follow=True)
    assert answer.redirect_chain == [(SIGN_IN, 302)]
    client.post(SIGN_IN, {"login": anna.email})
    client.post(CONFIRM, {"code": code_sent(mailoutbox)})
    assert client.session[SESSION_KEY] == str(anna.pk)


def test_who_asks_for_a_code_and_is_not_known_reads_so_and_finds_where_to_begin(client):
    page = client.get(ask(client, "else@circle.example")["Location"]).text.split('id="main"')[1]

    assert "If the letter holds a code, type it here" in page
    assert f'If it says that we do not know this address yet, it holds no code: <a href="{SIGN_UP}">' in page
    assert client.get(SIGN_UP).status_code == 200


def test_a_city_that_is_not_known_leads_to_the_nearest_big_one(client):
    page = sign_up(client, timezone="Munich").text

    assert "“Munich” is not a time zone we know. Choose the nearest big city in the list" in page


def test_an_empty_box_for_the_zone_is_for_the_browser_to_fill_and_a_filled_one_is_left(client):
    script = '<script type="module" src="/static/js/own_zone'

    assert script in client.get(SIGN_UP).text
    assert script not in sign_up(client, timezone="Munich").text
