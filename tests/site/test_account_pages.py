"""Every page of signing in stands in our base: language, one heading, one main part, and nothing inline."""

import re
from html.parser import HTMLParser

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.test import Client

from tests.making import make_person
from tests.postbox import code_sent
from tests.proving import prove

FOR_VISITORS = ["login/", "login/code/", "signup/", "password/reset/", "3rdparty/login/cancelled/"]
FOR_PEOPLE = [
    "email/",
    "logout/",
    "password/set/",
    "2fa/",
    "2fa/totp/activate/",
    "2fa/webauthn/",
    "2fa/webauthn/add/",
    "2fa/recovery-codes/generate/",
    "3rdparty/",
    "sessions/",
]


class Page(HTMLParser):
    """Gathers what a page is made of."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.inline: list[str] = []
        self._labels: set[str] = set()
        self._inputs: list[str] = []
        self.feed(html)
        self.unlabelled = [name for name in self._inputs if name not in self._labels]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        held = dict(attrs)
        self.tags.append(tag)
        self.inline += [name for name in held if name == "style" or name.startswith("on")]
        if tag == "script" and "src" not in held and held.get("type") != "application/json":
            self.inline.append("script")
        if tag == "label":
            self._labels.add(held.get("for") or "")
        if tag in {"input", "select", "textarea"} and held.get("type") not in {"hidden", "submit"}:
            self._inputs.append(held.get("id") or "")


def stands_in_our_base(html: str) -> None:
    page = Page(html)
    assert '<html lang="en">' in html
    assert re.search(r"<title>\s*\w", html)
    assert page.tags.count("main") == 1
    assert page.tags.count("h1") == 1
    assert page.tags.count("header") == page.tags.count("footer") == 1
    assert page.inline == []
    assert page.unlabelled == []


@pytest.mark.django_db
@pytest.mark.parametrize("address", FOR_VISITORS)
def test_a_visitor_meets_our_page(client: Client, address: str) -> None:
    response = client.get(f"/accounts/{address}")

    assert response.status_code == 200
    stands_in_our_base(response.text)


@pytest.mark.django_db
@pytest.mark.parametrize("address", FOR_PEOPLE)
def test_a_person_meets_our_page(client: Client, address: str) -> None:
    person = make_person(email="luc@example.org")
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    client.force_login(person, "allauth.account.auth_backends.AuthenticationBackend")
    prove(client)

    response = client.get(f"/accounts/{address}")

    assert response.status_code == 200
    stands_in_our_base(response.text)


@pytest.mark.django_db
def test_signing_in_asks_for_an_address_and_sends_a_code_in_one_box(client: Client) -> None:
    make_person(email="luc@example.org")

    response = client.post("/accounts/login/", {"login": "luc@example.org", "password": ""}, follow=True)

    assert response.redirect_chain[-1][0] == "/accounts/login/code/confirm/"
    assert 'autocomplete="one-time-code"' in response.text
    assert "<strong>luc@example.org</strong>" in response.text
    stands_in_our_base(response.text)


@pytest.mark.django_db
def test_a_wrong_code_is_answered_beside_its_box(client: Client) -> None:
    make_person(email="luc@example.org")
    client.post("/accounts/login/", {"login": "luc@example.org"})

    response = client.post("/accounts/login/code/confirm/", {"code": "WRON-GONE"})

    assert response.status_code == 200
    assert 'aria-describedby="id_code_error"' in response.text
    stands_in_our_base(response.text)


@pytest.mark.django_db
def test_somebody_with_an_app_is_asked_for_its_code_in_our_words(client: Client, mailoutbox) -> None:
    person = make_person(email="luc@example.org")
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    TOTP.activate(person, generate_totp_secret())
    client.post("/accounts/login/", {"login": person.email})

    response = client.post("/accounts/login/code/confirm/", {"code": code_sent(mailoutbox)}, follow=True)

    assert response.redirect_chain[-1][0] == "/accounts/2fa/authenticate/"
    assert "One more proof" in response.text
    assert 'autocomplete="one-time-code"' in response.text
    stands_in_our_base(response.text)
