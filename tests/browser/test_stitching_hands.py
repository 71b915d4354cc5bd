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

    drag(page, page.locator("#poem .grip"), line(has_text="One"))
    becomes(
        page, "Four\nOne on the way\nTwo at the door\n\na silence\n\nThree in my coat\n\nFive and the kettle"
    )
    page.get_by_role("button", name="Leave out").tap()
    becomes(page, "One on the way\nTwo at the door\n\na silence\n\nThree in my coat\n\nFive and the kettle")
    drag(page, page.locator("#waiting .grip"), line(has_text="Two"))
    becomes(
        page, "One on the way\nFour\nTwo at the door\n\na silence\n\nThree in my coat\n\nFive and the kettle"
    )
    page.get_by_role("button", name="Undo").tap()
    becomes(page, "One on the way\nTwo at the door\n\na silence\n\nThree in my coat\n\nFive and the kettle")
    assert lies_within(page)


def drag(page: Page, handle, line) -> None:
    """Draw a handle by finger to the upper edge of a line."""
    handle.scroll_into_view_if_needed()
    start = handle.bounding_box()
    x, y = start["x"] + start["width"] / 2, start["y"] + start["height"] / 2
    finger = page.context.new_cdp_session(page)

    def touch(kind: str, *points: dict[str, float]) -> None:
        finger.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": list(points)})

    touch("touchStart", {"x": x, "y": y})
    touch("touchMove", {"x": x, "y": y - 20})
    for _ in range(100):  # the page scrolls by itself while the finger is at its edge
        box = line.bounding_box()
        if box["y"] > 70:
            break
        touch("touchMove", {"x": x, "y": 40})
        page.wait_for_timeout(20)
    to = box["y"] + 4
    touch("touchMove", {"x": x, "y": to + 12})
    touch("touchMove", {"x": x, "y": to})
    expect(page.locator("#poem .before")).to_have_count(1)
    touch("touchEnd")
    page.get_by_role(
        "heading", level=1
    ).tap()  # the first tap after a drag that was made by hand makes no click


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
