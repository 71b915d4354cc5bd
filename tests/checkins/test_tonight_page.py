"""The evening's own page for its members and hosts: the ring, whose turn it is, flames, words from afar."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.utils.timezone import now

from checkins.models import Centre, Flame, FlameState, Round, RoundKind
from checkins.poem import harvesting
from checkins.tonight import centre, flames, rounds
from gatherings.models import Rsvp, Turn
from tests.checkins.speaking import address, bring, catch
from tests.checkins.tonight import begin, comes, say
from tests.making import make_gathering, make_member, make_role

pytestmark = pytest.mark.django_db


def page_of(client, evening):
    return client.get(address("check_in", evening)).text


def test_opening_the_circle_begins_tonight(as_, evening, catcher):
    as_(catcher).post(address("open_round", evening), {"question": "What now?"})

    assert Centre.objects.get().gathering == evening
    assert Round.objects.get().question == "What now?"


@pytest.mark.parametrize("touch", ["lit", "passed"])
def test_a_member_lights_their_own_flame_or_passes_for_now(as_, evening, anna, open_circle, touch):
    page = page_of(as_(anna), evening)
    for words in ("I have spoken", "I keep silence", "Pass for now", "Whoever is ready begins."):
        assert words in page

    say(as_(anna), evening, touch)

    assert Flame.objects.get().state == touch
    page = page_of(as_(anna), evening)
    assert ("Your flame is lit." in page) == (touch == "lit")
    assert ("asked again at the end" in page) == (touch == "passed")
    say(as_(anna), evening, "out")
    assert not Flame.objects.exists()


def test_speaking_and_keeping_silence_look_the_same(as_, evening, anna, open_circle):
    page = page_of(as_(anna), evening)

    assert page.count('name="touch" value="lit"') == 2


def test_a_member_lights_nobody_elses_flame_who_opens_the_circle_anybodys(
    as_, evening, anna, ines, open_circle
):
    assert say(as_(ines), evening, f"lit:m{anna.pk}").status_code == 403
    assert "Light a flame for somebody" not in page_of(as_(ines), evening)
    assert not Flame.objects.exists()

    Turn.objects.create(gathering=evening, role=make_role(evening.circle, duty="opens"), holder=ines)
    assert "Light a flame for somebody" in page_of(as_(ines), evening)
    say(as_(ines), evening, f"lit:m{anna.pk}")
    assert Flame.objects.get().membership == anna


def test_nothing_is_lit_before_the_circle_opens_and_after_it_closed(as_, evening, catcher, anna):
    say(as_(anna), evening, "lit")
    begin(evening, catcher)
    say(as_(anna), evening, "lit")
    assert not Flame.objects.exists()

    centre.open_round(evening, kind=RoundKind.CHECK_IN, question="", by=catcher, now=now())
    centre.close(evening, by=catcher, now=now())
    say(as_(anna), evening, "lit")
    assert not Flame.objects.exists()


def test_it_goes_round_and_tells_who_is_next(as_, evening, anna, open_circle):
    ben, cleo = comes(evening, "Ben"), comes(evening, "Cleo")
    flames.light(open_circle, membership=ben, now=now())

    assert "It has come to you." in page_of(as_(cleo), evening)
    assert "Cleo is next, going round." in page_of(as_(anna), evening)
    flames.light(open_circle, membership=cleo, state=FlameState.PASSED, now=now())
    assert "It has come to you." in page_of(as_(anna), evening)
    flames.light(open_circle, membership=anna, now=now())
    assert "It has come to you." in page_of(as_(cleo), evening)


def test_while_it_runs_nobody_reads_anybodys_words(as_, evening, anna, catcher, ines, open_circle):
    bring(evening, ines, "CANARY words")

    for member in (anna, catcher):
        assert "CANARY" not in page_of(as_(member), evening)


def test_who_catches_is_told_that_words_came_from_afar_and_nobody_else_is(
    as_, evening, anna, catcher, open_circle
):
    away = comes(evening, "Dora", "no")
    bring(evening, away, "CANARY words")

    page = page_of(as_(catcher), evening)
    assert "Words came from afar, from Dora." in page
    assert address("catch", evening) in page
    assert "CANARY" not in page
    assert "from afar, from" not in page_of(as_(anna), evening)


def test_the_next_opening_offers_to_read_what_came_from_afar(as_, evening, catcher):
    before = make_gathering(evening.circle, (now() - timedelta(days=28)).date())
    dora = make_member(evening.circle, "Dora")
    rounds.bring(
        rounds.round_of(before),
        membership=dora,
        words="CANARY",
        nonce="n",
        now=before.ends_at + timedelta(hours=2),
    )

    page = page_of(as_(catcher), evening)
    assert "Words came from afar last time, from Dora." in page
    assert address("catch", before) in page
    begin(evening, catcher)
    centre.open_round(evening, kind=RoundKind.CHECK_IN, question="", by=catcher, now=now())
    assert "last time" not in page_of(as_(catcher), evening)


def test_late_that_night_the_question_stands_alone_and_then_her_flame_burns_outside(
    as_, evening, anna, catcher
):
    dora = comes(evening, "Dora", "no")
    centre.open_round(evening, kind=RoundKind.CHECK_IN, question="What now?", by=catcher, now=now())
    centre.close(evening, by=catcher, now=now())

    with time_machine.travel(evening.ends_at + timedelta(hours=3)):
        client = as_(dora)
        before = page_of(client, evening)
        assert "What now?" in before
        assert "Bring my words" in before
        for more in ('class="ring', "flame", "brought words", "Catch the poem"):
            assert more not in before.partition("<main")[2], more

        client.post(address("check_in", evening), {"words": "Snow.", "nonce": "n"})
        after = page_of(client, evening)

    assert 'class="seat yes lit afar"' in after
    assert Flame.objects.get().state == FlameState.AFAR


def test_the_check_out_has_flames_and_a_question_of_its_own(as_, evening, anna, catcher, open_circle):
    flames.light(open_circle, membership=anna, now=now())
    as_(catcher).post(address("open_round", evening), {"close": "yes"})
    assert "The question to close with" in page_of(as_(catcher), evening)
    as_(catcher).post(address("open_round", evening), {"question": "What do you take home?", "kind": "out"})

    page = page_of(as_(anna), evening)
    assert "What do you take home?" in page
    assert "I have spoken" in page
    say(as_(anna), evening, "lit")
    assert list(Flame.objects.values_list("round__kind", flat=True)) == ["in", "out"]
    as_(catcher).post(address("tonight", evening), {"do": "close"})
    assert not Round.objects.filter(closed_at=None).exists()
    assert not Centre.objects.alive(now=now()).exists()


def test_once_closed_the_page_asks_the_question_words_are_still_brought_to(as_, evening, anna, catcher):
    for kind, question in (
        (RoundKind.CHECK_IN, "What now?"),
        (RoundKind.CHECK_OUT, "What do you take home?"),
    ):
        centre.open_round(evening, kind=kind, question=question, by=catcher, now=now())
    assert "What do you take home?</h1>" in page_of(as_(anna), evening)
    assert "<h2>What now?</h2>" in page_of(as_(anna), evening)
    centre.close(evening, by=catcher, now=now())

    with time_machine.travel(evening.ends_at + timedelta(hours=3)):
        dora = comes(evening, "Dora", "no")
        page = page_of(as_(dora), evening)
        assert "What now?</h1>" in page
        assert "What do you take home?" not in page
        as_(dora).post(address("check_in", evening), {"words": "Snow.", "nonce": "n"})
        assert 'class="seat yes lit afar"' in page_of(as_(dora), evening)


def test_a_circle_whose_poem_is_given_early_is_closed_from_the_same_page(as_, evening, catcher, open_circle):
    catch(evening, catcher, "Snow.")
    harvest = harvesting.begin(evening, catcher=catcher, now=now())
    harvesting.give(harvest, by=catcher, version=harvest.version, now=now())
    assert address("tonight", evening) in page_of(as_(catcher), evening)

    centre.open_round(evening, kind=RoundKind.CHECK_OUT, question="", by=catcher, now=now())
    assert "Close for tonight" in page_of(as_(catcher), evening)
    centre.close(evening, by=catcher, now=now())
    assert "Open the circle" not in page_of(as_(catcher), evening)


@pytest.mark.parametrize("last", RoundKind.values)
def test_a_circle_closed_by_a_slip_is_opened_again_where_it_was(as_, evening, catcher, anna, last):
    for kind in ("in", "out") if last == "out" else ("in",):
        centre.open_round(evening, kind=kind, question=f"Asked at the {kind}", by=catcher, now=now())
    centre.close(evening, by=catcher, now=now())
    page = page_of(as_(catcher), evening)
    assert ("Open the circle again" in page, "Open the circle<" in page) == (True, False)

    fields = re.findall(r'type="hidden" name="(kind|question)" value="(.*?)"', page)
    as_(catcher).post(address("open_round", evening), dict(fields))

    assert list(Round.objects.filter(closed_at=None).values_list("kind", "question")) == [
        (last, f"Asked at the {last}")
    ]
    assert "I have spoken" in page_of(as_(anna), evening)


def test_six_hours_after_the_end_nothing_is_opened_any_more(as_, evening, catcher, open_circle):
    with time_machine.travel(evening.ends_at + timedelta(hours=6, minutes=1)):
        page = page_of(as_(catcher), evening)
        assert "Bring my words" in page
        assert address("open_round", evening) not in page

        answer = as_(catcher).post(address("open_round", evening), {"question": "Anew?"}, follow=True)
        assert "This gathering is over" in answer.text
    assert Round.objects.get().question == "What are you carrying?"


def test_at_check_out_who_catches_is_led_to_asking_whose_words_may_travel(
    as_, evening, anna, catcher, open_circle
):
    assert address("aloud", evening) not in page_of(as_(catcher), evening)

    centre.open_round(evening, kind=RoundKind.CHECK_OUT, question="", by=catcher, now=now())

    assert address("aloud", evening) in page_of(as_(catcher), evening)
    assert address("aloud", evening) not in page_of(as_(anna), evening)


def test_the_secret_addresses_are_told_only_to_who_opens_the_circle(as_, evening, anna, catcher, open_circle):
    found = Centre.objects.get()
    found.code, found.code_until = "K7PXQMZ", now() + timedelta(minutes=5)
    found.save()

    for name in ("check_in", "gathering", "tonight_ring"):
        page = as_(anna).get(address(name, evening)).text
        assert found.screen_token not in page
        assert "K7PX" not in page


def test_the_gatherings_own_page_is_told_the_ring_only_while_the_circle_is_open(as_, evening, anna, catcher):
    client = as_(anna)
    assert client.get(address("tonight_ring", evening)).status_code == 204
    round_ = centre.open_round(evening, kind=RoundKind.CHECK_IN, question="", by=catcher, now=now())
    flames.light(round_, membership=anna, now=now())

    part = client.get(address("tonight_ring", evening))
    assert 'class="seat yes lit"' in part.text
    assert part.text.startswith('<figure class="circle" id="tonight"')
    centre.close(evening, by=catcher, now=now())
    assert client.get(address("tonight_ring", evening)).status_code == 204


def test_somebody_without_an_answer_who_is_there_all_the_same_gets_a_seat(as_, evening, ines, open_circle):
    say(as_(ines), evening, "lit")

    assert Rsvp.objects.count() == 0
    assert 'class="seat yes lit"' in page_of(as_(ines), evening)


@pytest.mark.parametrize("people", [3, pytest.param(60, marks=pytest.mark.thorough)])
@pytest.mark.parametrize(("name", "queries"), [("check_in", 8), ("tonight_ring", 7)])
@pytest.mark.parametrize("who", ["member", "host"])
def test_it_costs_the_same_however_many_sit(
    as_, evening, catcher, anna, open_circle, django_assert_num_queries, people, name, queries, who
):
    for number in range(people):
        member = comes(evening, f"Member {number}")
        flames.light(open_circle, membership=member, now=now())
        bring(evening, comes(evening, f"Away {number}", "no"), nonce=f"n{number}")
    client = as_(catcher if who == "host" else anna)

    # session and person; membership with circle, gathering with poem, Centre and duties, rounds, members and guests
    # with their flames; on the check-in page, what was brought
    with django_assert_num_queries(queries):
        page = client.get(address(name, evening))

    assert page.text.count('class="seat yes lit') == 2 * people
