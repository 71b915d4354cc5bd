"""A poem to keep and a year as a book: the page waits by itself where scripts run, and by a link where none do."""

import pytest
from django.utils.timezone import now
from playwright.sync_api import expect

from checkins.models import Print, PrintState
from tests.browser.steps import PHONE, follow, press, reads, remember
from tests.checkins.printed import give_poem, words_of
from tests.checkins.printed import press as run_the_press
from tests.making import make_gathering_now, make_host, make_member

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def poem():
    evening = make_gathering_now(question="What is in your coat?")
    noor = make_host(evening.circle, "Noor")
    return give_poem(evening, noor, "the kettle, patient", "snow on the steps", title="Still")


@pytest.fixture
def ines(poem):
    return make_member(poem.gathering.circle, "Ines")


def test_the_page_of_a_book_goes_on_by_itself_until_it_can_be_taken_away(page_of, poem, ines):
    page = page_of(ines.person)
    page.goto(f"/c/{poem.gathering.circle.slug}/poems/")
    follow(page, str(now().year))
    press(page, "Make the book")
    expect(page.get_by_text("It is next at the press…")).to_be_visible()
    page.evaluate("window.mark = 'still the same page'")

    Print.objects.update(state=PrintState.SETTING, done=1, of=2)
    expect(page.get_by_text("Setting it in type: 1 of 2…")).to_be_visible()
    Print.objects.update(state=PrintState.WAITING)
    run_the_press()
    take = page.get_by_role("link", name="Take the book")
    expect(take).to_be_visible()
    assert page.evaluate("window.mark") == "still the same page"

    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.wait_for_timeout(3_000)
    assert asked == []  # it has stopped asking
    with page.expect_download() as taken:
        take.click()
    assert taken.value.suggested_filename == f"The Hosting Circle, {poem.gathering.day.year}.pdf"
    assert "snow on the steps" in words_of(taken.value.path().read_bytes())


def test_without_scripts_a_link_looks_again(new_context, live_server, poem, ines):
    context = new_context(java_script_enabled=False, **PHONE)
    remember(context, ines.person, live_server.url)
    page = context.new_page()
    page.goto(poem.get_absolute_url())
    press(page, "PDF · for printing")
    reads(page, "A poem to keep")
    follow(page, "Look again")
    expect(page.get_by_text("It is next at the press…")).to_be_visible()

    run_the_press()
    follow(page, "Look again")
    with page.expect_download() as taken:
        follow(page, "Take it (PDF)")

    assert "snow on the steps" in words_of(taken.value.path().read_bytes())


def test_a_drawing_opened_by_itself_shows_and_does_nothing(page_of, poem, ines):
    """A shared SVG under its own policy: drawn, and not one fault."""
    page = page_of(ines.person)
    page.goto(poem.get_absolute_url())
    press(page, "SVG · a drawing, sharp at any size")
    run_the_press()
    svg = bytes(Print.objects.get().made).decode()

    page.set_content(svg)

    assert page.locator("svg > title").text_content() == "Still"
    assert page.locator("svg").bounding_box()["height"] > 500
