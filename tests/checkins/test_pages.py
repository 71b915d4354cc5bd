"""The pages of the round and the poem, as a browser without scripts sees them."""

import re

import pytest
from django.urls import reverse
from django.utils.timezone import now

from checkins import harvesting, rounds
from checkins.models import CheckIn, Harvest, Phrase, Round
from tests.making import make_gathering, make_gathering_now, make_host, make_member

pytestmark = pytest.mark.django_db


@pytest.fixture
def evening():
    return make_gathering_now(question="What are you carrying?")


@pytest.fixture
def catcher(evening):
    return make_host(evening.circle, "Noor")


@pytest.fixture
def ines(evening):
    return make_member(evening.circle, "Ines")


def address(name, gathering, *more):
    return reverse(name, args=[gathering.circle.slug, gathering.number, *more])


def bring(evening, member, words="CANARY words", nonce="n"):
    return rounds.bring(rounds.round_of(evening), membership=member, words=words, nonce=nonce, now=now())


def catch(evening, catcher, *lines, nonce="c", **fields):
    return rounds.catch(rounds.round_of(evening), lines=lines, by=catcher, nonce=nonce, now=now(), **fields)


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
    assert page.text.count('class="caught"') == 3


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


def table_as_posted(page):
    """Return what a browser posts for the stitching table as it stands."""
    stitches = page.context["stitches"]
    return {
        "version": page.context["harvest"].version,
        "title": page.context["harvest"].title,
        "thanks": "",
        "place": [f"{s.kind}:{s.phrase_id}" if s.phrase_id else "added" for s in stitches],
        "seam": [s.seam for s in stitches],
        "added": [s.added for s in stitches],
    }


def poem_of(evening):
    harvest = Harvest.objects.get(gathering=evening)
    core = harvesting.as_core(list(harvest.stitches.select_related("phrase")))
    return [(stitch.phrase.text, stitch.seam.value, stitch.kind.value) for stitch in core]


def test_the_table_moves_joins_leaves_out_adds_and_gives_without_a_script(client, evening, catcher):
    catch(evening, catcher, "one", "two", "three")
    client.force_login(catcher.person)
    table = address("stitching", evening)

    def press(do, **changes):
        posted = table_as_posted(client.get(table)) | changes
        return client.post(table, posted | {"do": do}, follow=True)

    press("up:2")
    assert [row[0] for row in poem_of(evening)] == ["one", "three", "two"]
    press("save", seam=["line", "dash", "stanza"], title="A title")
    assert poem_of(evening) == [("one", "line", "said"), ("three", "dash", "said"), ("two", "stanza", "said")]
    press("out:1")
    assert [row[0] for row in poem_of(evening)] == ["one", "two"]
    left_out = Phrase.objects.get(text="three")
    press(f"in:{left_out.pk}")
    press("refrain:0")
    press("add")
    assert [row[2] for row in poem_of(evening)] == ["said", "said", "said", "refrain", "added"]
    added = table_as_posted(client.get(table))["added"]
    press("save", added=[*added[:-1], "and then"])
    assert poem_of(evening)[-1] == ("and then", "line", "added")
    given = press("give", title="With our faces")

    assert given.redirect_chain[-1][0] == address("poem", evening)
    assert "With our faces" in given.text
    assert Harvest.objects.get().is_given


@pytest.mark.parametrize("order", ["as-spoken", "resonance", "breath", "shuffled"])
def test_another_order_keeps_every_line(client, evening, catcher, order):
    lines = ["the river took it", "my mother’s river", "nobody", "took my coat", "cake!"]
    catch(evening, catcher, *lines)
    client.force_login(catcher.person)
    table = address("stitching", evening)

    client.post(table, table_as_posted(client.get(table)) | {"do": order})

    assert sorted(row[0] for row in poem_of(evening)) == sorted(lines)


def test_the_second_of_two_catchers_sees_both_drafts(client, evening, catcher):
    catch(evening, catcher, "one", "two")
    client.force_login(catcher.person)
    table = address("stitching", evening)
    stale = table_as_posted(client.get(table))
    client.post(table, table_as_posted(client.get(table)) | {"do": "save", "title": "Theirs"})

    response = client.post(table, stale | {"do": "save", "title": "Mine"})

    assert "Somebody else has worked on this poem meanwhile" in response.text
    assert "Mine" in response.text
    assert Harvest.objects.get().title == "Theirs"


def test_a_table_that_does_not_arrive_whole_changes_nothing(client, evening, catcher):
    catch(evening, catcher, "one", "two")
    client.force_login(catcher.person)
    table = address("stitching", evening)
    posted = table_as_posted(client.get(table))

    for broken in (
        {"seam": ["line"]},
        {"place": ["said:x", "y"]},
        {"seam": ["glue", "line"]},
        {"do": "burn:1"},
        {"place": [posted["place"][0]] * 2},
        {"place": ["added", "added"], "added": ["and\0", "so"]},
    ):
        assert client.post(table, posted | {"do": "save"} | broken).status_code == 200

    assert Harvest.objects.get().version == 1


def test_looking_at_the_table_begins_nothing_and_makes_nobody_the_catcher(client, evening, catcher):
    catch(evening, catcher, "one", "two")
    client.force_login(make_host(evening.circle).person)
    table = address("stitching", evening)

    for _look in range(2):
        client.head(table)
        shown = client.get(table)

    assert [stitch.phrase.text for stitch in shown.context["stitches"]] == ["one", "two"]
    assert not Harvest.objects.exists()

    client.force_login(catcher.person)
    client.post(table, table_as_posted(client.get(table)) | {"do": "up:1"})

    assert Harvest.objects.get().catcher == catcher
    assert [row[0] for row in poem_of(evening)] == ["two", "one"]


def test_words_taken_back_meanwhile_or_never_there_are_not_put_in(client, evening, catcher):
    kept, gone = catch(evening, catcher, "kept", "gone")
    client.force_login(catcher.person)
    table = address("stitching", evening)
    client.post(table, table_as_posted(client.get(table)) | {"do": "out:1"})
    posted = table_as_posted(client.get(table))
    rounds.undo(gone, by=catcher)

    for move in (f"in:{gone.pk}", f"in:{10**30}", f"in:{kept.pk}", "refrain:1"):
        version = Harvest.objects.get().version
        assert client.post(table, posted | {"do": move, "version": version}).status_code == 302

    assert [row[0] for row in poem_of(evening)] == ["kept"]

    two = {"place": [*posted["place"], "added"], "seam": ["line", "line"], "added": ["", "so"]}
    client.post(table, posted | two | {"do": "refrain:1", "version": Harvest.objects.get().version})

    assert [row[0] for row in poem_of(evening)] == ["kept", "so"]


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
        # membership with circle, gathering, round with its poem, duties, check-ins
        ("check_in", 5),
        # membership with circle, gathering, round with its poem, phrases, people to choose, check-ins
        ("catch", 6),
        # membership, gathering, poem with catcher, stitches, next gathering
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


def test_more_lines_than_a_table_holds_are_refused_with_what_was_typed_still_there(client, evening, catcher):
    client.force_login(catcher.person)
    board, table = address("catch", evening), address("stitching", evening)

    refused = client.post(board, {"heard": "CANARY\n" * (rounds.MOST_PHRASES + 1), "nonce": "a"})
    assert "A round holds 300 lines at most" in refused.text
    assert "CANARY" in refused.text
    assert not Phrase.objects.exists()

    client.post(board, {"heard": "line\n" * rounds.MOST_PHRASES, "nonce": "b"})
    saved = client.post(table, table_as_posted(client.get(table)) | {"do": "save", "title": "All of it"})
    assert saved.status_code == 302
    assert Harvest.objects.get().stitches.count() == rounds.MOST_PHRASES
