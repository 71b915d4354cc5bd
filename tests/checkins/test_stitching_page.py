"""The stitching table, as a browser without scripts posts it."""

import re

import pytest
from django.utils.timezone import now

from checkins.models import Harvest, Phrase
from checkins.phrases import catching
from checkins.poem import stitched
from tests.checkins.speaking import address, catch
from tests.checkins.tables import table_as_posted
from tests.making import make_host

pytestmark = pytest.mark.django_db


def poem_of(evening):
    harvest = Harvest.objects.get(gathering=evening)
    core = stitched.as_core(list(harvest.stitches.select_related("phrase")))
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
    asked = press("give", title="With our faces")
    assert asked.redirect_chain[-1][0] == address("give_poem", evening)
    given = client.post(
        address("give_poem", evening), {"version": Harvest.objects.get().version}, follow=True
    )

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

    assert [row.text for row in shown.context["table"].rows] == ["one", "two"]
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
    catching.undo(gone, by=catcher, now=now())

    for move in (f"in:{gone.pk}", f"in:{10**30}", f"in:{kept.pk}", "refrain:1"):
        version = Harvest.objects.get().version
        assert client.post(table, posted | {"do": move, "version": version}).status_code == 302

    assert [row[0] for row in poem_of(evening)] == ["kept"]

    two = {"place": [*posted["place"], "added"], "seam": ["line", "line"], "added": ["", "so"]}
    client.post(table, posted | two | {"do": "refrain:1", "version": Harvest.objects.get().version})

    assert [row[0] for row in poem_of(evening)] == ["kept", "so"]


def test_more_lines_than_a_table_holds_are_refused_with_what_was_typed_still_there(client, evening, catcher):
    client.force_login(catcher.person)
    board, table = address("catch", evening), address("stitching", evening)

    refused = client.post(board, {"heard": "CANARY\n" * (catching.MOST_PHRASES + 1), "nonce": "a"})
    assert "A round holds 300 lines at most" in refused.text
    assert "CANARY" in refused.text
    assert not Phrase.objects.exists()

    client.post(board, {"heard": "line\n" * catching.MOST_PHRASES, "nonce": "b"})
    saved = client.post(table, table_as_posted(client.get(table)) | {"do": "save", "title": "All of it"})
    assert saved.status_code == 302
    assert Harvest.objects.get().stitches.count() == catching.MOST_PHRASES


def test_without_a_script_a_join_is_only_offered_where_it_can_be_seen(client, evening, catcher):
    """Not before the first line, nor on either side of a silence; what stood there is posted all the same."""
    catch(evening, catcher, "one", "two", "", "three", "four")
    client.force_login(catcher.person)

    page = client.get(address("stitching", evening))

    seams = re.findall(r'<span class="seam"( hidden)?>', page.text)
    assert [not hidden for hidden in seams] == [False, True, False, False, True]
    assert len(table_as_posted(page)["seam"]) == 5
