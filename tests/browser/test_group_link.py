"""A group link in twelve browsers: each answers as the person they have confirmed to be, and as nobody else."""

import pytest
from django.urls import reverse
from django.utils.timezone import now
from playwright.sync_api import Page, expect

from circles.models import Membership
from gatherings.answering import group_links
from gatherings.models import Rsvp
from tests.browser.post import Post
from tests.browser.steps import PHONE, fill, follow, lies_within, press, reads, says
from tests.making import make_circle, make_gathering, make_host, make_member

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
NAMES = ("Abel", "Bea", "Chloé", "Dao", "Edna", "Fay", "Gerry", "Hana", "Ines", "Joe", "Kim", "Lev")
ANSWERS = {"yes": "In the room", "maybe": "Maybe", "no": "Not this time"}
BY_NOD = {"Bea", "Joe", "Lev"}  # Joe and Lev are only names: no letter reaches them


@pytest.fixture
def link():
    circle = make_circle(place="The Old Library", call_link="https://call.example/us")
    host = make_host(circle, "Host")
    return group_links.make(make_gathering(circle), by=host, now=now())


@pytest.fixture
def members(link) -> dict[str, Membership]:
    members = {name: make_member(link.gathering.circle, name) for name in NAMES}
    Membership.objects.filter(name__in=["Joe", "Lev"]).update(person=None)
    return members


@pytest.fixture
def group(link) -> str:
    return reverse("group", args=[link.token])


def ask(page: Page, group: str, name: str) -> None:
    """Open the link and tap a name: nothing can be answered yet."""
    page.goto(group)
    follow(page, name)
    says(page, f"Is it you, {name}?")
    expect(page.locator("[name=answer]")).to_have_count(0)


def type_code(page: Page, post: Post, member: Membership) -> None:
    """Confirm by the code in the letter."""
    press(page, "Send me a code")
    says(page, "A code is on its way")
    fill(page, code=post.code_for(member.person.email))
    press(page, "Go on")


def nod(host: Page, link, name: str, sign: str) -> None:
    """Nod, as the host, to the phone that shows these digits."""
    host.goto(f"{link.gathering.get_absolute_url()}hosts/")
    says(host, f"A phone that shows {sign} asks to answer as {name}.")
    press(host, f"Yes, that’s {name}")
    says(host, f"{name} can answer from that phone now.")


def test_twelve_browsers_answer_each_as_who_they_confirmed_to_be(
    new_context, page_of, post, link, members, group
):
    host = page_of(link.gathering.circle.memberships.get(name="Host").person)
    phones = {name: new_context(**PHONE).new_page() for name in NAMES}
    said = {name: list(ANSWERS)[number % 3] for number, name in enumerate(NAMES)}

    for name, page in phones.items():  # all twelve ask before the first is confirmed
        ask(page, group, name)
    for name, page in phones.items():
        if name in BY_NOD:
            press(page, "Ask a host to nod")
            says(page, f"{name}, tell a host what your phone shows:")
            nod(host, link, name, page.locator(".sign").inner_text())
        else:
            type_code(page, post, members[name])
        says(page, f"{name}, will you be in the circle?")  # by itself, where a host nodded
    for number, (name, page) in enumerate(phones.items()):
        another = NAMES[(number + 1) % 12]
        page.goto(reverse("group_name", args=[link.token, members[another].pk]))
        says(page, f"Is it you, {another}?")
        expect(page.locator("[name=answer]")).to_have_count(0)
        page.goto(group)
        follow(page, f"Answer as {name}")
        press(page, ANSWERS[said[name]])
        says(page, f"Thank you, {name}.")
        assert lies_within(page)

    assert dict(Rsvp.objects.values_list("membership__name", "answer")) == said
    assert not Rsvp.objects.exclude(said_by=None).exists()


def test_without_scripts_a_phone_is_confirmed_by_a_code_answers_and_is_forgotten(
    new_context, post, link, members, group
):
    page = new_context(java_script_enabled=False, **PHONE).new_page()
    ask(page, group, "Hana")
    type_code(page, post, members["Hana"])
    press(page, "On the call")
    says(page, "Thank you, Hana. You’ll be there.")
    says(page, "https://call.example/us")

    press(page, "Forget this phone")
    says(page, "Tap your name.")
    follow(page, "Hana")
    says(page, "Is it you, Hana?")


def test_without_scripts_a_phone_waits_for_a_nod_with_a_link_to_look_again(
    new_context, page_of, link, members, group
):
    host = page_of(link.gathering.circle.memberships.get(name="Host").person)
    page = new_context(java_script_enabled=False, **PHONE).new_page()
    ask(page, group, "Joe")
    press(page, "Ask a host to nod")
    sign = page.locator(".sign").inner_text()
    follow(page, "Has a host nodded? Look again")
    says(page, "No host has nodded yet.")
    nod(host, link, "Joe", sign)

    follow(page, "Look again")
    press(page, "Maybe")
    says(page, "Thank you, Joe. Maybe you’ll be there.")


def test_a_link_that_is_only_opened_does_nothing(new_context, link, members, group):
    """As messengers do that show what is behind a link."""
    page = new_context().new_page()
    posted = []
    page.on("request", lambda request: posted.append(request.url) if request.method != "GET" else None)
    page.goto(group)
    reads(page, page.get_by_role("heading", level=1).inner_text())
    page.goto(reverse("group_name", args=[link.token, members["Abel"].pk]))
    page.wait_for_timeout(500)

    assert posted == []
    assert [cookie["name"] for cookie in page.context.cookies()] == ["csrftoken"]
    assert not Rsvp.objects.exists()


def test_a_text_is_copied_with_one_press(page_of, link, members):
    host = link.gathering.circle.memberships.get(name="Host")
    page = page_of(host.person, permissions=["clipboard-read", "clipboard-write"])
    page.goto(f"{link.gathering.get_absolute_url()}tell/")
    section = page.locator("section").filter(has=page.get_by_role("heading", name="“Will you be there?”"))
    press(section, "Copy")

    expect(section.get_by_role("button", name="Copied")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == section.locator("textarea").input_value()
    assert f"/g/{link.token}/" in copied
