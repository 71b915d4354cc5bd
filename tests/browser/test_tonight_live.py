"""Tonight on many phones at once: flames seen within seconds, typing undisturbed, and nothing asked once it is over."""

import re
import time

import pytest
from django.utils.timezone import now
from playwright.sync_api import expect

from checkins.models import Flame
from checkins.tonight import centre
from tests.browser.steps import PHONE, press, says
from tests.browser.tonight import NAMES, at, begun, ends_on_purpose, evening_of_twelve, member

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


BUSY, QUIET = 4, 10  # seconds in which a flame is seen by all (FOUNDATIONS, Live round)


@pytest.fixture
def evening():
    return evening_of_twelve()


def test_twelve_phones_and_one_catcher_see_every_flame(page_of, evening, noor):
    begun(evening, noor)
    phones = {}
    for name in NAMES:
        phones[name] = page_of(member(evening, name).person, **PHONE)
        phones[name].goto(at("check_in", evening))
    catcher = page_of(noor.person)
    catcher.goto(at("check_in", evening))
    took = []
    for lit, name in enumerate(NAMES[:6], start=1):
        press(phones[name], "I have spoken" if lit % 2 else "I keep silence")
        begins = time.monotonic()
        for page in (*phones.values(), catcher):
            expect(page.locator(".seat.lit")).to_have_count(lit, timeout=60_000)
        took.append(time.monotonic() - begins)
    expect(phones["Gil"].get_by_text("It has come to you.")).to_be_visible(timeout=60_000)

    time.sleep(45)  # it grows quiet
    press(phones["Gil"], "I have spoken")
    begins = time.monotonic()
    for page in (*phones.values(), catcher):
        expect(page.locator(".seat.lit")).to_have_count(7, timeout=60_000)
    quiet = time.monotonic() - begins
    print(
        f"a flame seen by thirteen pages: busy {max(took):.1f} s (of {BUSY}), quiet {quiet:.1f} s (of {QUIET})"
    )
    assert Flame.objects.filter(state="lit").count() == 7


def test_what_is_typed_stays_while_flames_light(page_of, evening, noor):
    begun(evening, noor)
    anna, ben = (page_of(member(evening, name).person, **PHONE) for name in NAMES[:2])
    for page in (anna, ben):
        page.goto(at("check_in", evening))
    field = anna.get_by_label("Your words")
    field.press_sequentially("half of a sen")

    press(ben, "I have spoken")
    says(anna, "One flame is lit.")

    expect(field).to_be_focused()
    field.press_sequentially("tence")
    expect(field).to_have_value("half of a sentence")


def test_once_the_circle_is_closed_the_page_asks_no_more(page_of, faults, evening, noor):
    found = begun(evening, noor)
    page = page_of(noor.person)
    asked = []
    page.on("request", lambda request: asked.append(request.url) if "/live/" in request.url else None)
    with page.expect_request("**/live/*.json"):
        page.goto(at("check_in", evening))
    assert asked

    centre.close(evening, by=noor, now=now())
    expect(page.locator("#tonight[data-live]")).to_have_count(0, timeout=30_000)
    asked.clear()
    page.wait_for_timeout(5000)
    assert asked == []
    assert found.live_token not in page.content()
    ends_on_purpose(faults)


def test_once_the_circle_is_closed_the_gatherings_page_says_so_and_keeps_what_is_typed(
    page_of, faults, evening, noor
):
    begun(evening, noor)
    page = page_of(member(evening, "Anna").person, **PHONE)
    page.goto(evening.get_absolute_url())
    expect(page.locator("#tonight[data-live]")).to_be_visible()
    field = page.get_by_role("textbox")
    field.fill("to listen longer")

    centre.close(evening, by=noor, now=now())

    expect(page.get_by_text("The circle is closed.")).to_be_visible(timeout=30_000)
    expect(page.get_by_role("link", name="Come into the circle")).to_have_count(0)
    expect(field).to_have_value("to listen longer")
    ends_on_purpose(faults)


def test_a_server_that_asks_for_patience_gets_it_and_a_page_nobody_sees_asks_nothing(
    page_of, faults, evening, noor
):
    begun(evening, noor)
    page = page_of(noor.person)
    hidden = "Object.defineProperty(document, 'hidden', {get: () => window.put_away === true})"
    page.add_init_script(hidden)
    asked = []

    def busy(route):
        asked.append(time.monotonic())
        route.fulfill(status=503, headers={"Retry-After": "6"})

    def until(times):
        """Wait until it was asked so often, however slow this machine is."""
        ends = time.monotonic() + 30
        while len(asked) < times and time.monotonic() < ends:
            page.wait_for_timeout(100)
        assert len(asked) == times

    page.route("**/live/*.json", busy)
    page.goto(at("check_in", evening))
    until(2)
    assert asked[1] - asked[0] > 3  # without it, two seconds

    page.evaluate("window.put_away = true")
    page.wait_for_timeout(8000)
    assert len(asked) == 2
    page.evaluate("window.put_away = false; document.dispatchEvent(new Event('visibilitychange'))")
    until(3)
    faults.found[:] = [fault for fault in faults.found if not re.match(r"503 for \S+/live/", fault)]
