"""Every page, light and dark, on a phone and on a desk: axe finds nothing, nothing sticks out, its language is said.

Each page is opened twice: the English circle's on a desk, half of them light and half dark; the French circle's, whose
words are longer, on a phone, in the other scheme; axe looks at one of the two, in turn. With AXE=all (`make axe-all`)
each is opened in all eight ways, and axe looks at all of them.
SCREENSHOTS=folder keeps a picture of each.
"""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page
from pytest_playwright_axe.axe import MIN_AXE_PATH

from tests.browser.every_page import Visit, visits
from tests.browser.laid_table import Laid, lay
from tests.browser.steps import lies_within, remember

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
ALL = os.environ.get("AXE") == "all"
PHONE, DESK = {"width": 375, "height": 812}, {"width": 1280, "height": 900}
# The library's own way to run it opens a second browser for every page; there are no frames here, so we need none.
AXE = MIN_AXE_PATH.read_text(encoding="utf-8")
RUN = "axe.run(document, {resultTypes: ['violations'], iframes: false})"
SQUEEZED = """[...document.querySelectorAll('main *')].filter(each =>
  [...each.childNodes].some(node => node.nodeType === Node.TEXT_NODE && node.data.trim().length > 8)
  && each.clientWidth > 1 && each.clientWidth < 40 && each.clientHeight > 120).map(each => each.textContent.trim())"""
# What Django's own admin does, rule by rule, wherever it does it.
ADMIN_RULES: dict[str, str] = {}


@pytest.fixture
def sign_in_once(new_context, live_server):
    """Return a function that opens a page as somebody; the second time it is the same window."""
    pages: dict[tuple[str, str], Page] = {}

    def opened(laid: Laid, who: str, scheme: str) -> Page:
        key = laid.circle.slug, who
        if key not in pages:
            spoken = f"{laid.circle.language}-CA" if who == "visitor" else "en-CA"
            context = new_context(color_scheme=scheme, reduced_motion="reduce", locale=spoken)
            pages[key] = context.new_page()
            if who != "visitor":
                remember(context, getattr(laid, who).person, live_server.url)
        return pages[key]

    return opened


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_page_is_open_to_everybody(sign_in_once, scheme, settings):
    english, french = lay()
    tour = list(_tour(english, french, scheme))
    found = {}
    for laid, visit, on_phone, by_axe in tour:
        page = sign_in_once(laid, visit.who, scheme)
        page.set_viewport_size(PHONE if on_phone else DESK)
        name = (
            f"{laid.circle.language} {visit.who} {visit.path} {visit.press} {'phone' if on_phone else 'desk'}"
        )
        settings.DEBUG = visit.path == "/mailbox/"  # there is none without
        try:
            visit.open(page)
        except Exception as error:
            found[name] = [str(error)]
            continue
        faults = list(_faults(page, visit, laid.circle.language, by_axe=by_axe))
        if faults:
            found[name] = faults
        _keep_picture(page, name)
    assert not found, "\n".join(f"{name}: {fault}" for name, faults in found.items() for fault in faults)
    assert len(tour) > 100


def _tour(english: Laid, french: Laid, scheme: str) -> Iterator[tuple[Laid, Visit, bool, bool]]:
    """Yield whose pages are opened in this scheme, whether on a phone, and whether axe looks at them there."""
    for laid, on_phone, light in ((english, False, 0), (french, True, 1)):
        for place, visit in enumerate(visits(laid)):
            if ALL:
                yield laid, visit, True, True
                yield laid, visit, False, True
            elif (place % 2 == light) == (scheme == "light"):
                yield laid, visit, on_phone, place // 2 % 2 == light


def _faults(page: Page, visit: Visit, language: str, *, by_axe: bool):
    for broken in _broken(page) if by_axe else ():
        if not (visit.path.startswith("/admin/") and broken["id"] in ADMIN_RULES):
            where = [f"{node['target']} {node['html'][:120]}" for node in broken["nodes"][:2]]
            yield f"{broken['id']}: {broken['help']} {where}"
    spoken = page.locator("html").get_attribute("lang")
    if spoken != language:
        yield f"the page says its language is {spoken}"
    if thin := page.evaluate(SQUEEZED):
        yield f"squeezed until letters stand one below the other: {thin}"
    if page.viewport_size == PHONE and not lies_within(page):
        yield f"sticks out to the side: {page.evaluate('document.documentElement.scrollWidth')}"


def _broken(page: Page):
    page.evaluate(AXE)
    return page.evaluate(RUN)["violations"]


def _keep_picture(page: Page, name: str) -> None:
    if folder := os.environ.get("SCREENSHOTS"):
        Path(folder).mkdir(parents=True, exist_ok=True)
        page.screenshot(path=Path(folder) / f"{name.replace('/', '_')}.png", full_page=True)
