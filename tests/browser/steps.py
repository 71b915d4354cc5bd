"""What people do on the pages, in steps that a story is told with. They press and read; none asks the database."""

from django.conf import settings
from django.test import Client
from playwright.sync_api import BrowserContext, Locator, Page, expect

from circles.models import Person
from tests.browser.post import Post

PHONE = {"viewport": {"width": 375, "height": 812}, "has_touch": True, "is_mobile": True}


def remember(context: BrowserContext, person: Person, site: str) -> None:
    """Let a browser be signed in as `person`, as if it had been the day before."""
    client = Client()
    client.force_login(person)
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": site}])


def press(page: Page | Locator, name: str) -> None:
    """Press the button of that name."""
    page.get_by_role("button", name=name, exact=True).click()


def follow(page: Page | Locator, name: str) -> None:
    """Follow the link of that name."""
    page.get_by_role("link", name=name, exact=True).click()


def fill(page: Page | Locator, **given: str) -> None:
    """Fill the boxes by the names of their fields."""
    for name, words in given.items():
        page.locator(f"[name={name}]:not([type=hidden])").fill(words)


def reads(page: Page, heading: str) -> None:
    """Be sure that the page of that heading has come."""
    expect(page.get_by_role("heading", level=1)).to_have_text(heading)


def says(page: Page, words: str) -> None:
    """Be sure that the page says so somewhere one can see it."""
    expect(page.get_by_text(words).filter(visible=True).first).to_be_visible()


def type_code(page: Page, post: Post, address: str) -> None:
    """Open the letter that has just come, type its code and go on."""
    reads(page, "Look in your mail")
    fill(page, code=post.code_for(address))
    page.get_by_label("The code").press("Enter")


def sign_in(page: Page, post: Post, address: str) -> None:
    """Sign in with an e-mailed code."""
    page.goto("/accounts/login/")
    fill(page, login=address)
    press(page, "Send me a code")
    type_code(page, post, address)


def lies_within(page: Page) -> bool:
    """Whether nothing on the page sticks out to the side."""
    return bool(page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"))
