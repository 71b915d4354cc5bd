"""The page on which a host lays the Centre in the middle, and holds it from their own phone."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.utils.timezone import now

from checkins.models import Centre, Flame
from checkins.phrases import catching
from checkins.poem import harvesting
from checkins.tonight import centre, pairing, rounds
from tests.checkins.speaking import address
from tests.checkins.tonight import begin, say, tap, taps
from tests.making import make_member

pytestmark = pytest.mark.django_db


def test_days_before_the_hosts_page_says_when_instead_of_offering_what_is_refused(as_, evening, catcher):
    with time_machine.travel(evening.starts_at - timedelta(days=3)):
        page = as_(catcher).get(address("tonight", evening)).text
    assert "Come back on the day." in page
    assert "Open the Centre" not in page
    assert "Open the Centre" in as_(catcher).get(address("tonight", evening)).text


def test_the_host_moves_the_centre_on_and_back_from_their_own_phone(as_, evening, catcher, ines):
    begin(evening, catcher)
    there = address("tonight", evening)

    def say(way, scene, by=catcher):
        return as_(by).post(there, {"scene": scene, "stanza": 0, "way": way})

    assert say("on", "welcome").url == there
    assert Centre.objects.get().scene == "question"
    assert 'value="question"' in as_(catcher).get(there).text
    say("on", "welcome")  # pressed twice, it moves once
    assert Centre.objects.get().scene == "question"
    say("back", "question")
    assert Centre.objects.get().scene == "welcome"
    assert say("on", "welcome", by=ines).status_code == 403
    assert Centre.objects.get().scene == "welcome"


def buttons(page):
    """Return the ways to move the Centre on a host's page, each with its look."""
    return dict(re.findall(r'<button class="(\w+)" id="\w+" name="way" value="(\w+)"', page.text))


def test_going_on_is_the_filled_button_once_a_screen_is_there_and_no_way_leads_nowhere(as_, evening, catcher):
    found, here = begin(evening, catcher), address("tonight", evening)

    def ways():
        return {way: look for look, way in buttons(as_(catcher).get(here)).items()}

    assert ways() == {"on": "choice"}
    pairing.take(pairing.new_code(found, now=now()).code, now=now())
    assert ways() == {"on": "primary"}
    tap(found)
    assert ways() == {"back": "choice", "on": "primary"}
    taps(Centre.objects.select_related("gathering__circle").get(), "farewell")
    assert ways() == {"back": "choice"}


def test_closing_before_the_evening_is_at_its_end_takes_a_second_look(as_, evening, catcher):
    found = begin(evening, catcher)
    page = as_(catcher).get(address("tonight", evening)).text
    assert "The evening is not at its end yet." in page
    assert page.index("<details") < page.index('value="close"') < page.rindex("</details>")

    taps(found, "farewell")
    page = as_(catcher).get(address("tonight", evening)).text
    assert "The evening is not at its end yet." not in page
    assert '<button class="primary" name="do" value="close">Close for tonight</button>' in page


def test_during_the_poem_it_says_which_stanza_is_in_the_middle(
    as_, evening, catcher, django_assert_num_queries
):
    found = begin(evening, catcher)
    lines = ["the kettle", "", "still in my coat"]
    catching.catch(rounds.round_of(evening), lines=lines, by=catcher, nonce="a", now=now())
    harvesting.begin(evening, catcher=catcher, now=now())
    client = as_(catcher)
    said = []
    taps(found, "read_back")
    # session and person; membership with circle, gathering with its poem, rounds, the poem's lines
    with django_assert_num_queries(6):
        client.get(address("tonight", evening))
    for _stanza in range(4):
        page = client.get(address("tonight", evening)).text
        said.append(re.search(r"In the middle now: <b>The poem, read back: (.*?)</b>", page)[1])
        tap(found)
    assert said == ["1 of 3", "2 of 3, a silence", "3 of 3", "only the ring, every flame lit"]


def test_moved_on_after_another_host_has_closed_the_circle_it_says_so(as_, evening, catcher):
    begin(evening, catcher)
    centre.close(evening, by=catcher, now=now())

    answer = as_(catcher).post(
        address("tonight", evening), {"scene": "welcome", "stanza": 0, "way": "on"}, follow=True
    )

    assert "The circle is not open just now." in answer.text
    assert "too long" not in answer.text


def test_days_later_the_hosts_page_opens_nothing(as_, evening, catcher):
    with time_machine.travel(evening.ends_at + timedelta(days=2)):
        page = as_(catcher).get(address("tonight", evening)).text
        assert "This gathering is over" in page
        assert "Open the Centre" not in page


def test_the_hosts_page_lays_the_centre_in_the_middle(as_, evening, catcher, ines):
    client = as_(catcher)
    assert "data-live" not in client.get(address("tonight", evening)).text
    for do in ("begin", "code", "phones"):
        assert client.post(address("tonight", evening), {"do": do}).status_code == 302
    client.post(address("tonight", evening), {"do": "ask", "question": "What do you take home?"})
    found = Centre.objects.get()
    page = client.get(address("tonight", evening)).text

    assert found.screen_token in page
    assert f"{found.code[:4]}-{found.code[4:]}" in page
    assert "What do you take home?" in page
    assert found.by_phone
    client.post(address("tonight", evening), {"do": "no phones"})
    assert not Centre.objects.get().by_phone
    assert as_(ines).get(address("tonight", evening)).status_code == 403


@pytest.mark.parametrize("people", [3, 60])
def test_who_came_without_a_word_is_on_the_hosts_page_to_be_lit(
    as_, evening, catcher, anna, open_circle, django_assert_num_queries, people
):
    for number in range(people):
        make_member(evening.circle, f"Member {number}")
    dora = make_member(evening.circle, "Dora")
    client = as_(catcher)

    # session and person; membership with circle, gathering, rounds, members and guests with a seat, all others
    with django_assert_num_queries(8):
        page = client.get(address("tonight", evening)).text

    assert page.count('value="lit:m') == people + 2  # and the host
    assert f'value="lit:m{dora.pk}"' in page
    assert f'value="lit:m{anna.pk}"' not in page
    say(client, evening, f"lit:m{dora.pk}")
    assert Flame.objects.get().membership == dora
    assert f'value="lit:m{dora.pk}"' not in client.get(address("tonight", evening)).text
