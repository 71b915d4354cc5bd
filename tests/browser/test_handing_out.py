"""A year for twelve people, six roles, twelve gatherings, handed out by keyboard alone; and without scripts."""

import time
from datetime import date

import pytest
from django.utils.timezone import now
from playwright.sync_api import expect

from gatherings.models import How, Turn
from tests.browser.steps import PHONE, follow, press, reads, says
from tests.making import make_circle, make_gathering, make_host, make_member, make_role

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
NAMES = ("Anna", "Beth", "Carl", "Dina", "Elif", "Fay", "Gil", "Hana", "Ines", "Joe", "Kim", "Luc")
KEYS_IN_TWO_MINUTES = 240  # two keys a second


@pytest.fixture
def circle():
    circle = make_circle("Riverbank")
    long_ago = {"joined_at": now().replace(year=2024)}
    for name in NAMES[1:]:
        make_member(circle, name, **long_ago)
    make_host(circle, NAMES[0], **long_ago)
    for position in range(6):
        make_role(circle, f"Role {position}", position=position)
    for month in range(1, 13):
        make_gathering(circle, date(now().year + 1, month, 25))
    return circle


@pytest.fixture
def host(circle):
    return circle.memberships.get(name=NAMES[0]).person


class Keyboard:
    """A hand on the keys of a page, which counts what it presses."""

    def __init__(self, page):
        self.page, self.pressed = page, 0

    def press(self, *keys):
        for key in keys:
            self.page.keyboard.press(key)
            self.pressed += 1

    def tab_to(self, name, most=40):
        """Go on with the tabulator until the part of that name is reached."""
        for _ in range(most):
            self.press("Tab")
            if (
                self.page.evaluate("document.activeElement.value || document.activeElement.textContent")
                == name
            ):
                return
        raise AssertionError(f"{name} is not reached with the keyboard")


def test_a_year_is_handed_out_by_keyboard_alone_in_less_than_two_minutes(page_of, circle, host):
    page = page_of(host)
    page.goto("/admin/")
    keys, began = Keyboard(page), time.monotonic()

    keys.tab_to("The whole year")
    keys.press("Enter")
    expect(page.locator("table.grid")).to_be_visible()
    while page.evaluate("document.activeElement.tagName") != "SELECT":
        keys.press("Tab")
    for number in range(72):
        keys.press(NAMES[(number + number // 12) % 12][0])
        if number < 71:
            keys.press("Tab", *(["Tab"] if number % 6 == 5 else []))  # past the day of the next gathering
    says(page, "Changed and not kept yet: 72")
    keys.tab_to("Keep these")
    keys.press("Enter")
    says(page, "72 turns are set.")
    print(f"{keys.pressed} keys, {time.monotonic() - began:.1f} s")

    assert keys.pressed <= KEYS_IN_TWO_MINUTES
    held = list(Turn.objects.order_by("gathering__day", "role__position").values_list("holder__name", "how"))
    assert held == [(NAMES[(number + number // 12) % 12], How.SET) for number in range(72)]


def test_a_proposed_year_takes_a_handful_of_keys_and_goes_from_seat_to_seat(page_of, circle, host):
    page = page_of(host)
    page.goto("/admin/")
    follow(page, "The whole year")
    keys = Keyboard(page)
    page.locator("table.grid select").first.focus()
    keys.press("Control+ArrowRight", "Control+ArrowDown", "Control+ArrowDown", "Control+ArrowLeft")
    assert page.evaluate("document.activeElement.id") == page.locator("tbody tr").nth(2).locator(
        "select"
    ).first.get_attribute("id")

    page.get_by_role("button", name="Propose the open seats").focus()
    keys.press("Enter")
    says(page, "Changed and not kept yet: 72")
    page.get_by_role("button", name="Keep these").focus()
    keys.press("Enter")
    says(page, "72 turns are set.")

    totals = Turn.objects.values_list("holder", flat=True)
    assert {list(totals).count(person) for person in totals} == {6}


def test_without_scripts_a_year_is_proposed_kept_and_told_on_a_phone(page_of, circle, host):
    page = page_of(host, java_script_enabled=False, **PHONE)
    page.goto("/admin/")
    reads(page, "Who holds what")
    follow(page, "The whole year")
    press(page, "Propose the open seats")
    says(page, "Changed and not kept yet: 72")
    press(page, "Keep these")
    says(page, "72 turns are set.")

    says(page, "Not told yet")
    press(page, "Tell Beth, Carl, Dina, Elif, Fay, Gil, Hana, Ines, Joe, Kim and Luc")
    says(page, "A letter goes to Beth, Carl, Dina, Elif, Fay, Gil, Hana, Ines, Joe, Kim and Luc.")
    assert set(Turn.objects.values_list("how", flat=True)) == {How.PROPOSED}
    expect(page.get_by_text("Not told yet")).to_have_count(0)
