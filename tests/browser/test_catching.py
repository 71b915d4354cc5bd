"""Catching in a real browser: by keyboard alone, by hand and finger, and by all four roads without scripts."""

import pytest
from django.utils.timezone import now
from playwright.sync_api import Page, expect

from checkins.models import Phrase
from checkins.phrases import catching
from checkins.tonight import rounds
from tests.browser.steps import PHONE, fill, follow, lies_within, press, remember, says
from tests.browser.tonight import begun
from tests.checkins.speaking import catch, heard
from tests.making import make_host, make_member

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def board(page_of, noor, evening, **given) -> Page:
    page = page_of(noor.person, **given)
    page.goto(f"{evening.get_absolute_url()}catch/")
    return page


def arrived(page: Page, lines: int) -> None:
    """Wait until so many lines stand on the board and none waits."""
    expect(page.locator("#lines li")).to_have_count(lines)
    expect(page.locator("#lines .waiting")).to_have_count(0)


def test_an_evening_is_caught_without_leaving_the_keyboard(page_of, evening, noor, ines):
    page = board(page_of, noor, evening)
    field, keys = page.locator("#heard"), page.keyboard
    expect(field).to_be_focused()

    keys.type("  the kettle, patient")
    keys.press("Enter")
    keys.type("/")
    expect(page.locator("kbd").filter(visible=True).filter(has_text="2")).to_be_visible()
    keys.type("2half of me")
    keys.press("Shift+Enter")
    keys.type("on the bus")
    keys.press("Enter")
    keys.type("a slip")
    keys.press("Enter")
    keys.press("Control+z")
    keys.type("/no name")
    keys.press("Enter")
    arrived(page, 4)

    expect(field).to_be_focused()
    expect(field).to_have_value("")
    assert heard() == [
        ("  the kettle, patient", ""),
        ("half of me", "Ines"),
        ("on the bus", "Ines"),
        ("/no name", ""),
    ]
    expect(page.locator("[data-count]")).to_have_text("4")
    page.reload()
    arrived(page, 4)


def test_names_are_tapped_and_stay_only_where_the_catcher_wants(page_of, evening, noor, ines):
    page = board(page_of, noor, evening, **PHONE)
    page.get_by_label("Ines").check(force=True)
    expect(page.locator("#heard")).to_be_focused()
    fill(page, heard="hers")
    press(page, "Catch")
    fill(page, heard="whose?")
    press(page, "Catch")
    page.get_by_text("Keep the name for the next line").click()
    page.get_by_label("Ines").check(force=True)
    for words in ("hers again", "and again"):
        fill(page, heard=words)
        press(page, "Catch")
    press(page, "Catch a silence")
    arrived(page, 5)

    assert heard() == [
        ("hers", "Ines"),
        ("whose?", ""),
        ("hers again", "Ines"),
        ("and again", "Ines"),
        ("", ""),
    ]
    assert lies_within(page)
    press(page, "Undo the last line")
    arrived(page, 4)
    page.locator("#lines li").first.get_by_role("button", name="Undo").click()
    arrived(page, 3)
    assert [words for words, _name in heard()] == ["whose?", "hers again", "and again"]


def test_on_a_phone_the_names_stand_in_one_row_right_above_the_field(page_of, evening, noor):
    for number in range(12):
        make_member(evening.circle, f"Somebody called {number}")
    page = board(page_of, noor, evening, **PHONE)

    row, last = page.locator(".names-row").bounding_box(), page.get_by_label("Somebody called 9")
    field = page.locator("#heard").bounding_box()

    assert row["height"] < 60
    assert 0 < field["y"] - (row["y"] + row["height"]) < 60
    last.check(force=True)
    expect(last).to_be_in_viewport()
    assert lies_within(page)


def test_what_another_catches_stands_on_the_board_too_once_nothing_is_being_typed(
    page_of, evening, noor, ines
):
    begun(evening, noor)
    anna = make_host(evening.circle, "Anna")
    slip = catch(evening, noor, "mine", "a slip", nonce="a")[1]
    page = board(page_of, noor, evening)
    seen_soon = {"timeout": 15_000}

    catching.undo(slip, by=noor, now=now())
    catch(evening, anna, "the kettle", nonce="b")
    catch(evening, anna, "half of me", nonce="c", speaker=ines)  # her flame is seen
    expect(page.locator("#lines .caught")).to_have_text(["mine", "the kettle", "half of me"], **seen_soon)
    expect(page.locator("[data-count]")).to_have_text("3")
    expect(page.locator("#heard")).to_be_focused()

    page.keyboard.press("Control+z")
    expect(page.locator("#lines .caught")).to_have_text(["the kettle", "half of me"])

    page.keyboard.type("still typ")
    before = page.locator("#tonight").get_attribute("data-version")
    catch(evening, anna, "on the bus", nonce="d", speaker=make_member(evening.circle, "Luc"))
    expect(page.locator("#tonight")).not_to_have_attribute("data-version", before, **seen_soon)
    page.keyboard.type("ing")
    expect(page.locator("#lines li")).to_have_count(2)
    expect(page.locator("#heard")).to_have_value("still typing")

    page.keyboard.press("Enter")
    arrived(page, 4)
    lines = ["the kettle", "half of me", "on the bus", "still typing"]
    expect(page.locator("#lines .caught")).to_have_text(lines)
    assert [words for words, _name in heard()] == lines


def test_a_line_that_another_puts_right_reads_so_on_the_board(page_of, evening, noor, ines):
    begun(evening, noor)
    catch(evening, noor, "never quiet empty", nonce="a")
    page = board(page_of, noor, evening)
    other = board(page_of, make_host(evening.circle, "Anna"), evening)

    follow(other, "Change")
    fill(other, words="never quite empty")
    press(other, "Keep it so")
    expect(other.locator("#lines .caught")).to_have_text(["never quite empty"])
    catch(evening, noor, "half of me", nonce="b", speaker=ines)  # her flame is seen

    expect(page.locator("#lines .caught")).to_have_text(["never quite empty", "half of me"], timeout=15_000)


def test_a_line_too_long_is_said_and_goes_back_into_the_field(page_of, evening, noor):
    page = board(page_of, noor, evening)
    fill(page, heard="x" * 501)
    press(page, "Catch")
    says(page, "Line 1 has 501 characters")
    fill(page, heard="the next")
    press(page, "Catch")
    expect(page.locator("#lines li:not(.waiting)")).to_have_count(1)

    press(page, "Back into the field")

    expect(page.locator("#heard")).to_have_value("x" * 501)
    expect(page.locator("#lines li")).to_have_count(1)
    assert heard() == [("the next", "")]


def test_words_are_selected_where_they_stand_in_what_was_brought(page_of, evening, noor, ines):
    words = "I carry the kettle, patient,\nand half of me"
    rounds.bring(rounds.round_of(evening), membership=ines, words=words, nonce="n", now=now())
    page = board(page_of, noor, evening)
    follow(page, "From what was brought")
    field, button = page.get_by_role("textbox", name="Ines"), page.get_by_role("button", name="Catch this")
    expect(button).to_be_disabled()

    field.evaluate("field => field.focus() || field.setSelectionRange(8, 27)")
    button.click()
    says(page, "Caught: the kettle, patient")
    field.focus()
    page.keyboard.press("Control+End")
    for _letter in "half of me":
        page.keyboard.press("Shift+ArrowLeft")
    page.keyboard.press("Enter")
    says(page, "Caught: half of me")

    assert heard() == [("the kettle, patient", "Ines"), ("half of me", "Ines")]
    assert {phrase.checkin.words for phrase in Phrase.objects.all()} == {words}


@pytest.mark.parametrize(
    ("words", "begins", "ends", "caught"),
    [
        ("I heard a small yes. Then snow", 6, 20, "heard a small yes."),
        ("we don’t close, élan", 7, 17, "don’t close, élan"),
        ("de l’arbre, qu’il neige", 5, 8, "arbre"),
        ("红头绳在雪里", 1, 3, "头绳"),
    ],
)
def test_a_selection_within_a_word_is_widened_to_the_whole_of_it(
    page_of, evening, noor, ines, words, begins, ends, caught
):
    rounds.bring(rounds.round_of(evening), membership=ines, words=words, nonce="n", now=now())
    page = board(page_of, noor, evening)
    follow(page, "From what was brought")

    field = page.get_by_role("textbox", name="Ines")
    field.evaluate(f"field => field.focus() || field.setSelectionRange({begins}, {ends})")
    page.get_by_role("button", name="Catch this").click()
    says(page, f"Caught: {caught}")

    assert heard() == [(caught, "Ines")]


def test_a_name_at_a_line_heard_is_asked_about_where_it_stands_and_the_next_goes_on(
    page_of, evening, noor, ines
):
    page = board(page_of, noor, evening)
    for line in ("Ines: the kettle", "half of me", "Ines", "snow (Ines)"):
        page.locator("#heard").fill(line)
        press(page, "Catch")
    says(page, "This seems to carry a name. Without it: the kettle")
    expect(page.locator("#lines li:not(.waiting)")).to_have_count(2)
    page.reload()  # it waits with its question

    page.locator("li.refused").first.get_by_role("button", name="Take the names off").click()
    expect(page.locator("#lines li:not(.waiting)")).to_have_count(3)
    page.get_by_role("button", name="They belong to the lines").click()
    arrived(page, 4)

    assert heard() == [("half of me", ""), ("Ines", ""), ("the kettle", ""), ("snow (Ines)", "")]


def test_names_in_notes_are_asked_about_once_and_the_words_wait_until_one_has_chosen(
    page_of, evening, noor, ines
):
    page = page_of(noor.person)
    page.goto(f"{evening.get_absolute_url()}catch/notes/")

    fill(page, heard="Ines: the light on the snow\nstill in my coat")
    press(page, "Keep these lines")
    expect(page.locator("#carrying")).to_have_text("One line seems to carry a name. Nothing is kept yet.")
    page.goto(page.url)  # left, and come back to: it is asked when it is sent
    expect(page.locator("#heard")).to_have_value("Ines: the light on the snow\nstill in my coat")
    press(page, "Keep these lines")
    press(page, "Take the names off")

    arrived(page, 2)
    assert heard() == [("the light on the snow", ""), ("still in my coat", "")]


CHAT = """18:04:22 From Ines to Everyone:
\tthe kettle of this morning
18:05:00 From Luc Roy to Everyone:
\thalf of me
\thttps://circle.example/photo
18:05:30 From Ines to Everyone:
\t+1"""


def test_four_roads_lead_to_the_board_without_scripts(new_context, live_server, evening, noor, ines):
    rounds.bring(rounds.round_of(evening), membership=ines, words="still in my coat", nonce="n", now=now())
    context = new_context(java_script_enabled=False, **PHONE)
    remember(context, noor.person, live_server.url)
    page = context.new_page()
    page.goto(f"{evening.get_absolute_url()}catch/")

    page.get_by_label("Ines").check(force=True)
    fill(page, heard="a door, then")
    press(page, "Catch")
    press(page, "Catch a silence")
    follow(page, "Type up my notes")
    notes = "\n".join(f"  line {number} " + ("\n" if number % 5 == 0 else "") for number in range(1, 41))
    fill(page, heard=notes)
    press(page, "Count the lines")
    expect(page.locator("[data-lines]")).to_have_text("40")
    press(page, "Keep these lines")
    follow(page, "Paste from the call chat")
    fill(page, pasted=CHAT)
    press(page, "Show me the lines")
    expect(page.get_by_label("Luc Roy", exact=True)).to_have_value("")
    assert lies_within(page)
    press(page, "Keep these lines")
    follow(page, "From what was brought")
    press(page, "Take these words")

    assert heard() == [
        ("a door, then", "Ines"),
        ("", ""),
        *((f"  line {number} ", "") for number in range(1, 41)),
        ("the kettle of this morning", "Ines"),
        ("half of me", ""),
        ("still in my coat", "Ines"),
    ]
