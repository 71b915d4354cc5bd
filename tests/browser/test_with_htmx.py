"""Where scripts run, what one presses answers in place: the page is not loaded again."""

import pytest
from django.utils.timezone import now
from playwright.sync_api import Page, expect

from tests.browser.steps import fill, press, says
from tests.making import make_gathering, make_gathering_now, make_host, make_member, make_role, make_steward

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def mark(page: Page) -> None:
    """Leave a mark on the window, which goes when the page is loaded anew."""
    page.evaluate("window.mark = 'still the same page'")


def is_the_same(page: Page) -> bool:
    return page.evaluate("window.mark") == "still the same page"


def test_an_answer_takes_its_place_without_a_reload(page_of):
    luc = make_member(name="Luc")
    gathering = make_gathering(luc.circle, place="The Old Library", call_link="https://call.example/us")
    page = page_of(luc.person)
    page.goto(gathering.get_absolute_url())
    mark(page)

    press(page, "In the room")

    expect(page.locator("#answer-room")).to_have_attribute("aria-pressed", "true")
    expect(page.locator("#answer-room")).to_be_focused()
    press(page, "Not this time")
    expect(page.locator("#answer-no")).to_have_attribute("aria-pressed", "true")
    expect(page.locator("#answer-room")).to_have_attribute("aria-pressed", "false")
    assert gathering.rsvps.get().answer == "no"

    press(page, "Undo")
    expect(page.locator("#answer-room")).to_have_attribute("aria-pressed", "true")
    assert is_the_same(page)
    assert gathering.rsvps.get().answer == "yes"


def test_a_role_is_taken_up_and_given_back_without_a_reload(page_of):
    luc = make_member(name="Luc")
    make_role(luc.circle, "Timekeeper")
    gathering = make_gathering(luc.circle)
    page = page_of(luc.person)
    page.goto(gathering.get_absolute_url())
    mark(page)

    press(page, "I’ll hold this one: Timekeeper")
    expect(page.get_by_role("listitem").filter(has_text="Timekeeper")).to_contain_text("Luc")
    assert gathering.turns.get().holder == luc
    press(page, "I can’t hold this after all")

    expect(page.get_by_role("listitem").filter(has_text="Timekeeper")).to_contain_text("open")
    assert is_the_same(page)
    assert not gathering.turns.exists()


def test_lines_are_caught_one_after_another_without_a_reload(page_of):
    host = make_host(name="Anna")
    gathering = make_gathering_now(host.circle)
    page = page_of(host.person)
    page.goto(f"{gathering.get_absolute_url()}catch/")
    mark(page)

    for count, words in enumerate(["the kettle, patient", "half of me on the bus"], start=1):
        fill(page, heard=words)
        press(page, "Catch")
        expect(page.locator(".board .caught")).to_have_count(count)
        expect(page.locator("[name=heard]")).to_have_value("")
    press(page, "Undo line 1")

    expect(page.locator(".board .caught")).to_have_text(["half of me on the bus"])
    assert is_the_same(page)


def test_the_dates_of_a_rhythm_are_drawn_anew_as_it_is_chosen(page_of):
    steward = make_steward(name="Anna")
    page = page_of(steward.person)
    page.goto(f"{steward.circle.get_absolute_url()}rhythm/")
    mark(page)
    dates = page.locator("#dates .day")
    expect(dates).to_have_count(12)

    page.get_by_label("Day", exact=False).first.select_option("w0")
    expect(page.locator("#dates h2")).to_have_text("We gather on the last Monday of every month, 18:00–20:00")
    expect(dates.first).to_contain_text("Monday")
    assert is_the_same(page)
    press(page, "Keep this rhythm")

    says(page, "This is your rhythm now.")
    assert steward.circle.gatherings.count() >= 12


def test_what_is_odd_about_a_day_is_said_as_it_is_chosen_and_one_press_adds_it(page_of):
    host = make_host(name="Anna")
    page = page_of(host.person)
    page.goto(f"{host.circle.get_absolute_url()}gatherings/add/")
    mark(page)

    fill(page, day=f"{now().year + 1}-12-31", starts="18:00", ends="20:00")
    page.locator("[name=ends]").dispatch_event("change")
    expect(page.locator("#odd")).to_contain_text("between Christmas and New Year")
    assert is_the_same(page)
    press(page, "Add it")

    page.wait_for_url("**/gatherings/1/")
    assert host.circle.gatherings.get().slot is None


@pytest.mark.parametrize(("zone", "offered"), [("America/Edmonton", "America/Edmonton"), ("Etc/GMT+3", "")])
def test_the_box_for_the_zone_begins_with_the_browsers_own_where_we_know_it(new_context, zone, offered):
    page = new_context(timezone_id=zone).new_page()
    page.goto("/accounts/signup/")

    expect(page.locator("[name=timezone]")).to_have_value(offered)
    says(page, "Your time zone")
