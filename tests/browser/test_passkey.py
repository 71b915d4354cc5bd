"""A passkey made with the phone's own lock, and signing in with it."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.steps import fill, follow, press, reads, sign_in
from tests.making import make_person

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def give_authenticator(page: Page) -> None:
    """Let the browser have an authenticator that knows its owner and says yes."""
    tools = page.context.new_cdp_session(page)
    tools.send("WebAuthn.enable")
    owned = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    tools.send("WebAuthn.addVirtualAuthenticator", {"options": owned})


def test_a_passkey_is_added_and_signs_in(new_context, post):
    anna = make_person("Anna", email="anna@circle.example")
    page = new_context().new_page()
    give_authenticator(page)
    sign_in(page, post, anna.email)

    page.goto("/accounts/2fa/webauthn/")
    reads(page, "My passkeys")
    follow(page, "Add a passkey")
    fill(page, name="my phone")
    page.locator("[name=passwordless]").check()
    page.locator("#mfa_webauthn_add").click()
    page.wait_for_url(lambda address: not address.endswith("/add/"))
    page.goto("/accounts/2fa/webauthn/")
    expect(page.get_by_role("listitem").filter(has_text="my phone")).to_be_visible()
    page.goto("/me/")
    press(page, "Sign out")

    page.goto("/accounts/login/")
    press(page, "Use my passkey")
    reads(page, "My circles")
    expect(page.get_by_role("link", name="Anna, my page")).to_be_visible()
