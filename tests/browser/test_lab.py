"""From a learning lab to a circle of twelve, in the browser: planned, announced, signed up for, and grown in one step.

Nothing is mocked but the clock, so that the lab comes and goes. With scripts and without.
"""

import re
import time
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Page, expect

from gatherings.models import Growth
from tests.browser.post import Post
from tests.browser.steps import PHONE, fill, follow, lies_within, press, reads, says, type_code
from tests.making import make_steward

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
EDMONTON = ZoneInfo("America/Edmonton")
BEFORE = datetime(2026, 10, 12, 10, 0, tzinfo=EDMONTON)
AFTERWARDS = datetime(2026, 11, 8, 16, 30, tzinfo=EDMONTON)  # the last afternoon, still in the room
LAB, CIRCLE = "Two days of hosting", "Circle of the High Level Bridge"
ELEVEN = ("Noor", "Luc", "Ines", "Tomas", "Mei", "Abel", "Freya", "Samir", "Rosa", "Kofi", "Hana")


def address_of(name: str) -> str:
    return f"{name.lower()}@outside.example"


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_a_circle_of_twelve_grows_out_of_a_lab(new_context, page_of, post, time_machine, scripts):
    time_machine.move_to(BEFORE)
    steward = make_steward(name="Anna")
    anna = page_of(steward.person, java_script_enabled=scripts)
    hosts_page, public_page = plan_and_publish(anna, steward.circle.get_absolute_url())
    guest = new_context(java_script_enabled=scripts, **PHONE).new_page()
    for name in ELEVEN:
        sign_up(guest, post, public_page, name)
    anna.goto(hosts_page)
    says(anna, "Eleven guests are coming, of eleven seats.")

    time_machine.move_to(AFTERWARDS)
    began = time.perf_counter()
    posted = watch_what_is_posted(anna)
    grow(anna, hosts_page)
    print(f"from the lab to a circle of twelve: {time.perf_counter() - began:.1f} s")
    assert len(posted) == 1  # one page, one press

    members = Growth.objects.get().circle.memberships.values_list("name", flat=True)
    assert sorted(members) == sorted(["Anna", *ELEVEN])
    anna.goto(hosts_page)
    says(anna, CIRCLE)
    claim(new_context(java_script_enabled=scripts, **PHONE).new_page(), post, "Mei")


def plan_and_publish(page: Page, circle: str) -> tuple[str, str]:
    """Plan a lab, look at it and publish it; return the paths of its hosts' page and of its public one."""
    page.goto(f"{circle}labs/")
    follow(page, "Plan a learning lab")
    fill(page, title=LAB, invitation="Come and practise with us.", place="The hall at Mill Creek")
    fill(page, first_day="2026-11-07", last_day="2026-11-08", seats=str(len(ELEVEN)))
    press(page, "Plan it")
    reads(page, LAB)
    hosts_page = page.url
    says(page, "Only the circle sees it yet.")
    press(page, "Publish it")
    says(page, "Everybody can read it and sign up.")
    follow(page, "Look at it")
    reads(page, LAB)
    assert lies_within(page)
    return hosts_page, page.url


def sign_up(page: Page, post: Post, public_page: str, name: str) -> None:
    """Sign up without an account, and say yes behind the link of one's letter."""
    page.goto(public_page)
    says(page, "Saturday 7 and Sunday 8 November, 09:00–17:00 each day, Edmonton time")
    fill(page, name=name, email=address_of(name))
    page.get_by_label("Ask me when a circle grows out of it").check()
    press(page, "I’d love to come")
    reads(page, "Look in your mail")
    page.goto(post.link_for(address_of(name), "/my-seat/"))
    reads(page, f"{name}, would you like to come?")
    press(page, "Yes, I’d love to come")
    reads(page, "You have a seat")
    assert lies_within(page)


def watch_what_is_posted(page: Page) -> list[str]:
    """Return a list that fills with the address of every form sent from now on."""
    posted: list[str] = []
    page.on("request", lambda request: posted.append(request.url) if request.method == "POST" else None)
    return posted


def grow(page: Page, hosts_page: str) -> None:
    """Grow a circle on one page, beginning at the lab's: who and when stand there already, all but name and why."""
    page.goto(hosts_page)
    follow(page, "Grow a circle")
    expect(page.locator("[name=guests]:checked")).to_have_count(len(ELEVEN))  # all asked to be asked
    expect(page.locator("[name=texts]:checked")).to_have_count(0)
    expect(page.locator("#dates .day").first).to_have_text("Wednesday 25 November 2026")
    fill(page, purpose="We practise hosting conversations that matter.")
    page.locator("#id_name").fill(CIRCLE)
    for agreement in page.locator("[name=texts]").all()[:2]:
        agreement.check()
    press(page, "Grow the circle")
    reads(page, CIRCLE)
    says(page, "The circle has begun: twelve of you.")
    says(page, "Grown out of Two days of hosting")


def claim(page: Page, post: Post, name: str) -> None:
    """Open the letter that came after the lab, sign up, and be in the circle under the name that waits there."""
    page.goto(post.link_for(address_of(name), "/invitation/"))
    reads(page, CIRCLE)
    follow(page, "Join the circle")
    fill(page, name=name, timezone="Edmonton")
    press(page, "Send me a code")
    type_code(page, post, address_of(name))
    reads(page, CIRCLE)
    press(page, "Join the circle")
    expect(page).not_to_have_url(re.compile("/invitation/"))
    circle = Growth.objects.get().circle
    page.goto(circle.get_absolute_url())
    reads(page, CIRCLE)
    assert circle.memberships.get(name=name).person.email == address_of(name)
    assert circle.memberships.count() == 1 + len(ELEVEN)
