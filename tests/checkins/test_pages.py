"""The pages of the round and the poem, as a browser without scripts sees them."""

import re

import pytest
from django.urls import reverse
from django.utils.timezone import now

from checkins.models import CheckIn, Harvest, Phrase, Round
from checkins.poem import harvesting
from tests.checkins.speaking import address, bring, catch
from tests.making import make_gathering, make_member

pytestmark = pytest.mark.django_db


PLACES = ["check_in", "catch", "stitching", "poem"]


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_stranger_cannot_tell_the_page_exists(client, evening, catcher, ines, place, method):
    bring(evening, ines)
    catch(evening, catcher, "CANARY phrase")
    client.force_login(make_member().person)

    there = getattr(client, method)(address(place, evening))
    nowhere = getattr(client, method)(reverse(place, args=["no-such-circle", 1]))

    assert there.status_code == nowhere.status_code == (405 if (place, method) == ("poem", "post") else 404)
    assert re.sub(r'nonce="[^"]*"', "", there.text) == re.sub(r'nonce="[^"]*"', "", nowhere.text)


@pytest.mark.parametrize("place", ["catch", "stitching"])
def test_a_member_who_does_not_catch_is_told_so_and_sees_no_words(client, evening, catcher, ines, place):
    catch(evening, catcher, "CANARY phrase")
    client.force_login(ines.person)

    response = client.get(address(place, evening))

    assert response.status_code == 403
    assert "CANARY" not in response.text


def test_a_member_brings_words_from_the_phone(client, evening, ines):
    client.force_login(ines.person)
    page = client.get(address("check_in", evening))
    nonce = page.context["form"]["nonce"].value()

    for _pressed_twice in range(2):
        client.post(address("check_in", evening), {"words": "  as I say it \r\n– twice ", "nonce": nonce})

    assert "What are you carrying?" in page.text
    assert CheckIn.objects.get().words == "  as I say it \n– twice "


def test_nobody_but_the_speaker_reads_raw_words_on_the_rounds_page(client, evening, ines, catcher):
    bring(evening, ines)

    client.force_login(catcher.person)
    assert "CANARY" not in client.get(address("check_in", evening)).text
    client.force_login(ines.person)
    assert "CANARY" in client.get(address("check_in", evening)).text


def test_a_check_in_too_long_is_refused_with_every_character_still_there(client, evening, ines):
    client.force_login(ines.person)
    words = "é" * 10_001

    response = client.post(address("check_in", evening), {"words": words, "nonce": "n"})

    assert response.status_code == 200
    assert words in response.text
    assert "10001" in response.text or "10,001" in response.text
    assert not CheckIn.objects.exists()


def test_a_phrase_of_ten_thousand_characters_is_refused_with_its_line_named_and_nothing_lost(
    client, evening, catcher
):
    client.force_login(catcher.person)
    heard = "short one\n" + "x" * 10_000

    response = client.post(address("catch", evening), {"heard": heard, "nonce": "n"})

    assert "Line 2 has 10000 characters; a phrase has at most 500." in response.text
    assert "x" * 10_000 in response.text
    assert not Phrase.objects.exists()


def test_words_posted_too_early_come_back_with_the_reason(client, ines):
    gathering = make_gathering(ines.circle)
    client.force_login(ines.person)

    response = client.post(address("check_in", gathering), {"words": "my early words", "nonce": "n"})

    assert "has not begun yet" in response.text
    assert "my early words" in response.text


def test_somebody_elses_words_cannot_be_changed_by_guessing_their_number(client, evening, ines, catcher):
    checkin = bring(evening, ines)
    client.force_login(catcher.person)

    for name in ("words_correct", "words_take_back"):
        assert (
            client.post(address(name, evening, checkin.pk), {"words": "x", "nonce": "n"}).status_code == 404
        )
    assert CheckIn.objects.get().words == "CANARY words"


def test_the_circle_is_opened_and_closed_by_who_may(client, evening, catcher, ines):
    client.force_login(ines.person)
    assert client.post(address("open_round", evening), {"question": "Hers?"}).status_code == 403
    client.force_login(catcher.person)

    client.post(address("open_round", evening), {"question": "What now?"})
    opened = Round.objects.get()
    client.post(address("open_round", evening), {"close": "yes"})

    assert (opened.question, opened.opened_at is None) == ("What now?", False)
    assert Round.objects.get().closed_at


def test_the_catcher_catches_line_after_line_and_a_silence(client, evening, catcher, ines):
    client.force_login(catcher.person)
    post = {"heard": "the kettle,\r\n patient ", "speaker": ines.pk, "nonce": "a"}

    client.post(address("catch", evening), post)
    client.post(address("catch", evening), {"silence": "yes", "heard": "", "nonce": "b"})
    page = client.get(address("catch", evening))

    assert [(p.text, p.speaker) for p in Phrase.objects.all()] == [
        ("the kettle,", ines),
        (" patient ", ines),
        ("", None),
    ]
    assert page.text.count("<li data-nonce") == 3


def test_a_speaker_of_another_circle_is_no_choice(client, evening, catcher):
    stranger = make_member(name="CANARY")
    client.force_login(catcher.person)

    response = client.post(address("catch", evening), {"heard": "x", "speaker": stranger.pk, "nonce": "a"})

    assert not Phrase.objects.exists()
    assert "CANARY" not in response.text


def test_words_are_taken_from_what_was_brought_as_they_stand(client, evening, catcher, ines):
    checkin = bring(evening, ines, "I carry the kettle, patient, and half of me")
    client.force_login(catcher.person)

    rewritten = client.post(
        address("catch_take", evening), {"checkin": checkin.pk, "taken": "I bear a kettle", "nonce": "a"}
    )
    assert "is not in what was brought" in rewritten.text
    assert "I bear a kettle" in rewritten.text
    client.post(
        address("catch_take", evening), {"checkin": checkin.pk, "taken": "the kettle, patient", "nonce": "a"}
    )

    phrase = Phrase.objects.get()
    assert (phrase.text, phrase.speaker, phrase.checkin) == ("the kettle, patient", ines, checkin)


def test_a_draft_is_for_who_catches_and_a_given_poem_for_the_circle(client, evening, catcher, ines):
    catch(evening, catcher, "CANARY line", speaker=ines)
    harvest = harvesting.begin(evening, catcher=catcher, now=now())
    client.force_login(ines.person)

    before = client.get(address("poem", evening))
    harvesting.give(harvest, by=catcher, version=1, now=now())
    after = client.get(address("poem", evening))

    assert "CANARY" not in before.text
    assert 'class="piece mine">CANARY line<' in after.text
    assert "Ines" not in after.text.split("<main")[1]


def test_the_thanks_stay_when_who_caught_the_poem_has_no_name_any_more(client, evening, catcher):
    catch(evening, catcher, "a line")
    poem = harvesting.begin(evening, catcher=catcher, now=now())
    Harvest.objects.update(thanks="Ines, who listened", given_at=now())
    client.force_login(make_member(evening.circle).person)
    assert "Caught by Noor, with thanks to Ines, who listened." in client.get(address("poem", evening)).text

    erased = make_member(evening.circle)
    erased.name, erased.person = "", None
    erased.save()
    for nobody in ({"catcher": erased}, {"catcher": None}):
        Harvest.objects.filter(pk=poem.pk).update(**nobody)
        page = client.get(address("poem", evening)).text
        assert "With thanks to Ines, who listened." in page
        assert "Caught by" not in page


def test_another_reader_does_not_see_whose_line_it_is(client, evening, catcher, ines):
    catch(evening, catcher, "a line", speaker=ines)
    harvesting.give(harvesting.begin(evening, catcher=catcher, now=now()), by=catcher, version=1, now=now())
    client.force_login(make_member(evening.circle).person)

    page = client.get(address("poem", evening)).text

    assert "mine" not in page.split("<main")[1]


def test_words_with_markup_are_shown_as_words(client, evening, catcher):
    catch(evening, catcher, "<script>alert(1)</script> & so")
    harvesting.give(harvesting.begin(evening, catcher=catcher, now=now()), by=catcher, version=1, now=now())
    client.force_login(catcher.person)

    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; so" in client.get(address("poem", evening)).text


@pytest.mark.parametrize("many", [1, 3])
@pytest.mark.parametrize(
    ("place", "queries"),
    [
        # membership with circle, gathering with poem, Centre and duties, rounds, members and guests with their
        # flames, check-ins
        ("check_in", 6),
        # membership with circle, gathering, round with its poem, phrases, people to choose
        ("catch", 5),
        # membership, gathering with poem and catcher, stitches with what was said, responses, next gathering
        ("poem", 5),
    ],
)
def test_a_page_costs_the_same_however_much_was_said(
    client, evening, catcher, django_assert_num_queries, many, place, queries
):
    for number in range(many):
        member = make_member(evening.circle)
        checkin = bring(evening, member, nonce=f"n{number}")
        catch(evening, catcher, "CANARY", nonce=f"c{number}", checkin=checkin)
    harvest = harvesting.begin(evening, catcher=catcher, now=now())
    if place != "catch":
        harvesting.give(harvest, by=catcher, version=1, now=now())
    reader = catcher if place == "catch" else make_member(evening.circle)
    client.force_login(reader.person)

    with django_assert_num_queries(queries + 2):  # and session and person
        response = client.get(address(place, evening))

    assert response.status_code == 200
