"""A real browser against the real server, letters through the real worker and a mail server on loopback.

And an evening with Noor, who catches, and Ines; and one of Anna's at the stitching table.
"""

import shutil
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from circles.models import Person
from tests.browser.faults import Faults
from tests.browser.post import Post
from tests.browser.steps import remember
from tests.browser.stitching import SPOKEN, spoken
from tests.mail_server import mail_server
from tests.making import make_gathering_now, make_host, make_member

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
QUIETLY = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)

expect.set_options(timeout=20_000)  # two cores may be shared by many browsers


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    """Take the machine's own Chromium; without one these tests are skipped."""
    if CHROMIUM is None:
        pytest.skip("Chromium is not installed, so nobody looks at the pages.")
    return browser_type_launch_args | {"executable_path": CHROMIUM, "args": list(QUIETLY)}


@pytest.fixture
def faults(live_server):
    """Whatever went wrong in any window of the test; it fails for the first of it."""
    faults = Faults(live_server.url)
    yield faults
    assert faults.found == []


@pytest.fixture
def new_context(new_context, live_server, faults) -> Callable[..., BrowserContext]:
    """Open a browser of one's own, in English and in Edmonton, watched for faults; "/" is the site."""

    def opened(**given) -> BrowserContext:
        at_home = {"base_url": live_server.url, "locale": "en-CA", "timezone_id": "America/Edmonton"}
        context = new_context(**at_home | given)
        context.set_default_timeout(30_000)
        faults.watch(context)
        return context

    return opened


@pytest.fixture
def page_of(new_context, live_server) -> Callable[..., Page]:
    """Return a function that opens a page as somebody who is signed in already."""

    def opened(person: Person, **given) -> Page:
        context = new_context(**given)
        remember(context, person, live_server.url)
        return context.new_page()

    return opened


@pytest.fixture
def post(settings, live_server):
    """The letters, sent by the worker to a mail server, with links that lead to the server under test."""
    with mail_server() as server:
        settings.MAILERS = server.mailers
        settings.SITE_URL = live_server.url
        yield Post(server)


@pytest.fixture
def evening():
    return make_gathering_now(question="What is in your coat?")


@pytest.fixture
def noor(evening):
    return make_host(evening.circle, "Noor")


@pytest.fixture
def ines(evening):
    return make_member(evening.circle, "Ines")


@pytest.fixture
def anna():
    return make_host(name="Anna")


@pytest.fixture
def gathering(anna):
    """An evening of Anna's with five lines and a silence, each line by itself in the draft."""
    evening = make_gathering_now(anna.circle)
    spoken(evening, anna, SPOKEN)
    return evening
