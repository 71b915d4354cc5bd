"""The Centre through a whole evening on a tablet signed in as nobody; twelve phones and a catcher; the bell.

SCREENSHOTS=folder keeps a picture of each scene.
"""

import os
import re
from pathlib import Path

import pytest
from django.urls import reverse
from django.utils.timezone import now
from playwright.sync_api import Page, expect

from checkins.models import Centre, Flame, Round
from checkins.phrases import catching
from checkins.poem import harvesting
from checkins.tonight import rounds
from circles.models import Agreement
from tests.browser.steps import PHONE, press, reads, says
from tests.browser.tonight import NAMES, at, begun, ends_on_purpose, evening_of_twelve, member
from tests.making import make_agreement

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
TABLET = {"viewport": {"width": 1180, "height": 820}, "has_touch": True}


@pytest.fixture
def evening():
    return evening_of_twelve()


def seen(page: Page) -> str:
    """Return all that can be read on a page, one word after the other."""
    return " ".join(page.locator("body").inner_text().split())


def keep(page: Page, name: str) -> None:
    """Keep a picture of a page where somebody wants to look."""
    if folder := os.environ.get("SCREENSHOTS"):
        page.wait_for_timeout(1300)  # what fades in
        page.screenshot(path=Path(folder) / f"centre-{name}.png")


def tap(page: Page, scene: str) -> None:
    """Touch the Centre where nothing is, or where a ring is what goes on, and see the scene that follows."""
    onward(page)
    expect(page.locator(f"#tonight.scene-{scene}")).to_be_visible()


def onward(page: Page) -> None:
    on = page.locator("#on.edge")
    on.click() if on.count() else page.mouse.click(20, 400)


def test_the_centre_through_a_whole_evening(page_of, new_context, faults, evening, noor):
    phone = page_of(noor.person, **PHONE)
    phone.goto(evening.get_absolute_url())
    phone.get_by_role("link", name="The Centre").click()
    press(phone, "Open the Centre")
    phone.get_by_label("The question to close with").fill("What do you take home?")
    press(phone, "Keep the question")
    press(phone, "Show me a code")
    code = phone.locator(".pairing-code").inner_text()

    tablet = new_context(**TABLET).new_page()
    tablet.goto("/centre/")
    tablet.get_by_label("Code").fill(code.lower())
    press(tablet, "Open the Centre")

    expect(tablet.locator("#tonight.scene-welcome")).to_be_visible()
    assert "sessionid" not in {cookie["name"] for cookie in tablet.context.cookies()}
    shown = ["Riverbank Welcome. Come as you are."]
    for scene, words in (
        ("agreements", "What is said here stays here. We listen, and then a breath longer."),
        ("question", "What are you carrying?"),
        ("ring", "AN BE CA DI EL FA GI HA IN JO KI LU"),
    ):
        keep(tablet, str(tablet.locator("#tonight").get_attribute("class")).split("-")[-1])
        tap(tablet, scene)
        shown.append(words)
    assert nothing_but(tablet, shown[-1])

    # The catcher, a pen in hand, touches each seat as its person has spoken; the phone of the host sees it.
    phone.goto(at("check_in", evening))
    for name in NAMES[:3]:
        tablet.get_by_role("button", name=name).click()
        expect(tablet.get_by_role("button", name=name)).to_have_attribute("aria-pressed", "true")
    tablet.get_by_role("button", name="Carl").click()  # a slip
    expect(tablet.get_by_role("button", name="Carl")).to_have_attribute("aria-pressed", "false")
    expect(tablet.locator(".touches .next")).to_have_accessible_name("Carl")
    expect(phone.locator(".seat.lit")).to_have_count(2)
    says(phone, "Two flames are lit.")
    keep(tablet, "ring")
    assert nothing_but(tablet, "CA DI EL FA GI HA IN JO KI LU")

    tap(tablet, "heart")
    keep(tablet, "heart")
    expect(tablet.locator(".touches")).to_have_count(0)
    assert Round.objects.get(kind="in").closed_at
    catching.catch(
        rounds.round_of(evening),
        lines=["the kettle, patient", "still in my coat"],
        by=noor,
        nonce="c",
        now=now(),
    )
    harvesting.begin(evening, catcher=noor, now=now())
    tap(tablet, "read_back")
    keep(tablet, "read-back")
    assert "the kettle, patient" in seen(tablet)
    for _stanza in range(5):
        if tablet.locator(".ring").count():
            break
        before = tablet.locator("[name=stanza]").input_value()
        onward(tablet)
        expect(tablet.locator("[name=stanza]")).not_to_have_value(before)
    expect(tablet.locator(".seat.lit")).to_have_count(len(NAMES))  # every flame, and nothing else
    assert nothing_but(tablet, "")
    keep(tablet, "all-lit")
    tap(tablet, "last")
    assert nothing_but(tablet, "What do you take home?")
    keep(tablet, "last")
    tap(tablet, "last_ring")
    expect(tablet.locator(".seat.lit")).to_have_count(0)
    tap(tablet, "farewell")
    assert re.fullmatch(r"Until \w+day \d+ \w+( \d{4})?", words_on(tablet))
    keep(tablet, "farewell")

    phone.goto(at("tonight", evening))
    press(phone, "Close for tonight")
    expect(tablet.get_by_role("heading", name="Nothing is open here")).to_be_visible(timeout=20_000)
    keep(tablet, "ended")
    ends_on_purpose(faults)


def words_on(page: Page) -> str:
    """Return what is to be seen on the Centre, without the quiet buttons at its edges."""
    return re.sub(r"\s+", " ", page.evaluate(WORDS)).strip()


# What a person sees: text that is neither hidden for screen readers, nor transparent, nor the title of a drawing.
WORDS = """() => {
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), words = []
  while (walker.nextNode()) {
    const at = walker.currentNode.parentElement
    if (at.closest('.visually-hidden, title, script, .edge, .bell:empty')) continue
    const look = getComputedStyle(at)
    if (look.fill === 'none' && at.closest('svg') || look.color === 'rgba(0, 0, 0, 0)') continue
    words.push(walker.currentNode.data)
  }
  return words.join(' ')
}"""


def nothing_but(page: Page, words: str) -> bool:
    """Whether these words, and no others, are to be seen on the Centre; in any order round the ring."""
    shown = words_on(page)
    assert sorted(shown.split()) == sorted(words.split()), shown
    return True


def test_by_keys_it_goes_on_and_back_and_the_bell_sounds_on_every_page(page_of, new_context, evening, noor):
    found = begun(evening, noor)
    screen = new_context(viewport={"width": 1280, "height": 800}, reduced_motion="reduce").new_page()
    screen.goto(reverse("centre", args=[found.screen_token]))
    anna, ben = (page_of(member(evening, name).person, **PHONE) for name in NAMES[:2])
    anna.goto(at("check_in", evening))
    ben.goto(evening.get_absolute_url())
    expect(ben.locator("#tonight[data-live]")).to_be_visible()

    screen.keyboard.press("ArrowLeft")
    expect(screen.locator("#tonight.scene-question")).to_be_visible()
    screen.keyboard.press(" ")
    expect(screen.locator("#tonight.scene-ring")).to_be_visible()
    screen.keyboard.press("b")

    for page in (screen, anna, ben):
        expect(page.get_by_role("status").filter(has_text="The bell has rung. A breath.")).to_be_visible(
            timeout=15_000
        )
    keep(anna, "bell-on-a-phone")
    keep(screen, "bell")
    expect(screen.locator("body.rung")).to_have_count(0, timeout=20_000)
    expect(screen.get_by_text("The bell has rung.")).to_have_count(0)


def test_a_touch_that_misses_a_face_moves_nothing_and_rings_nothing(new_context, evening, noor):
    screen = new_context(**TABLET).new_page()
    screen.goto(reverse("centre", args=[begun(evening, noor).screen_token]))
    ring = screen.locator(".hearth-side").bounding_box()
    middle = ring["x"] + ring["width"] / 2, ring["y"] + ring["height"] / 2
    face = screen.get_by_role("button", name="Fay").bounding_box()
    corner = screen.viewport_size["width"] - 20, screen.viewport_size["height"] - 80
    for x, y in (middle, (face["x"] - 6, face["y"] - 6), (20, 400), (middle[0], 812), corner):
        screen.touchscreen.tap(x, y)
    expect(screen.locator("#tonight.scene-ring")).to_be_visible()
    assert (Centre.objects.get().scene, Centre.objects.get().rung_at) == ("ring", None)
    assert not Flame.objects.exists()

    for name in ("Go on", "Ring the bell"):  # what goes on, and what rings, is seen as what it is
        box = screen.get_by_role("button", name=name).bounding_box()
        assert min(box["width"], box["height"]) >= 44
    screen.get_by_role("button", name="Go on").tap()
    expect(screen.locator("#tonight.scene-heart")).to_be_visible()


def test_back_is_seen_after_a_move_then_fades_and_can_still_be_touched(new_context, evening, noor):
    screen = new_context(**TABLET).new_page()
    screen.goto(reverse("centre", args=[begun(evening, noor).screen_token]))
    back = screen.get_by_role("button", name="Back")
    expect(back).to_have_css("opacity", "1")
    expect(back).to_have_css("opacity", "0", timeout=20_000)

    screen.get_by_role("button", name="Beth").tap()  # no move: it stays away
    expect(screen.locator(".seat.lit")).to_have_count(1)
    expect(back).to_have_css("opacity", "0")

    back.tap()
    expect(screen.locator("#tonight.scene-question")).to_be_visible()
    expect(back).to_have_css("opacity", "1")


@pytest.mark.parametrize("size", [(1024, 768), (768, 1024), (375, 812), (812, 375)])
@pytest.mark.parametrize("many", [1, 3, 12])
def test_the_agreements_stand_large_and_whole(new_context, evening, noor, many, size):
    for _number in range(many - 2):
        make_agreement(
            evening.circle,
            "We ask for what we need and offer what we can, and wait until the other has come to an end.",
        )
    if many == 1:
        Agreement.objects.last().delete()
    token = begun(evening, noor).screen_token
    Centre.objects.update(scene="agreements")
    screen = new_context(viewport=dict(zip(("width", "height"), size, strict=True))).new_page()
    screen.goto(reverse("centre", args=[token]))

    promises = screen.locator(".promises")
    expect(promises.locator("li")).to_have_count(many)
    letter = promises.evaluate("list => parseFloat(getComputedStyle(list).fontSize)")
    keep(screen, f"agreements-{many}-{size[0]}")
    box = promises.bounding_box()
    assert box["y"] >= 0
    assert box["y"] + box["height"] <= size[1]
    assert abs(box["x"] + box["width"] / 2 - size[0] / 2) < 2
    assert not screen.evaluate("document.documentElement.scrollHeight > innerHeight")
    assert letter >= {1: 22, 3: 15, 12: 11}[many] * (1.5 if min(size) >= 768 else 1)


def test_without_scripts_the_whole_evening_goes_by_pressing(page_of, new_context, evening, noor):
    phone = page_of(noor.person, **PHONE, java_script_enabled=False)
    phone.goto(at("check_in", evening))
    press(phone, "Open the circle")
    reads(phone, "What are you carrying?")
    phone.goto(at("tonight", evening))
    press(phone, "Show me a code")
    code = phone.locator(".pairing-code").inner_text()

    tablet = new_context(**TABLET, java_script_enabled=False).new_page()
    tablet.goto("/centre/")
    tablet.get_by_label("Code").fill(code)
    press(tablet, "Open the Centre")
    expect(tablet.locator("#tonight.scene-welcome")).to_be_visible()  # a touch before would miss it
    for scene in ("agreements", "question", "ring"):
        tap(tablet, scene)
    tablet.get_by_role("button", name="Beth").click()
    expect(tablet.locator(".seat.lit")).to_have_count(1)

    anna = page_of(member(evening, "Anna").person, **PHONE, java_script_enabled=False)
    anna.goto(at("check_in", evening))
    press(anna, "Pass for now")
    says(anna, "You’ll be asked again at the end.")
    press(anna, "I keep silence")
    says(anna, "Your flame is lit.")
    tablet.reload()
    expect(tablet.locator(".seat.lit")).to_have_count(2)
    tap(tablet, "heart")
