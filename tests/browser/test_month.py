"""A circle's month, whole, in the browser: founded, gathered, checked in, harvested, subscribed to.

Nothing is mocked: the pages are the site's, the letters go through the worker to a mail server, the calendar is read
by a calendar program. Only the clock is set, so that the last Wednesday comes.
"""

import re
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Locator, Page, expect

from tests import calendar_program
from tests.browser.post import Post
from tests.browser.steps import PHONE, fill, follow, press, reads, says, type_code

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        not calendar_program.IS_HERE, reason="vdirsyncer and khal are not installed, so nobody subscribes."
    ),
]
EDMONTON = ZoneInfo("America/Edmonton")
AFTER_THE_LAB = datetime(2026, 11, 5, 10, 0, tzinfo=EDMONTON)
THE_EVENING = datetime(2026, 11, 25, 18, 5, tzinfo=EDMONTON)
CIRCLE = "Circle of the High Level Bridge"
LAST_WEDNESDAYS = [
    "2026-11-25", "2026-12-30", "2027-01-27", "2027-02-24", "2027-03-31", "2027-04-28",
    "2027-05-26", "2027-06-30", "2027-07-28", "2027-08-25", "2027-09-29", "2027-10-27",
]  # fmt: skip
# Each of the twelve, with what they bring to the check-in.
TWELVE = {
    "Noor": "still in my coat,\nthe kettle of this morning",
    "Luc": "half of me on the bus",
    "Ines": "when the river froze I heard it",
    "Tomas": "a key that fits nothing",
    "Mei": "my grandmother's spoon",
    "Abel": "nothing yet. and that is enough",
    "Freya": "the dog knew first",
    "Samir": "crossing, and crossing back",
    "Rosa": "bread in the oven at home",
    "Kofi": "of all places, here",
    "Hana": "I walked the long way round",
    "Piet": "oh!",
}
NOT_COMING, PERHAPS = "Piet", "Hana"


def address_of(name: str) -> str:
    return f"{name.lower()}@circle.example"


def test_a_circle_has_its_month(new_context, post, time_machine, tmp_path):
    time_machine.move_to(AFTER_THE_LAB)
    anna = new_context().new_page()
    sign_up_to_found(anna, post)
    found_the_circle(anna)
    circle = invite_the_twelve(anna)
    assert post.deliver() == 1 + len(TWELVE)  # Anna's code, and an invitation each

    people = {"Anna": anna}
    for name in TWELVE:
        people[name] = new_context(**PHONE).new_page()
        join(people[name], post, name)
    all_answer(people, circle)
    gathering = anna.url
    holders = hand_out_the_roles(anna, circle)
    expect_on_the_page(people["Mei"], gathering, holders)

    time_machine.move_to(THE_EVENING)
    open_the_circle(people[holders["Host"]], gathering)
    for name, words in TWELVE.items():
        check_in(people[name], gathering, words)
    caught = catch(people[holders["Poem catcher"]], gathering)
    poem = stitch(people[holders["Poem catcher"]], caught)
    everybody_reads(people, circle, poem)

    subscribed(people["Kofi"], circle, tmp_path)


def sign_up_to_found(page: Page, post: Post) -> None:
    page.goto("/")
    follow(page, "Found a circle")
    reads(page, "Welcome")
    fill(page, email=address_of("Anna"), name="Anna")
    press(page, "Send me a code")
    type_code(page, post, address_of("Anna"))
    reads(page, "Found a circle")


def found_the_circle(page: Page) -> None:
    fill(
        page,
        name=CIRCLE,
        purpose="We practise hosting conversations that matter.",
        place="The Old Library",
        call_link="https://call.example/bridge",
    )
    page.get_by_text("It grew out of a learning lab").click()
    fill(page, origin_lab="Two days of hosting", origin_place="Edmonton")
    fill(page, origin_began="2026-11-02", origin_ended="2026-11-03")
    press(page, "Show the dates first")
    dates = page.locator("#dates .day")
    expect(dates).to_have_count(12)
    expect(dates.first).to_have_text("Wednesday 25 November 2026")
    press(page, "Found the circle")
    says(page, "The circle is founded. Now invite its people.")


def invite_the_twelve(page: Page) -> str:
    """Paste a list in which two addresses are wrong, mend them, send it; return the circle's path."""
    reads(page, "Invite people")
    right = [f"{name} <{address_of(name)}>" for name in TWELVE]
    typed = (
        "\n".join(right).replace("mei@circle.example", "mei.circle.example").replace("kofi@circle", "kofi@")
    )
    fill(page, people=typed)
    press(page, "Look it over")
    says(page, "Two lines need another look. Nobody has been invited yet.")
    says(page, "Line 5: in “Mei <mei.circle.example>” the @ is missing.")
    says(page, "Line 10: in “Kofi <kofi@.example>” the part after the @ is not whole, like circle.example.")
    expect(page.locator("[name=people]")).to_have_value(typed)  # nothing is lost

    fill(page, people="\n".join(right))
    press(page, "Look it over")
    says(page, "Is this right?")
    press(page, "Invite twelve people")
    says(page, "Letters are on their way to twelve people.")
    found = re.search(r"/c/[^/]+/", page.url)
    assert found
    return found[0]


def join(page: Page, post: Post, name: str) -> None:
    """Open the link of one's letter, sign up with a code, and join."""
    page.goto(post.link_for(address_of(name), "/invitation/"))
    reads(page, CIRCLE)
    says(page, "Anna invites")
    follow(page, "Join the circle")
    expect(page.locator("[name=email]")).to_have_value(address_of(name))
    fill(page, name=name, timezone="Edmonton")
    press(page, "Send me a code")
    type_code(page, post, address_of(name))
    reads(page, CIRCLE)
    press(page, "Join the circle")
    says(page, f"{name}, welcome to")
    press(page, "Come in")
    says(page, "What we promise")


def all_answer(people: dict[str, Page], circle: str) -> None:
    """Each answers for the next gathering; Anna does so last, and sees the others."""
    spoken = {NOT_COMING: "Not this time", PERHAPS: "Maybe"}
    for name in [*TWELVE, "Anna"]:
        page = people[name]
        page.goto(circle)
        page.locator("main p.ask a").first.click()
        reads(page, "Wednesday 25 November")
        answer = spoken.get(name, "In the room")
        press(page, answer)
        expect(page.get_by_role("button", name=answer, exact=True)).to_have_attribute("aria-pressed", "true")
    says(people["Anna"], "Eleven are coming, one may.")


def hand_out_the_roles(page: Page, circle: str) -> dict[str, str]:
    """Let the rota propose who holds what, in the hosts' table, and keep it; return who holds what first."""
    page.goto(f"{circle}who-holds-what/")
    follow(page, "Hand out the roles")
    first = page.locator("fieldset.evening").first
    seats = first.locator("select")
    expect(seats).to_have_count(6)
    press(page, "Propose the open seats")
    expect(first.locator(".why")).to_have_count(6)  # each with its reason
    roles = [_text(each).split(",")[0] for each in first.locator(".seat label").all()]
    names = [_text(each).split(" · ")[0] for each in first.locator(".seat select option:checked").all()]
    holders = dict(zip(roles, names, strict=True))
    press(page, "Keep these")
    says(page, "turns are set.")
    assert len(set(holders.values())) == 6  # nobody holds two
    return holders


def _text(shown: Locator) -> str:
    return (shown.text_content() or "").strip()


def expect_on_the_page(page: Page, gathering: str, holders: dict[str, str]) -> None:
    """Everybody sees who holds what."""
    page.goto(gathering)
    for role, name in holders.items():
        seat = page.locator(".roles li").filter(has=page.get_by_text(role, exact=True))
        expect(seat).to_contain_text(name)


def open_the_circle(page: Page, gathering: str) -> None:
    page.goto(gathering)
    says(page, "We are in the circle.")
    follow(page, "Come into the circle")
    fill(page, question="What are you carrying that nobody sees?")
    press(page, "Open the circle")
    reads(page, "What are you carrying that nobody sees?")


def check_in(page: Page, gathering: str, words: str) -> None:
    page.goto(gathering)
    follow(page, "Come into the circle")
    reads(page, "What are you carrying that nobody sees?")
    fill(page, words=words)
    press(page, "Bring my words")
    says(page, "Thank you. Your words are with who catches the poem.")


def catch(page: Page, gathering: str) -> list[str]:
    """Take phrases from what was brought, type what was heard, catch a silence; return the lines of the board."""
    page.goto(gathering)
    follow(page, "Come into the circle")
    says(page, "Twelve of us have brought words.")
    follow(page, "Catch the poem")
    follow(page, "From what was brought")
    for name in TWELVE:
        if name not in {"Tomas", "Rosa"}:
            card = page.get_by_role("form", name=f"From {name}", exact=True)
            card.get_by_role("textbox").select_text()
            press(card, "Catch this")
            expect(card.get_by_role("status")).to_contain_text("Caught:")
    follow(page, "As I listen")
    fill(page, heard="and somebody laughed, then all\n  the bell, late")
    press(page, "Catch")
    expect(page.locator(".board .caught").last).to_have_text("the bell, late")
    press(page, "Catch a silence")
    expect(page.locator(".board .silence")).to_have_count(1)
    lines = page.locator(".board li:not(.silence) .caught").all_text_contents()
    assert len(lines) == 13
    assert lines[-1] == "  the bell, late"  # word for word, its breath too
    return lines


def stitch(page: Page, caught: list[str]) -> str:
    """Begin as spoken, take another order, move, leave out and join; title it, give it; return its path."""
    follow(page, "Stitch the poem")
    lines = page.locator("#poem .piece")
    words = [*caught, "a silence"]
    expect(lines).to_have_count(len(words))
    assert lines.all_text_contents() == words  # as spoken

    page.get_by_text("Show me another order").click()
    press(page, "shuffled")
    press(page, "Keep this order")
    expect(lines.first).not_to_have_text(words[0])
    standing = lines.all_text_contents()
    assert sorted(standing) == sorted(words)  # each once, character for character

    lines.nth(2).click()
    press(page, "Up")
    standing[1], standing[2] = standing[2], standing[1]
    expect(page.locator("#told")).to_have_text(f"Line 2 of 14: {standing[1].strip()}")
    lines.nth(standing.index("a silence")).click()
    press(page, "Leave out")
    standing.remove("a silence")
    expect(lines).to_have_count(len(standing))
    lines.nth(1).click()
    press(page, "Dash")
    expect(page.locator("#poem .line").first).to_contain_text(f"{standing[0]} – {standing[1]}")
    fill(page, title="What the river kept", thanks="the kettle")
    press(page, "Give it to the circle")
    press(page, "Give it all the same")
    says(page, "The poem is with the circle.")
    reads(page, "What the river kept")
    assert page.locator("article .piece").all_text_contents() == standing
    assert f"{standing[0]} – {standing[1]}" in (page.locator("article .line").first.text_content() or "")
    return page.url


def everybody_reads(people: dict[str, Page], circle: str, poem: str) -> None:
    """The poem stands among the circle's; each sees their own line marked, and nobody else's."""
    for name, own in {"Luc": ["half of me on the bus"], "Tomas": []}.items():
        page = people[name]
        page.goto(f"{circle}poems/")
        follow(page, "What the river kept")
        expect(page).to_have_url(poem)
        expect(page.locator("article .piece.mine")).to_have_text(own)


def subscribed(page: Page, circle: str, folder) -> None:
    """Make a calendar link, and let a calendar program read it."""
    page.goto(circle)
    follow(page, "Put our dates in my calendar")
    fill(page, label="my phone")
    press(page, "Make a link")
    address = page.get_by_label("Copy it into your calendar").input_value()
    shown = calendar_program.subscribe(
        address, folder=folder, zone="America/Edmonton", first="2026-11-01", days=365
    )
    assert shown == [f"{day} 18:00 20:00 {CIRCLE} @ The Old Library" for day in LAST_WEDNESDAYS]
