"""The Centre as a tablet signed in as nobody sees it: each scene with only what it needs."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.timezone import now

from checkins.models import Centre, Flame
from checkins.poem import harvesting
from checkins.tonight import centre, flames, rounds
from cop_site.logs import masked
from gatherings.models import Guest
from tests.checkins.speaking import address, catch
from tests.checkins.tonight import comes, taps
from tests.making import make_agreement, make_gathering, make_gathering_now, make_member

pytestmark = pytest.mark.django_db
NEVER = ("<nav", "site-name", "<footer", "<header", "/home/", "sign", "CANARY name")


@pytest.fixture
def shows(client, found):
    def shown(scene=None):
        if scene:
            taps(Centre.objects.get(), scene)
        answer = client.get(reverse("centre", args=[found.screen_token]))
        assert answer.status_code == 200
        return answer

    return shown


def step(name, found, **sent):
    return reverse(name, args=[found.screen_token]), sent


def test_each_scene_shows_what_the_moment_needs_and_nothing_else(evening, catcher, shows):
    make_agreement(evening.circle, "What is said here stays here.")
    make_gathering(evening.circle)
    comes(evening, "Anna Berg")
    centre.ask_last(evening, question="What do you take home?", by=catcher, now=now())
    catch(evening, catcher, "the kettle", speaker=comes(evening, "Ben"))
    harvesting.begin(evening, catcher=catcher, now=now())
    holds = {
        "name": evening.circle.name,
        "agreement": "What is said here stays here.",
        "question": "What are you carrying?",
        "ring": 'class="ring',
        "seat": 'name="touch"',
        "poem": "the kettle",
        "last": "What do you take home?",
        "until": "Until ",
    }
    expected = {
        "welcome": {"name"},
        "agreements": {"agreement"},
        "question": {"question"},
        "ring": {"ring", "seat"},
        "heart": {"ring"},
        "read_back": {"poem"},
        "last": {"last"},
        "last_ring": {"ring", "seat"},
        "farewell": {"until"},
    }
    for scene, wanted in expected.items():
        page = shows(scene).text.partition("<main")[2]
        assert {name for name, words in holds.items() if words in page} == wanted, scene
        assert not [word for word in NEVER if word in page], scene


def test_a_touch_lights_a_flame_and_another_takes_it_back(client, evening, found, shows):
    anna = comes(evening, "Anna")
    guest = Guest.objects.create(gathering=evening, name="Maria", nodded_at=now())
    shows("ring")
    address_, _ = step("centre_seat", found)

    client.post(address_, {"touch": f"lit:m{anna.pk}"})
    client.post(address_, {"touch": f"lit:g{guest.pk}"})
    assert list(Flame.objects.values_list("membership", "guest")) == [(anna.pk, None), (None, guest.pk)]
    assert 'aria-pressed="true"' in shows().text
    client.post(address_, {"touch": f"out:m{anna.pk}"})
    assert Flame.objects.get().guest == guest


def test_who_sits_elsewhere_or_nowhere_cannot_be_touched_and_nothing_outside_of_the_ring(
    client, evening, found, shows, ines
):
    anna = comes(evening, "Anna")
    address_, _ = step("centre_seat", found)
    client.post(address_, {"touch": f"lit:m{anna.pk}"})
    shows("ring")

    stranger = make_member()
    elsewhere = Guest.objects.create(gathering=make_gathering_now(), name="Maria", nodded_at=now())
    for key, status in (
        (f"m{stranger.pk}", 404),
        (f"m{ines.pk}", 404),  # of the circle, but not coming: no address tells who is in it
        (f"g{elsewhere.pk}", 404),
        ("x", 302),
        ("m99999999999999999", 404),
    ):
        assert client.post(address_, {"touch": f"lit:{key}"}).status_code == status
    assert not Flame.objects.exists()
    assert "Ines" not in shows().text
    late = comes(evening, "Late")
    assert client.post(address_, {"touch": f"lit:m{late.pk}"}).status_code == 302
    assert Flame.objects.get().membership == late


def test_a_tap_moves_on_and_one_that_comes_twice_moves_once(client, found):
    address_, _ = step("centre_move", found)
    for _twice in range(2):
        client.post(address_, {"scene": "welcome", "stanza": 0, "way": "on"})
    assert Centre.objects.get().scene == "question"

    client.post(address_, {"scene": "question", "stanza": 0, "way": "back"})
    client.post(address_, {"scene": "nowhere", "stanza": -1, "way": "up"})
    assert Centre.objects.get().scene == "welcome"


def test_looking_moves_nothing(client, found, shows):
    before = Centre.objects.values().get()
    shows()
    assert client.get(step("centre_move", found)[0]).status_code == 405
    assert Centre.objects.values().get() == before


def test_it_speaks_the_circles_language_whoever_looks(client, evening, found, shows):
    evening.circle.language = "fr"
    evening.circle.save()
    client.force_login(make_member().person)

    assert '<html lang="fr">' in shows().text


def test_it_knows_nobody_and_no_cache_keeps_it(client, found, shows, ines):
    client.force_login(ines.person)
    answer = shows()

    assert ines.name not in answer.text
    assert "no-store" in answer.headers["Cache-Control"]
    assert answer.headers["X-Robots-Tag"] == "noindex"
    assert answer.headers["Referrer-Policy"] == "same-origin"


def test_a_dead_address_says_so_kindly_whatever_is_done_there(client, evening, catcher, found):
    centre.close(evening, by=catcher, now=now())

    answers = [client.get(reverse("centre", args=[found.screen_token]))]
    answers += [client.post(step(name, found)[0]) for name in ("centre_move", "centre_seat", "centre_bell")]

    assert {answer.status_code for answer in answers} == {404}
    assert all("Nothing is open here" in answer.text for answer in answers)
    assert Centre.objects.get().scene == "welcome"


def test_its_addresses_are_covered_in_the_logs(found):
    for name, token in (("centre", found.screen_token), ("live", found.live_token)):
        assert token not in masked(f"GET {reverse(name, args=[token])} 200")


def test_phones_are_led_to_the_check_in_only_where_a_host_lets_them(evening, found, shows):
    assert "joins" not in shows("ring").text
    centre.let_phones_join(Centre.objects.select_related("gathering").get(), on=True, now=now())

    page = shows().text
    assert 'class="joins"' in page
    assert "style=" not in page
    assert "joins" not in shows("heart").text


def test_the_seat_that_is_next_is_marked(evening, found, shows):
    anna, ben = comes(evening, "Anna"), comes(evening, "Ben")
    assert 'class="next"' not in shows("ring").text
    flames.light(rounds.round_of(evening), membership=anna, now=now())

    marked = [part for part in shows().text.split("<foreignObject") if 'class="next"' in part]
    assert [f"lit:m{ben.pk}" in part for part in marked] == [True]


@pytest.mark.parametrize("people", [3, 60])
@pytest.mark.parametrize(
    ("scene", "queries"),
    [
        # tonight with its gathering and circle
        ("welcome", 1),
        # and the rounds, members and guests with their flames
        ("ring", 4),
        # and the next evening
        ("farewell", 2),
    ],
)
def test_a_scene_costs_the_same_however_many_sit(
    evening, found, shows, django_assert_num_queries, people, scene, queries
):
    for number in range(people):
        comes(evening, f"Member {number}")
    shows(scene)

    with django_assert_num_queries(queries):
        page = shows()

    assert page.text.count("<foreignObject") == (people if scene == "ring" else 0)
    assert address("check_in", evening) not in page.text


def test_an_evening_put_off_while_its_centre_is_open_says_kindly_that_it_shows_nothing(
    client, evening, found
):
    evening.day += timedelta(days=7)
    evening.save()
    taps_on, seen = step("centre_move", found, scene=found.scene, stanza=found.stanza, way="on")

    answer = client.post(taps_on, seen, follow=True)
    assert answer.status_code == 404
    assert "Nothing is open here" in answer.text
    assert Centre.objects.get().scene == found.scene
