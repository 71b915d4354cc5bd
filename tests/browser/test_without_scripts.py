"""An evening in a browser that runs no scripts at all."""

import pytest
from playwright.sync_api import expect

from checkins.models import Harvest
from tests.browser.steps import PHONE, fill, follow, press, reads, says, sign_in
from tests.making import make_circle, make_gathering_now, make_member, make_role, make_steward

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_whole_evening_goes_without_scripts(new_context, post):
    circle = make_circle()
    ines = make_steward(circle, "Ines")
    make_member(circle, "Luc")
    make_role(circle, "Timekeeper")
    gathering = make_gathering_now(circle, question="What is in your coat?")
    page = new_context(java_script_enabled=False, **PHONE).new_page()

    sign_in(page, post, ines.person.email)
    reads(page, "My circles")
    follow(page, "Will you be in the circle?")
    press(page, "I’ll be there")
    expect(page.locator("#answer-yes")).to_have_attribute("aria-pressed", "true")
    press(page, "I’ll hold this one: Timekeeper")
    expect(page.get_by_role("listitem").filter(has_text="Timekeeper")).to_contain_text("Ines")

    follow(page, "Come into the circle")
    press(page, "Open the circle")
    says(page, "The circle is open.")
    fill(page, words="still in my coat,\nthe kettle of this morning")
    press(page, "Bring my words")
    says(page, "Thank you. Your words are with who catches the poem.")

    follow(page, "Catch the poem")
    follow(page, "From what was brought")
    press(page, "Take these words")
    follow(page, "As I listen")
    fill(page, heard="half of me on the bus\nand nobody rang\n  a door, then")
    page.get_by_role("radio", name="Luc").check(force=True)
    press(page, "Catch")
    press(page, "Undo line 4")
    press(page, "Catch a silence")
    caught = page.locator(".board .caught")
    expect(caught).to_have_count(5)

    follow(page, "Stitch the poem")
    lines = page.locator(".stitches .piece")
    expect(lines).to_have_count(5)
    press(page, "Move line 3 up")
    expect(lines.nth(1)).to_have_text("half of me on the bus")
    page.get_by_label("How line 2 joins").select_option("dash")
    press(page, "Leave out line 4")
    expect(lines).to_have_count(4)
    expect(page.get_by_role("heading", name="Left out")).to_be_visible()
    fill(page, title="What the coat kept")
    press(page, "Give it to the circle")
    press(page, "Give it all the same")

    reads(page, "What the coat kept")
    assert "still in my coat, – half of me on the bus" in page.locator("article.poem").inner_text()
    harvest = Harvest.objects.get(gathering=gathering)
    assert harvest.is_given

    page.goto(f"{circle.get_absolute_url()}calendar/")
    press(page, "Make a link")
    address = page.get_by_label("Copy it into your calendar").input_value()
    calendar = page.request.get(address)
    assert calendar.ok
    assert f"{gathering.day:%Y%m%d}" in calendar.text()
