"""The server is gone in the middle of the check-in and comes back: every phrase is caught once, in order."""

import re

import pytest
from playwright.sync_api import expect

from tests.serving import PATIENCE, Served

pytestmark = pytest.mark.browser

BEFORE = ["the bill from the vet", "  a question, folded", "when it snows"]
DURING = ["I count the lamps", "and nobody asked", "half a loaf", "the whole of my week"]
AFTER = ["oh, soup!"]


@pytest.fixture
def site(tmp_path):
    site = Served(tmp_path)
    site.start()
    try:
        yield site
    finally:
        site.kill()


def test_the_catcher_goes_on_catching_while_the_server_is_down(site, browser):
    page = browser.new_page(locale="en-CA")
    page.goto(re.search(r"Sami,.*?(http\S+)", site.said).group(1))
    page.get_by_role("link", name="Come into the circle").click()
    page.get_by_role("link", name="Catch the poem").click()
    field = page.locator("#heard")
    expect(field).to_be_focused()

    def catch(lines):
        for line in lines:
            page.keyboard.type(line)
            page.keyboard.press("Enter")

    catch(BEFORE)
    expect(page.locator("#lines li .waiting, #lines li.waiting")).to_have_count(0)
    site.kill()
    catch(DURING)
    expect(page.locator("#lines li")).to_have_count(len(BEFORE + DURING))
    expect(page.locator("#lines li .waiting, #lines li.waiting")).not_to_have_count(0)
    site.start()
    catch(AFTER)

    expect(page.locator("#lines li .waiting, #lines li.waiting")).to_have_count(0, timeout=PATIENCE * 1000)
    page.reload()
    assert page.locator("#lines .caught").all_text_contents() == [*BEFORE, *DURING, *AFTER]
