"""The stitching table by other hands: touch, mouse, two catchers at once, and without a signal."""

import pytest
from playwright.sync_api import Page, expect

from checkins.models import Harvest
from tests.browser.steps import PHONE, lies_within, press, reads, says
from tests.browser.stitching import becomes, open_table, poem
from tests.making import make_host

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_by_touch_on_a_phone(page_of, anna, gathering):
    page = page_of(anna.person, **PHONE)
    open_table(page, gathering)
    line = page.locator("#poem .piece").filter

    line(has_text="Four").tap()
    expect(page.locator("#chosen")).to_have_text("Line 5 of 6: Four")
    for name in ("New stanza", "Up"):
        button = page.get_by_role("button", name=name)
        assert button.bounding_box()["height"] >= 44
        button.tap()
    becomes(
        page, "One on the way\nTwo at the door\n\na silence\n\nThree in my coat\nFour\n\nFive and the kettle"
    )

    drag(page, page.locator("#poem .grip"), "One")
    becomes(
        page, "Four\nOne on the way\nTwo at the door\n\na silence\n\nThree in my coat\n\nFive and the kettle"
    )
    page.get_by_role("button", name="Leave out").tap()
    becomes(page, "One on the way\nTwo at the door\n\na silence\n\nThree in my coat\n\nFive and the kettle")
    drag(page, page.locator("#waiting .grip"), "Two")
    becomes(
        page, "One on the way\nFour\nTwo at the door\n\na silence\n\nThree in my coat\n\nFive and the kettle"
    )
    page.get_by_role("button", name="Undo").tap()
    becomes(page, "One on the way\nTwo at the door\n\na silence\n\nThree in my coat\n\nFive and the kettle")
    assert lies_within(page)


def drag(page: Page, handle, words: str) -> None:
    """Draw a handle by finger to the upper edge of the line of those words."""
    handle.scroll_into_view_if_needed()
    start = handle.bounding_box()
    x, y = start["x"] + start["width"] / 2, start["y"] + start["height"] / 2
    finger = page.context.new_cdp_session(page)

    def touch(kind: str, *points: dict[str, float]) -> None:
        finger.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": list(points)})

    touch("touchStart", {"x": x, "y": y})
    touch("touchMove", {"x": x, "y": y - 20})
    line = page.locator("#poem .piece").filter(has_text=words)
    marked = page.locator("#poem .line.before").filter(has_text=words)
    for move in range(100):  # the page scrolls by itself while the finger is at its edge
        to = max(40, line.bounding_box()["y"] + 4)
        touch("touchMove", {"x": x + move % 2, "y": to})
        page.wait_for_timeout(20)
        if to > 60 and marked.count() and to == line.bounding_box()["y"] + 4:
            break
    expect(marked).to_have_count(1)
    for aside in (60, 120, 180):  # in a hurry: once the browser took the next tap for the end of such a sweep
        touch("touchMove", {"x": x + aside, "y": to})
    touch("touchEnd")


def test_by_mouse_a_line_is_drawn_to_another_place(page_of, anna, gathering):
    page = page_of(anna.person)
    open_table(page, gathering)
    line = page.locator("#poem .piece").filter
    line(has_text="Five").hover()
    page.mouse.down()
    box = line(has_text="Two").bounding_box()
    page.mouse.move(box["x"] + 5, box["y"] + 10, steps=5)
    page.mouse.move(box["x"] + 5, box["y"] + 4, steps=2)
    page.mouse.up()

    becomes(
        page, "One on the way\nFive and the kettle\nTwo at the door\n\na silence\n\nThree in my coat\nFour"
    )
    expect(page.locator("#poem [aria-selected=true]")).to_have_text("Five and the kettle")


def test_an_answer_that_comes_while_a_line_is_drawn_waits_and_the_line_lands_where_it_was_let_go(
    page_of, anna, gathering
):
    page, held = page_of(anna.person), []
    open_table(page, gathering)
    begun = poem(page)
    page.route("**/stitching/", lambda step: held.append(step))
    line = page.locator("#poem .piece").filter
    line(has_text="Two").click()
    page.get_by_role("button", name="Leave out").click()
    says(page, "Saving…")

    line(has_text="Five").hover()
    page.mouse.down()
    box = line(has_text="silence").bounding_box()
    page.mouse.move(box["x"] + 5, box["y"] + 10, steps=5)
    page.mouse.move(box["x"] + 5, box["y"] + 4)
    expect(page.locator("#poem .before")).to_have_text("a silence")
    with page.expect_response("**/stitching/"):
        held.pop().continue_()
    page.wait_for_timeout(200)
    assert poem(page) == begun
    expect(page.locator("#poem .before")).to_have_text("a silence")
    page.unroute("**/stitching/")
    page.mouse.up()  # after the line that has been left out meanwhile

    becomes(page, "One on the way\n\nFive and the kettle\n\na silence\n\nThree in my coat\nFour")


def test_an_answer_between_press_and_click_swallows_neither(page_of, anna, gathering):
    page, held = page_of(anna.person), []
    open_table(page, gathering)
    line = page.locator("#poem .piece").filter
    page.route("**/stitching/", lambda step: held.append(step))
    line(has_text="Four").click()
    page.get_by_role("button", name="Up").click()
    says(page, "Saving…")

    line(has_text="Two").hover()
    page.mouse.down()
    with page.expect_response("**/stitching/"):
        held.pop().continue_()
    page.wait_for_timeout(200)
    page.mouse.up()

    becomes(
        page, "One on the way\nTwo at the door\n\na silence\n\nFour\nThree in my coat\nFive and the kettle"
    )
    expect(page.locator("#poem [aria-selected=true]")).to_have_text("Two at the door")


def test_two_catchers_at_once_lose_nothing(page_of, anna, gathering):
    luc = make_host(gathering.circle, "Luc")
    hers, his = page_of(anna.person), page_of(luc.person)
    for page in (hers, his):
        open_table(page, gathering)
    begun = poem(hers)

    hers.locator("#poem .piece").first.focus()
    hers.keyboard.press("Delete")
    becomes(hers, begun.removeprefix("One on the way\n"))
    his.locator("#poem .piece").last.focus()
    his.keyboard.press("-")
    both = begun.removeprefix("One on the way\n").replace("Four\nFive", "Four – Five")
    becomes(his, both)

    hers.locator("#poem .piece").last.focus()
    hers.keyboard.press(",")
    says(
        hers,
        "Somebody else has worked on these lines meanwhile. Theirs stands; yours is kept, and here it is.",
    )
    becomes(hers, both)
    press(hers, "Take mine up instead")
    reads(hers, "The stitching table")
    assert "Four, Five" in poem(hers)


def test_without_a_signal_the_steps_wait_on_the_device_and_go_out_once_when_it_is_back(
    page_of, anna, gathering, faults
):
    page = page_of(anna.person)
    open_table(page, gathering)
    begun = poem(page)
    page.context.set_offline(True)

    page.locator("#poem .piece").last.focus()
    page.keyboard.press("Alt+ArrowUp")
    page.keyboard.press("-")
    expect(page.locator("#saved")).to_contain_text("the signal is gone")
    assert poem(page) == begun
    assert not Harvest.objects.exists()
    page.context.set_offline(False)
    page.reload()

    becomes(page, begun.replace("\nFour\nFive and the kettle", " – Five and the kettle\nFour"))
    assert Harvest.objects.get().drafts.count() == 3  # the first, and one for each step
    assert page.evaluate("localStorage.length") == 0
    faults.found = [fault for fault in faults.found if "ERR_INTERNET_DISCONNECTED" not in fault]
