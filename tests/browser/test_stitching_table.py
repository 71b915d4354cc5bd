"""The stitching table by keyboard alone, without scripts, and with sixty lines on a phone."""

import pytest
from playwright.sync_api import expect

from checkins.models import Draft, Harvest
from checkins.poem import harvesting
from tests.browser.steps import PHONE, fill, follow, lies_within, press, reads, remember, says
from tests.browser.stitching import becomes, open_table, poem, spoken
from tests.making import make_gathering_now

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_by_keyboard_alone(page_of, anna, gathering):
    page = page_of(anna.person)
    open_table(page, gathering)
    begun = poem(page)
    assert (
        begun == "One on the way\nTwo at the door\n\na silence\n\nThree in my coat\nFour\nFive and the kettle"
    )
    page.evaluate("window.mark = 'still the same page'")
    keys = page.keyboard.press
    page.locator("#poem .piece").first.focus()

    keys("End")
    keys("Alt+ArrowUp")
    becomes(page, begun.replace("Four\nFive and the kettle", "Five and the kettle\nFour"))
    expect(page.locator("#told")).to_have_text("Line 5 of 6: Five and the kettle")
    keys("Space")
    becomes(page, begun.replace("\nFour\nFive and the kettle", " Five and the kettle\nFour"))
    keys(",")
    keys("-")
    becomes(page, begun.replace("\nFour\nFive and the kettle", " – Five and the kettle\nFour"))
    keys("Enter")
    keys("Shift+Enter")
    stanzas = begun.replace("\nFour\nFive and the kettle", "\n\nFive and the kettle\nFour")
    becomes(page, stanzas)

    keys("Home")
    keys("r")
    becomes(page, f"{stanzas}\n\nOne on the way")
    keys("ArrowUp")
    keys("Delete")  # Four
    without = stanzas.removesuffix("\nFour")
    becomes(page, f"{without}\n\nOne on the way")
    expect(page.get_by_role("heading", name="Left out")).to_be_visible()
    expect(page.locator("#poem [aria-selected=true]")).to_be_focused()
    page.get_by_role("button", name="Put it in").focus()
    keys("Enter")
    becomes(page, f"{without}\n\nOne on the way\nFour")

    page.locator("#poem .piece").filter(has_text="Two").focus()
    keys("a")
    expect(page.locator("#own")).to_be_focused()
    keys("Escape")  # no word after all
    expect(page.locator("#own")).to_be_hidden()
    expect(page.locator("#poem [aria-selected=true]")).to_be_focused()
    keys("a")
    page.keyboard.type("and then")
    keys("Enter")
    expect(page.locator("#poem .added")).to_have_text("and then")
    becomes(page, f"{without}\n\nOne on the way\nFour".replace("the door\n", "the door\nand then\n"))
    expect(page.locator("#poem .added")).to_be_focused()

    keys("ArrowDown")
    keys("Alt+ArrowUp")  # the silence, before the added words
    lasting = f"{without}\n\nOne on the way\nFour".replace("a silence\n\n", "a silence\n\nand then\n\n")
    becomes(page, lasting)

    for _ in range(5):
        keys("Control+z")
    becomes(page, stanzas)
    for _ in range(5):
        keys("Control+Shift+z")
    becomes(page, lasting)

    page.get_by_label("Title").focus()
    page.keyboard.type(" With our coats")
    keys("Tab")
    expect(page.locator("#poem h3")).to_have_text("With our coats")
    assert page.evaluate("window.mark") == "still the same page"

    page.get_by_text("Show me another order").focus()
    keys("Enter")
    page.get_by_role("button", name="by breath").focus()
    keys("Enter")
    reads(page, "By breath")
    assert Harvest.objects.get().stitches.count() == 8  # nothing has changed
    page.get_by_role("button", name="Keep this order").focus()
    keys("Enter")
    reads(page, "The stitching table")
    expect(page.locator("#poem .added")).to_have_count(0)
    page.locator("#undo").focus()
    keys("Enter")
    becomes(page, lasting)

    page.get_by_role("button", name="Give it to the circle").focus()
    keys("Enter")
    page.get_by_role("button", name="Give it all the same").focus()
    keys("Enter")
    reads(page, "With our coats")
    says(page, "The poem is with the circle.")
    assert Harvest.objects.get().title == " With our coats"


def test_without_scripts(new_context, live_server, anna, gathering):
    context = new_context(java_script_enabled=False, **PHONE)
    remember(context, anna.person, live_server.url)
    page = context.new_page()
    page.goto(f"{gathering.get_absolute_url()}stitching/")
    rows = page.locator(".stitches .piece")
    expect(rows).to_have_count(6)
    assert lies_within(page)

    press(page, "Move line 6 up")
    expect(rows.nth(4)).to_have_text("Five and the kettle")
    page.get_by_label("How line 5 joins").select_option("dash")
    page.get_by_label("How line 2 joins").select_option("stanza")
    page.locator("#save").click()
    arranged = (
        "One on the way\n\nTwo at the door\n\na silence\n\nThree in my coat – Five and the kettle\nFour"
    )
    assert poem(page) == arranged
    press(page, "Move line 3 up")  # the silence
    press(page, "Move line 2 down")
    assert poem(page) == arranged
    press(page, "Line 1 again, at the end")
    assert poem(page) == f"{arranged}\n\nOne on the way"
    press(page, "Leave out line 6")
    press(page, "Put it in")
    press(page, "Add a word of mine")
    page.get_by_label("Words you add").fill("and so")
    page.locator("#save").click()
    arranged = arranged.removesuffix("\nFour") + "\n\nOne on the way\nFour\nand so"
    assert poem(page) == arranged

    for _ in range(5):
        press(page, "Undo")
    assert "and so" not in poem(page)
    for _ in range(5):
        press(page, "Redo")
    assert poem(page) == arranged

    page.get_by_text("Show me another order").click()
    press(page, "by echo")
    reads(page, "By echo")
    follow(page, "Back to mine")
    assert poem(page) == arranged
    follow(page, "Earlier versions")
    reads(page, "Earlier versions")
    page.locator(".versions a").last.click()
    press(page, "Take this one up again")
    assert "and so" not in poem(page)
    press(page, "Undo")
    assert poem(page) == arranged

    fill(page, title="Without a script")
    press(page, "Give it to the circle")
    press(page, "Give it all the same")
    reads(page, "Without a script")


def test_forty_lines_stay_pleasant_on_a_phone(page_of, anna):
    evening = make_gathering_now(anna.circle)
    spoken(
        evening, anna, [f"Line {number} of a long evening, and what it carried home" for number in range(60)]
    )
    page = page_of(anna.person, **PHONE)
    open_table(page, evening)

    expect(page.get_by_text("Tap a line to move it or join it.")).to_be_visible()
    assert page.locator(".desk").bounding_box()["height"] < 120  # the poem has the rest
    line = page.locator("#poem .piece").nth(40)
    line.tap()
    assert page.locator(".desk").bounding_box()["height"] < 170
    page.get_by_role("button", name="Up").tap()

    expect(page.locator("#poem .piece").nth(39)).to_contain_text("Line 40 ")
    expect(page.locator("#poem [aria-selected=true]")).to_be_in_viewport()
    expect(page.get_by_role("button", name="Undo")).to_be_in_viewport()
    assert lies_within(page)


def test_nothing_joins_a_silence_or_the_first_line(page_of, anna, gathering):
    page = page_of(anna.person)
    open_table(page, gathering)
    begun = poem(page)
    expect(page.get_by_text("Press a line, or go to it with the arrow keys.")).to_be_visible()

    for at, joins in enumerate([False, True, False, False, True, True]):
        page.locator("#poem .piece").nth(at).click()
        for name in ("New stanza", "New line", "Run on", "Comma", "Dash"):
            button = page.get_by_role("group", name="Before this line:").get_by_role("button", name=name)
            expect(button).to_be_enabled(enabled=joins)
    page.locator("#poem .piece").nth(3).focus()  # after the silence
    page.keyboard.press(",")
    page.keyboard.press("ArrowDown")
    page.keyboard.press(",")

    becomes(page, begun.replace("coat\nFour", "coat, Four"))
    assert Draft.objects.count() == 2  # as it began, and one step


def test_a_poem_of_another_hand_is_not_begun_by_looking(page_of, anna, gathering):
    page = page_of(anna.person)
    open_table(page, gathering)

    page.locator("#poem .piece").first.click()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Escape")

    assert not Harvest.objects.exists()
    assert harvesting.as_it_stands(gathering).pk is None
