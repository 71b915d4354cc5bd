"""The four roads to the board, as a browser without scripts goes them and as our own script does."""

import random
from datetime import timedelta

import pytest
import time_machine
from django.utils.timezone import now

from checkins.models import Flame, Leave, Phrase
from checkins.poem import harvesting, reading_back
from checkins.refusals import LineIsGone
from checkins.travelling import consent
from gatherings.models import Duty, Rsvp
from tests.checkins.speaking import address, bring, catch, heard
from tests.making import make_host, make_member, make_role

pytestmark = pytest.mark.django_db

ROADS = ["catch", "catch_notes", "catch_chat", "catch_take"]
CHAT = "18:04 From Ines to Everyone: the kettle\n18:05 From Luc to Everyone: half of me\n18:06 From Luc to Everyone: +1"


@pytest.mark.parametrize("place", ROADS)
def test_a_road_is_for_who_catches_and_nobody_else_sees_a_word(client, evening, catcher, ines, place):
    bring(evening, ines, "CANARY")
    catch(evening, catcher, "CANARY")
    luc = make_member(evening.circle, "Luc")
    client.force_login(luc.person)
    refused = client.get(address(place, evening))
    evening.turns.create(role=make_role(evening.circle, duty=Duty.CATCHES), holder=luc)

    assert refused.status_code == 403
    assert "CANARY" not in refused.text
    assert client.get(address(place, evening)).status_code == 200


@pytest.mark.parametrize("place", ROADS)
def test_each_road_leads_to_the_others_and_says_who_reads_and_until_when(at_the_board, evening, ines, place):
    bring(evening, ines)
    page = at_the_board.get(address(place, evening)).text

    for other in ROADS:
        assert f'href="{address(other, evening)}"' in page
    assert "let go thirty days after" in page
    assert "Only those who catch read this." in page
    assert "kept on this device until it is sent" in page


def test_that_naming_lights_a_flame_is_said_while_the_evening_lasts(at_the_board, evening, catcher):
    catch(evening, catcher, "the kettle")
    said = "Naming lights their flame."
    assert said in at_the_board.get(address("catch", evening)).text

    with time_machine.travel(evening.ends_at + timedelta(days=1)):
        at_the_board.force_login(catcher.person)
        assert said not in at_the_board.get(address("catch", evening)).text


@pytest.mark.parametrize("people", [3, pytest.param(60, marks=pytest.mark.thorough)])
@pytest.mark.parametrize(
    ("place", "queries"),
    [
        # membership with circle, gathering, duties, round with its poem; then
        ("catch", 6),  # phrases, people to choose
        ("catch_notes", 4),
        ("catch_chat", 4),
        ("catch_take", 6),  # check-ins, what was caught from them
    ],
)
def test_a_road_costs_the_same_for_three_and_for_sixty(
    client, evening, catcher, place, queries, people, django_assert_num_queries
):
    for number in range(people):
        member = make_member(evening.circle)
        checkin = bring(evening, member, nonce=f"n{number}")
        catch(evening, catcher, "a line", nonce=f"c{number}", checkin=checkin)
        catch(evening, catcher, *["heard"] * (300 // people - 2), nonce=f"h{number}", speaker=member)
    evening.turns.create(role=make_role(evening.circle, duty=Duty.CATCHES), holder=member)
    client.force_login(member.person)

    with django_assert_num_queries(queries + 2):  # and session and person
        assert client.get(address(place, evening)).status_code == 200


def test_what_is_sent_five_times_among_others_is_kept_once_and_every_answer_is_good(
    at_the_board, evening, ines
):
    """R8: each nonce replayed five times, shuffled, by every road."""
    checkin = bring(evening, ines, "the kettle, patient")
    posts = [
        ("catch", {"heard": "one\ntwo", "nonce": "a"}),
        ("catch", {"heard": "three", "nonce": "b", "part": "yes"}),
        ("catch", {"silence": "yes", "nonce": "c", "part": "yes"}),
        ("catch_notes", {"heard": "four", "nonce": "d"}),
        ("catch_take", {"checkin": checkin.pk, "taken": "the kettle", "nonce": "e", "part": "yes"}),
        ("catch_take", {"checkin": checkin.pk, "taken": "patient", "nonce": "f"}),
        ("catch_chat_keep", {"pasted": CHAT, "picked": "yes", "pick": [0, 1], "nonce": "g"}),
    ]
    storm = posts * 5
    random.Random(8).shuffle(storm)

    for place, post in storm:
        answer = at_the_board.post(address(place, evening), post)
        assert answer.status_code == (200 if "part" in post else 302)
        assert "X-Refused" not in answer.headers

    assert sorted(text for text, _name in heard()) == sorted(
        ["one", "two", "three", "", "four", "the kettle", "patient", "the kettle", "half of me"]
    )
    assert Phrase.objects.count() == len(set(Phrase.objects.values_list("nonce", flat=True))) == 9


def test_our_script_is_given_the_new_lines_alone_or_a_sentence(at_the_board, evening, catcher, ines):
    catch(evening, catcher, "CANARY before")
    post = {"heard": "<b>new</b>", "speaker": ines.pk, "nonce": "n", "part": "yes"}

    new = at_the_board.post(address("catch", evening), post)
    refused = at_the_board.post(address("catch", evening), {"heard": "x" * 501, "nonce": "m", "part": "yes"})

    assert new.text.count("<li") == 1
    assert "&lt;b&gt;new&lt;/b&gt;" in new.text
    assert 'data-nonce="n-0"' in new.text
    assert "CANARY" not in new.text
    assert (refused.headers["X-Refused"], refused.headers["Content-Type"].split(";")[0]) == (
        "yes",
        "text/plain",
    )
    assert refused.text.startswith("Line 1 has 501 characters")


def test_undone_twice_is_no_error_and_undone_too_late_is_a_sentence(at_the_board, evening, catcher):
    kept, gone = catch(evening, catcher, "kept", "gone")
    undo = address("phrase_undo", evening, gone.pk)
    assert [at_the_board.post(undo, {"part": "yes"}).status_code for _twice in "12"] == [204, 204]
    assert at_the_board.post(undo).status_code == 302
    harvesting.give(harvesting.begin(evening, catcher=catcher, now=now()), by=catcher, version=1, now=now())

    refused = at_the_board.post(address("phrase_undo", evening, kept.pk), {"part": "yes"})

    assert "given already" in refused.text
    assert refused.headers["X-Refused"] == "yes"
    assert heard() == [("kept", "")]


def test_once_the_poem_is_given_the_board_shows_no_line_and_no_name(client, evening, catcher, ines):
    mine, out = catch(evening, catcher, "CANARY mine", "CANARY left out", speaker=ines, nonce="n")
    harvest = harvesting.begin(evening, catcher=catcher, now=now())
    harvest.stitches.filter(phrase=out).delete()
    harvesting.give(harvest, by=catcher, version=1, now=now())
    consent.say([mine], leave=Leave.STAYS, by=ines, now=now())
    client.force_login(make_host(evening.circle, "Late").person)

    for place in (*ROADS, "aloud", "stitching", "stitching_versions"):
        page = client.get(address(place, evening), follow=True).text
        assert [words for words in ("CANARY left out", 'class="from"') if words in page] == []
    board = client.get(address("catch", evening)).text
    assert "given already" in board
    assert [words for words in ("CANARY", "Ines") if words in board] == []
    for place in ("phrase_speaker", "phrase_words"):
        for phrase in (mine, out):
            for answer in (client.get, client.post):
                assert answer(address(place, evening, phrase.pk)).url == harvest.get_absolute_url()
    again = {"heard": "CANARY mine\nCANARY left out", "nonce": "n", "part": "yes"}
    sent_twice = client.post(address("catch", evening), again).text
    assert "data-nonce" in sent_twice
    assert "Ines" not in sent_twice


def test_words_from_afar_are_marked(at_the_board, evening, ines):
    for name, answer in (("Ines", None), ("Luc", "no")):
        member = ines if name == "Ines" else make_member(evening.circle, name)
        if answer:
            Rsvp.objects.create(gathering=evening, membership=member, answer=answer)
        bring(evening, member, nonce=name)
        page = at_the_board.get(address("catch_take", evening)).text
        board = at_the_board.get(address("catch", evening)).text
        assert ("from afar" in page, "Words came from afar." in board) == (bool(answer), bool(answer))


def test_whose_words_they_are_is_put_right_until_the_speaker_has_spoken(at_the_board, evening, catcher, ines):
    [phrase] = catch(evening, catcher, "hers", speaker=make_member(evening.circle, "Luc"))
    place = address("phrase_speaker", evening, phrase.pk)
    assert "hers" in at_the_board.get(place).text

    at_the_board.post(place, {"speaker": ines.pk})
    assert heard() == [("hers", "Ines")]
    assert [flame.membership for flame in Flame.objects.all()] == [ines]
    consent.say([Phrase.objects.get()], leave=Leave.STAYS, by=ines, now=now())
    refused = at_the_board.post(place, {"speaker": ""})

    assert "Only the one who said these words" in refused.text
    assert heard() == [("hers", "Ines")]


def test_a_misheard_line_is_changed_from_the_board_and_kept_as_it_is_put(
    at_the_board, evening, catcher, ines
):
    misheard, silence = catch(evening, catcher, "a pot that is never quiet empty", "")
    [taken] = catch(evening, catcher, "hers", nonce="t", checkin=bring(evening, ines, "hers"))
    place = address("phrase_words", evening, misheard.pk)
    board = at_the_board.get(address("catch", evening)).text
    offered = [address("phrase_words", evening, each.pk) in board for each in (misheard, silence, taken)]
    assert offered == [True, False, False]
    assert "a pot that is never quiet empty" in at_the_board.get(place).text

    for refused in ("", "two\nlines", "x" * 501):
        assert at_the_board.post(place, {"words": refused}).status_code == 200
    answer = at_the_board.post(place, {"words": "a pot  that is never quite empty "})

    assert answer.url == address("catch", evening)
    assert heard()[0] == ("a pot  that is never quite empty ", "")
    assert at_the_board.get(address("phrase_words", evening, silence.pk)).status_code == 404
    refused = at_the_board.post(address("phrase_words", evening, taken.pk), {"words": "CANARY"})
    assert "Only the one who said these words" in refused.text


def test_a_host_names_who_catches_with_them_and_a_member_does_not(client, evening, catcher, ines):
    luc = make_member(evening.circle, "Luc")
    client.force_login(ines.person)
    assert client.post(address("catch_with", evening), {"member": ines.pk}).status_code == 403
    client.force_login(catcher.person)
    for member in (ines, ines, luc):
        client.post(address("catch_with", evening), {"member": member.pk})
    client.post(address("catch_with", evening), {"member": make_member().pk})

    assert [(turn.holder, turn.seat, turn.set_by) for turn in evening.turns.order_by("pk")] == [
        (ines, 1, catcher),
        (luc, 2, catcher),
    ]
    [role] = {turn.role for turn in evening.turns.select_related("role")}
    assert (role.only_at, role.seats) == (evening, 2)  # an open seat would be looked for everywhere
    client.force_login(ines.person)
    assert client.get(address("catch", evening)).status_code == 200
    assert client.post(address("catch_with", evening), {"member": luc.pk}).status_code == 403


def test_an_open_seat_of_the_poem_catcher_is_taken_first_and_nobody_put_out_of_theirs(
    client, evening, catcher, ines
):
    role = make_role(evening.circle, "Poem catcher", duty=Duty.CATCHES)
    client.force_login(catcher.person)
    luc = make_member(evening.circle, "Luc")
    for member in (ines, luc):
        client.post(address("catch_with", evening), {"member": member.pk})

    assert evening.turns.get(role=role).holder == ines
    assert evening.turns.exclude(role=role).get().holder == luc


def test_a_slip_puts_out_the_flame_it_lit_and_no_other(at_the_board, evening, catcher, ines):
    [slip] = catch(evening, catcher, "a slip", speaker=ines)
    at_the_board.post(address("phrase_undo", evening, slip.pk))
    assert not Flame.objects.exists()
    catch(evening, catcher, "hers", nonce="2", speaker=ines)
    [slip] = catch(evening, catcher, "a slip", nonce="3", speaker=ines)
    at_the_board.post(address("phrase_undo", evening, slip.pk))

    assert [flame.membership for flame in Flame.objects.all()] == [ines]


def test_a_script_that_sends_what_was_kept_is_told_that_it_was_taken(client, evening, ines):
    client.force_login(ines.person)
    sent = client.post(
        address("check_in", evening), {"words": "mine", "nonce": "n"}, headers={"X-Keeping": "yes"}
    )
    page = client.get(address("check_in", evening))

    assert (sent.status_code, sent.content) == (204, b"")
    assert 'data-taken="n "' in page.text
    assert "Thank you. Your words are with who catches the poem." in page.text


def test_of_what_was_brought_nothing_is_caught_once_its_speaker_has_left_a_line_of_it_out(
    client, evening, ines, catcher
):
    brought = bring(evening, ines, "CANARY one\nCANARY two")
    bring(evening, ines, "other words", nonce="other")
    [phrase, _two] = catch(evening, catcher, "CANARY one", "CANARY two", checkin=brought)
    reading_back.read_back(harvesting.begin(evening, catcher=catcher, now=now()), by=catcher, now=now())
    client.force_login(ines.person)
    client.post(address("my_words", evening), {"say": "out", "line": phrase.pk})
    told = client.get(address("check_in", evening)).text
    client.force_login(catcher.person)
    page = client.get(address("catch_take", evening)).text
    again = {"checkin": brought.pk, "taken": "CANARY one", "nonce": "again"}
    after = client.post(address("catch_take", evening), again).text
    alone = client.post(address("catch_take", evening), again | {"part": "on"}).text
    with pytest.raises(LineIsGone):
        catch(evening, catcher, "CANARY one", nonce="behind", checkin=brought)

    assert "nothing more is caught from them" in told
    for each in (page, after):
        assert "Ines has left a line of these words out of the poem." in each
        assert ("CANARY one" in each, "other words" in each) == (False, True)
    assert "somebody has taken it back or left it out" in alone
    assert [phrase.text for phrase in Phrase.objects.all()] == ["CANARY two"]
