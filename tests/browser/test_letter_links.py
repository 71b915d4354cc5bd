"""From the letter to the answer: two taps without scripts; and a link that is only opened does nothing (R26 to R28)."""

import re
from datetime import timedelta

import pytest
from django.utils.timezone import now
from playwright.sync_api import expect

from circles import letters
from circles.models import Membership, Unwanted
from gatherings.letters import reminders
from gatherings.models import Rsvp
from tests.browser.post import Post
from tests.browser.steps import PHONE, press, says
from tests.making import make_circle, make_gathering, make_member
from tests.postbox import links_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def anna() -> Membership:
    circle = make_circle(place="The Old Library", call_link="https://call.example/us")
    soon = (now() + timedelta(hours=1)).astimezone(circle.zone)
    starts = soon.time().replace(second=0, microsecond=0)
    make_gathering(circle, soon.date(), starts=starts, question="What is in your coat?")
    return make_member(circle, "Anna")


def links_sent_to(member: Membership, post: Post) -> list[str]:
    """Let the question whether they will be there go out; return the links in the letter.

    It waits for no hour any more: what comes in the last hour is too late to wait (`letter_hours`, rule 3).
    """
    gathering = member.circle.gatherings.get()
    told = {"gathering": gathering.pk, "day": gathering.day.isoformat()}
    letters.write(kind=reminders.ASKED, key="one", membership=member, params=told, now=now())
    [letter] = post.letters_to(member.person.email)
    words = letter.get_body(("plain",))
    assert words is not None
    return links_in(words.get_content())


def test_from_the_letter_to_the_answer_it_is_two_taps_without_scripts(new_context, post, anna):
    answer = links_sent_to(anna, post)[0]
    page = new_context(java_script_enabled=False, **PHONE).new_page()

    page.goto(answer)  # the first tap, in the letter
    says(page, "Anna, will you be in the circle?")
    press(page, "In the room")

    says(page, "Thank you, Anna. You’ll be there.")
    says(page, "https://call.example/us")
    assert Rsvp.objects.get().answer == "yes"

    assert Rsvp.objects.get().way == "room"

    press(page, "Not this time")
    says(page, "Thank you, Anna. Not this time, then.")
    assert Rsvp.objects.get().answer == "no"
    press(page, "Undo")
    says(page, "Thank you, Anna. You’ll be there.")
    assert Rsvp.objects.get().answer == "yes"

    page.goto("/me/")
    expect(page).to_have_url(re.compile("/accounts/login/"))


def test_a_link_that_is_opened_and_looked_at_does_nothing(new_context, post, anna):
    """As mail scanners do: each link in the letter is opened with scripts on, waited at and moved over."""
    found = links_sent_to(anna, post)
    page = new_context().new_page()
    posted = []
    page.on("request", lambda request: posted.append(request.url) if request.method != "GET" else None)

    for link in [*found, f"{found[0]}?answer=yes"]:
        page.goto(link)
        page.mouse.move(200, 300)
        page.mouse.wheel(0, 400)
        page.wait_for_timeout(2_000)

    assert posted == []
    assert not Rsvp.objects.exists()
    assert not Unwanted.objects.exists()


def test_letters_are_stopped_and_brought_back_without_scripts(new_context, post, anna):
    stop = links_sent_to(anna, post)[-1]
    page = new_context(java_script_enabled=False, **PHONE).new_page()

    page.goto(stop)
    press(page, "No more of these, please")
    says(page, "Done, Anna: from now on this letter is not sent to you.")
    assert Unwanted.objects.get().kind == "asked"

    press(page, "Send them to me again")
    says(page, "comes to you again")
    assert not Unwanted.objects.exists()
