"""What is done and read at the stitching table in a browser."""

from django.utils.timezone import now
from playwright.sync_api import Page, expect

from checkins.phrases import catching
from checkins.tonight import rounds

SPOKEN = ["One on the way", "Two at the door", "", "Three in my coat", "Four", "Five and the kettle"]


def spoken(evening, by, lines, nonce="heard"):
    return catching.catch(rounds.round_of(evening), lines=lines, by=by, nonce=nonce, now=now())


def poem(page: Page) -> str:
    """Return the poem as it reads, without the handle of the chosen line."""
    stanzas = page.locator("#poem .stanza").evaluate_all(
        """all => all.map(stanza => [...stanza.querySelectorAll('.line')].map(line =>
            [...line.children].filter(each => !each.matches('.grip')).map(each => each.textContent).join('')
        ).join('\\n'))"""
    )
    return "\n\n".join(stanzas)


def becomes(page: Page, words: str) -> None:
    """Be sure that the poem comes to read so, and that it is saved."""
    expect(page.locator("#saved")).to_have_text("Saved. Each step is kept as you make it.")
    for _ in range(100):
        if poem(page) == words:
            return
        page.wait_for_timeout(50)
    assert poem(page) == words


def open_table(page: Page, gathering) -> None:
    page.goto(f"{gathering.get_absolute_url()}stitching/")
    expect(page.locator("#tools")).to_be_visible()
