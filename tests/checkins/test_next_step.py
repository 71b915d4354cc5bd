"""On tonight's pages each moment has one next step, and that is the filled button; the rest is quiet."""

import re

import pytest
from django.utils.timezone import now

from checkins.models import Centre, Round
from checkins.poem import harvesting
from checkins.tonight import centre, flames
from gatherings.models import Duty, Rsvp, Turn
from tests.checkins.speaking import address, catch
from tests.checkins.tonight import begin, comes, tap, taps
from tests.making import make_role

pytestmark = pytest.mark.django_db


def filled(client, place):
    """Return what the filled buttons of a page say."""
    return re.findall(r'class="primary"[^>]*>([^<]+)<', client.get(place).text)


def opens(client, evening, **sent):
    return client.post(address("open_round", evening), sent)


def test_who_opens_the_circle_is_shown_one_next_step_at_each_moment(as_, evening, catcher):
    host, here = as_(catcher), address("check_in", evening)

    assert filled(host, here) == ["Open the circle"]
    opens(host, evening, question="What now?")
    assert filled(host, here) == []  # the circle speaks; what ends the check-in is quiet
    opens(host, evening, close="yes")
    assert filled(host, here) == ["Open the check-out"]
    opens(host, evening, question="And now?", kind="out")
    assert filled(host, here) == ["Close for tonight"]
    centre.close(evening, by=catcher, now=now())
    assert filled(host, here) == []


def test_once_the_poem_is_given_the_next_step_is_the_check_out_which_ends_the_check_in(
    as_, evening, catcher, open_circle
):
    host, here = as_(catcher), address("check_in", evening)
    catch(evening, catcher, "Snow.")
    harvest = harvesting.begin(evening, catcher=catcher, now=now())
    harvesting.give(harvest, by=catcher, version=harvest.version, now=now())

    page = host.get(here).text
    assert filled(host, here) == ["Open the check-out"]
    assert "Read the poem" in page
    for past in ("The check-in is over<", "Change the question"):
        assert past not in page, past

    opens(host, evening, question="And now?", kind="out")
    going_on = Round.objects.filter(opened_at__isnull=False, closed_at=None)
    assert list(going_on.values_list("kind", flat=True)) == ["out"]


def test_with_the_centre_open_the_page_says_that_it_opens_the_check_in_and_still_takes_another_question(
    as_, evening, catcher
):
    host, here = as_(catcher), address("check_in", evening)
    found = begin(evening, catcher)
    assert filled(host, here) == ["To the Centre"]
    assert "The check-in opens as the Centre comes to the question." in host.get(here).text

    opens(host, evening, question="What did you leave at the door?", keep="yes")
    assert not Round.objects.get().opened_at
    found = tap(found)
    assert Round.objects.get().opened_at
    assert "What did you leave at the door?" in host.get(f"/centre/{found.screen_token}/").text

    page = host.get(here).text
    assert "The check-in is over as the Centre goes on." in page
    assert 'name="close"' not in page
    opens(host, evening, question="And now?", keep="yes")
    round_ = Round.objects.get()
    assert (round_.question, round_.closed_at) == ("And now?", None)
    assert "And now?" in host.get(f"/centre/{found.screen_token}/").text


def test_a_question_is_kept_only_by_who_may_open_the_circle(as_, evening, ines):
    assert opens(as_(ines), evening, question="Mine?", keep="yes").status_code == 403
    assert not Round.objects.exists()


@pytest.fixture
def holder(evening, anna):
    """Somebody who is no host, and holds the role that catches tonight."""
    role = make_role(evening.circle, "poem catcher", duty=Duty.CATCHES)
    Turn.objects.create(gathering=evening, role=role, holder=anna)
    return anna


def test_who_catches_tonight_is_led_straight_to_the_board(as_, evening, holder, ines, catcher):
    board = address("catch", evening)
    for place in (evening.get_absolute_url(), address("check_in", evening)):
        assert filled(as_(holder), place) == ["Catch the poem"]
        page = as_(holder).get(place).text
        assert page.count(f'href="{board}"') == 1
    page = as_(holder).get(address("check_in", evening)).text
    assert page.index(f'href="{board}"') < page.index("Your words")
    assert board not in as_(ines).get(evening.get_absolute_url()).text
    assert "Catch the poem" not in filled(as_(catcher), evening.get_absolute_url())

    begin(evening, catcher)
    centre.close(evening, by=catcher, now=now())
    assert board not in as_(holder).get(evening.get_absolute_url()).text


def test_a_flame_that_somebody_else_lit_is_told_also_when_the_check_in_is_over(as_, evening, anna, catcher):
    ben = comes(evening, "Ben")
    found = begin(evening, catcher)
    taps(found, "ring")
    flames.light(Round.objects.get(), membership=anna, now=now())
    taps(Centre.objects.select_related("gathering__circle").get(), "heart")

    page = as_(anna).get(address("check_in", evening)).text
    assert "Your flame is lit." in page
    assert "I have spoken" not in page
    assert "Your flame is lit." not in as_(ben).get(address("check_in", evening)).text


def test_who_told_a_host_is_said_once(as_, evening, catcher, ines):
    for name in ("Anna", "Ben", "Cleo"):
        comes(evening, name)
    Rsvp.objects.exclude(membership=catcher).update(said_by=catcher)
    comes(evening, "Dora", answer="maybe", said_by=catcher)

    page = as_(ines).get(evening.get_absolute_url()).text

    assert page.count("told to Noor") == 1
    assert "Anna, Ben, Cleo and Dora · told to Noor" in page
