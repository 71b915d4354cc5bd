"""The signal goes, the server is started anew, the session ends: every word arrives, once, in its order (R8)."""

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import Page, Route, expect

from checkins.models import CheckIn, Phrase
from tests.browser.faults import Faults
from tests.browser.steps import PHONE, fill, press, remember, says

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
BLOCKED = "warning in the console: Service Worker registration blocked"
NO_SIGNAL = "No signal. Your words are kept on this device and sent when it is back."


@pytest.fixture
def faults(live_server):
    """Whatever went wrong but what is broken here on purpose: the network, a server that is away, a session."""
    faults = Faults(live_server.url)
    yield faults
    broken = (
        "net::ERR_INTERNET_DISCONNECTED",
        "net::ERR_FAILED",
        "net::ERR_CONNECTION",
        "503 for",
        "403 for",
        BLOCKED,
    )
    assert [each for each in faults.found if not each.startswith(broken)] == []


def catch(page: Page, *lines: str) -> None:
    """Type lines into the live field."""
    for line in lines:
        page.locator("#heard").press_sequentially(line)
        page.keyboard.press("Enter")


def is_empty(page: Page) -> bool:
    """Whether this device keeps nothing any more."""
    return page.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('kept:')).length") == 0


def heard() -> list[str]:
    return list(Phrase.objects.order_by("position").values_list("text", flat=True))


def all_arrived(page: Page, lines: int) -> None:
    expect(page.locator("#lines li")).to_have_count(lines)
    expect(page.locator("#lines .waiting")).to_have_count(0, timeout=20_000)
    expect(page.locator(".keeping")).to_be_empty()


def test_every_phrase_arrives_once_and_in_order_when_the_network_goes_and_the_server_starts_anew(
    page_of, evening, noor
):
    page = page_of(noor.person, service_workers="block")
    page.goto(f"{evening.get_absolute_url()}catch/")
    board = f"**{evening.get_absolute_url()}catch/"
    catch(page, "one")
    all_arrived(page, 1)

    page.context.set_offline(True)
    catch(page, "two", "three")
    says(page, NO_SIGNAL)
    expect(page.locator("#lines li")).to_have_count(3)
    tries = []

    def starts_anew(route: Route) -> None:
        """First the proxy answers for a server that is away; then a line is taken and its answer lost."""
        if route.request.method != "POST":
            return route.continue_()
        tries.append(route.request)
        if len(tries) == 1:
            return route.fulfill(status=503, headers={"Retry-After": "1"})
        if len(tries) == 2:
            route.fetch()
            return route.abort()
        return route.continue_()

    page.route(board, starts_anew)
    page.context.set_offline(False)
    catch(page, "four")
    all_arrived(page, 4)
    catch(page, "five")
    all_arrived(page, 5)

    assert len(tries) == 6  # two too many, for four lines
    assert heard() == ["one", "two", "three", "four", "five"]
    assert is_empty(page)


def test_lines_that_wait_are_sent_by_the_page_loaded_again(page_of, evening, noor):
    page = page_of(noor.person, service_workers="block")
    page.goto(f"{evening.get_absolute_url()}catch/")
    page.context.set_offline(True)
    catch(page, "one", "two")
    says(page, NO_SIGNAL)
    press(page, "Undo the last line")
    page.locator("#heard").press_sequentially("half a li")

    page.context.set_offline(False)
    page.reload()

    expect(page.locator("#lines li:not(.waiting)")).to_have_count(1)
    expect(page.locator("#lines .waiting")).to_have_count(0)
    expect(page.locator("#heard")).to_have_value("half a li")
    assert heard() == ["one"]


def test_an_answer_that_comes_while_the_page_is_loaded_anew_leaves_no_gap(page_of, evening, noor):
    page = page_of(noor.person, service_workers="block")
    page.goto(f"{evening.get_absolute_url()}catch/")
    held = []

    def crossing(route: Route) -> None:
        """The page is drawn before the line is there, and comes after the line was answered."""
        if route.request.method == "POST" and not held:
            return held.append(route)
        if route.request.method == "POST":
            return route.continue_()
        drawn = route.fetch()
        held[0].fulfill(response=held[0].fetch())
        return route.fulfill(response=drawn)

    page.route(f"**{evening.get_absolute_url()}catch/", crossing)
    with page.expect_request(lambda request: request.method == "POST"):
        catch(page, "one")
    page.reload()

    all_arrived(page, 1)
    assert heard() == ["one"]


def test_a_check_in_typed_offline_with_the_page_reloaded_arrives_once(page_of, evening, ines):
    page = page_of(ines.person, **PHONE)
    page.goto(f"{evening.get_absolute_url()}check-in/")
    page.wait_for_function(
        "navigator.serviceWorker.ready.then(() => caches.match('/offline/')).then(Boolean)"
    )
    page.wait_for_function("navigator.serviceWorker.controller !== null")
    words = "  still in my coat,\nthe kettle"
    page.context.set_offline(True)
    fill(page, words=words)
    press(page, "Bring my words")
    says(page, NO_SIGNAL)

    page.reload()
    expect(page.get_by_role("heading", level=1)).to_have_text("No signal")
    expect(page.get_by_role("textbox")).to_have_value(words)
    assert "Ines" not in page.content()
    page.reload()
    expect(page.get_by_role("textbox")).to_have_value(words)
    page.context.set_offline(False)

    expect(page.get_by_role("region", name="What you brought")).to_contain_text("still in my coat,")
    page.reload()
    assert [(each.words, each.membership) for each in CheckIn.objects.all()] == [(words, ines)]
    expect(page.get_by_role("textbox", name="Your words")).to_have_value("")
    assert is_empty(page)


def test_words_wait_while_somebody_signs_in_again_and_then_go(page_of, live_server, evening, ines):
    page = page_of(ines.person, service_workers="block")
    place = f"{evening.get_absolute_url()}check-in/"
    page.goto(place)
    fill(page, words="the kettle, patient")
    Session.objects.all().delete()
    press(page, "Bring my words")
    says(page, "You had been signed out")
    assert not CheckIn.objects.exists()

    remember(page.context, ines.person, live_server.url)
    page.goto(place)

    says(page, "Thank you. Your words are with who catches the poem.")
    assert CheckIn.objects.get().words == "the kettle, patient"


def test_the_board_says_that_one_has_been_signed_out_and_sends_its_lines_afterwards(
    page_of, live_server, evening, noor
):
    page = page_of(noor.person, service_workers="block")
    page.goto(f"{evening.get_absolute_url()}catch/")
    Session.objects.all().delete()
    catch(page, "one", "two")
    says(
        page, "You had been signed out. Your words are kept on this device; sign in again and they are sent."
    )
    assert not Phrase.objects.exists()

    remember(page.context, noor.person, live_server.url)
    page.goto(f"{evening.get_absolute_url()}catch/")

    all_arrived(page, 2)
    assert heard() == ["one", "two"]


def test_a_draft_is_there_again_and_nobody_elses(page_of, live_server, evening, ines, noor):
    page = page_of(ines.person, service_workers="block")
    place = f"{evening.get_absolute_url()}check-in/"
    page.goto(place)
    fill(page, words="half a thought")
    page.reload()
    expect(page.get_by_role("textbox", name="Your words")).to_have_value("half a thought")
    says(page, "These words were kept on this device. They have not been sent yet.")

    remember(page.context, noor.person, live_server.url)
    page.goto(place)
    expect(page.get_by_role("textbox", name="Your words")).to_have_value("")
    remember(page.context, ines.person, live_server.url)
    page.goto(place)
    expect(page.get_by_role("textbox", name="Your words")).to_have_value("half a thought")

    page.goto("/accounts/logout/")
    page.locator("main").get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/")
    assert is_empty(page)
