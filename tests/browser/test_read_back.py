"""The poem read back from one screen, by key and by tap, with and without script; and a line put right the next day."""

import pytest
from django.utils.timezone import now
from playwright.sync_api import expect

from checkins.models import Harvest, Phrase
from checkins.phrases import catching
from checkins.poem import harvesting
from checkins.tonight import rounds
from tests.browser.steps import PHONE, fill, follow, press, reads, says

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
STANZAS = ["still in my coat", "the cattle, patient", "mostly here"]


@pytest.fixture
def draft(evening, noor, ines):
    """Three stanzas; the one in the middle is a line of Ines."""
    for number, line in enumerate(STANZAS):
        speaker = ines if number == 1 else None
        catching.catch(
            rounds.round_of(evening), lines=[line], by=noor, nonce=str(number), now=now(), speaker=speaker
        )
    harvest = harvesting.begin(evening, catcher=noor, now=now())
    harvest.stitches.update(seam="stanza")
    return harvest


def shown(page, words):
    expect(page.locator("article.poem")).to_have_text(words)


def strike(page, key):
    """Press a key once the page has its script."""
    page.wait_for_load_state()
    page.keyboard.press(key)


def is_seen(page, place):
    return page.locator(place).evaluate("each => getComputedStyle(each).color") != "rgba(0, 0, 0, 0)"


def test_by_keys_it_goes_on_and_back_and_ends_with_the_ring_alone(page_of, noor, draft):
    page = page_of(noor.person)
    page.goto(draft.get_absolute_url())
    press(page, "Read it back")
    shown(page, STANZAS[0])
    assert is_seen(page, "#onward span")  # as it begins, the way on and the way out are seen
    assert is_seen(page, "#leave")
    strike(page, "Space")
    shown(page, STANZAS[1])
    strike(page, "ArrowRight")
    shown(page, STANZAS[2])
    strike(page, "ArrowLeft")
    shown(page, STANZAS[1])
    strike(page, "ArrowRight")
    shown(page, STANZAS[2])
    strike(page, "Space")

    expect(page.get_by_role("img", name="Everybody who was there, each flame lit.")).to_be_visible()
    expect(page.locator("article.poem")).to_have_count(0)
    assert Harvest.objects.get().read_back_at


def test_without_a_script_a_tap_anywhere_goes_on(page_of, noor, draft):
    page = page_of(noor.person, java_script_enabled=False, **PHONE)
    page.goto(draft.get_absolute_url())
    press(page, "Read it back")
    for words in STANZAS:
        shown(page, words)
        page.touchscreen.tap(180, 300)

    expect(page.get_by_role("img", name="Everybody who was there, each flame lit.")).to_be_visible()
    page.touchscreen.tap(180, 300)
    reads(page, str(draft))


@pytest.mark.parametrize("script", [True, False])
def test_the_morning_after_a_word_is_changed_and_the_poem_is_just_a_poem_again(
    page_of, noor, ines, draft, script
):
    Harvest.objects.update(read_back_at=now())
    page = page_of(ines.person, java_script_enabled=script, **PHONE)
    page.goto(draft.get_absolute_url())
    says(page, "One line is yours. Only you, the catcher and the hosts see that.")
    follow(page.locator("aside.own"), "Change a word")
    fill(page, words="the kettle, patient")
    press(page, "Keep it so")

    says(page, "Thank you. Your line stands as you put it.")
    expect(page.locator("article.poem")).to_contain_text("the kettle, patient")
    expect(page.locator("aside.own")).to_have_count(0)
    assert Phrase.objects.filter(text="the kettle, patient", speaker=ines).exists()
