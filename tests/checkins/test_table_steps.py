"""The stitching table's single steps, as its script sends them; two catchers at it."""

import pytest
from django.utils.timezone import now

from checkins.models import Draft, Harvest
from checkins.poem import harvesting
from tests.checkins.speaking import address, catch
from tests.checkins.tables import send, table_as_posted
from tests.making import make_host

pytestmark = pytest.mark.django_db


def reads(evening):
    harvest = Harvest.objects.get(gathering=evening)
    return [each.phrase.text if each.phrase else each.added for each in harvest.stitches.all()]


def test_the_first_step_begins_the_poem(client, evening, catcher, lines, table):
    client.get(table)
    assert not Harvest.objects.exists()

    page = client.post(table, {"step": "up", "what": f"said-{lines[2].pk}"}, headers={"HX-Request": "true"})

    assert page.status_code == 200
    assert reads(evening) == ["One", "Three", "Two"]
    assert f'data-draft="{Harvest.objects.get().draft_id}"' in page.text


def test_each_step_is_saved_and_answered_with_the_table_as_it_then_stands(
    client, evening, catcher, lines, table
):
    harvesting.begin(evening, catcher=catcher, now=now())
    one, two, three = (f"said-{line.pk}" for line in lines)

    send(client, table, "move", what=three, after="")
    assert reads(evening) == ["Three", "One", "Two"]
    send(client, table, "out", what=one)
    page = send(client, table, "in", what=one, at_end="on")
    assert reads(evening) == ["Three", "Two", "One"]
    assert page.text.index('data-key="' + two) < page.text.index('data-key="' + one)
    mark = "0" * 31 + "1"
    send(client, table, "add", words=" so\r\nthen ", mark=mark, after=three)
    send(client, table, "seam", what=mark, seam="dash")
    send(client, table, "refrain", what=three, mark="2" * 32, at_end="on")
    assert reads(evening) == ["Three", " so then ", "Two", "One", "Three"]
    assert Harvest.objects.get().stitches.get(added=" so then ").seam == "dash"
    send(client, table, "words", what=mark, words="and so")
    send(client, table, "name", title=" Faces ", thanks="Ines")
    assert reads(evening)[1] == "and so"
    for _ in range(3):
        send(client, table, "undo")
    send(client, table, "redo")
    assert [*reads(evening)[1:2], Harvest.objects.get().title] == [" so then ", ""]


@pytest.mark.parametrize(
    "wrong",
    [
        {"step": "burn"},
        {"step": "up"},
        {"step": "up", "what": "x" * 65},
        {"step": "seam", "what": "said-1", "seam": "glue"},
        {"step": "add", "words": " \r\n "},
        {"step": "add", "words": "and\0so"},
        {"step": "add", "words": "x" * 501},
        {"step": "add", "words": "so", "mark": "../../x"},
        {"step": "name", "title": "x" * 121},
        {"step": "name", "thanks": "\u202e"},
        {"step": "out", "what": "said-1", "draft": 10**30},
        {"step": "out", "what": "said-1", "draft": 999_999},
        {"step": "in", "what": "said-999999"},
        {"step": "refrain", "what": "said-x"},
    ],
)
def test_a_step_no_table_of_ours_sends_changes_nothing_and_says_so(client, evening, catcher, table, wrong):
    harvesting.begin(evening, catcher=catcher, now=now())

    page = send(client, table, **wrong)

    assert page.status_code == 200
    assert 'class="notice error"' in page.text
    assert Draft.objects.count() == 1
    assert Harvest.objects.get().version == 1


def test_a_step_without_the_script_leads_back_to_the_table(client, evening, catcher, lines, table):
    harvesting.begin(evening, catcher=catcher, now=now())

    answer = client.post(table, {"step": "out", "what": f"said-{lines[0].pk}"})

    assert answer.status_code == 302
    assert reads(evening) == ["Two", "Three"]


def test_once_the_poem_is_given_a_step_leads_to_it(client, evening, catcher, lines, table):
    harvest = harvesting.begin(evening, catcher=catcher, now=now())
    harvesting.give(harvest, by=catcher, version=1, now=now())

    answer = send(client, table, "out", what=f"said-{lines[0].pk}")

    assert answer.headers["HX-Redirect"] == address("poem", evening)
    assert reads(evening) == ["One", "Two", "Three"]


def test_of_two_catchers_at_one_line_the_second_sees_both_and_can_take_hers_up(
    client, evening, catcher, lines, table
):
    harvest = harvesting.begin(evening, catcher=catcher, now=now())
    saw, two = harvest.draft_id, f"said-{lines[1].pk}"
    send(client, table, "seam", what=two, seam="stanza", draft=saw)
    anna = make_host(evening.circle, "Anna")
    client.force_login(anna.person)

    page = send(client, table, "seam", what=two, seam="space", draft=saw)

    assert "Somebody else has worked on these lines meanwhile." in page.text
    kept = Draft.objects.latest("pk")
    assert kept.by == anna
    client.post(address("stitching_version", evening, kept.pk))
    assert Harvest.objects.get().stitches.get(phrase=lines[1]).seam == "space"


@pytest.mark.parametrize("step", ["undo", "redo"])
def test_undo_on_a_page_that_is_no_longer_true_says_so(client, evening, catcher, lines, table, step):
    harvest = harvesting.begin(evening, catcher=catcher, now=now())
    send(client, table, "name", title="One", thanks="")
    saw = Harvest.objects.get().draft_id
    send(client, table, "name", title="Two", thanks="")
    send(client, table, "name", title="Three", thanks="")
    send(client, table, "undo")
    other = saw if step == "undo" else harvest.draft_id

    page = send(client, table, step, draft=other)

    assert "This is how it stands; nothing was undone." in page.text
    assert Harvest.objects.get().title == "Two"


def test_what_the_second_of_two_catchers_posted_whole_is_kept_beside_and_saved_when_pressed_again(
    client, evening, catcher, table
):
    harvesting.begin(evening, catcher=catcher, now=now())
    stale = table_as_posted(client.get(table))
    client.post(table, stale | {"do": "save", "title": "Theirs"})

    page = client.post(table, stale | {"do": "up:2", "title": "Mine"})

    assert Harvest.objects.get().title == "Theirs"
    kept = Draft.objects.latest("pk")
    assert (kept.title, kept.by) == ("Mine", catcher)
    client.post(table, table_as_posted(page) | {"do": "save"})
    assert Harvest.objects.get().title == "Mine"


@pytest.mark.parametrize("order", ["resonance", "breath", "shuffled", "as-spoken"])
def test_another_order_is_looked_at_first_and_changes_nothing_until_it_is_kept(
    client, evening, catcher, lines, table, order
):
    harvest = harvesting.begin(evening, catcher=catcher, now=now())
    send(client, table, "out", what=f"said-{lines[1].pk}")
    posted = table_as_posted(client.get(table))
    before = reads(evening)

    page = client.post(table, posted | {"do": f"look:{order}", "title": "Kept"}, follow=True)

    assert page.redirect_chain[-1][0] == f"{table}?order={order}"
    assert reads(evening) == before
    keep = page.text.partition(f'name="do" value="{order}:')[2].partition('"')[0]
    hidden = {"rows": "none", "title": "Kept", "thanks": "", "version": Harvest.objects.get().version}
    client.post(table, hidden | {"do": f"{order}:{keep}"})
    assert sorted(reads(evening)) == sorted(before)
    assert Harvest.objects.get().title == "Kept"
    assert Harvest.objects.get(pk=harvest.pk).draft.made_from is not None


@pytest.mark.parametrize(
    "query", ["order=alphabetical", "order=", "order=shuffled&seed=-1", "order=breath&seed=x"]
)
def test_an_order_nobody_knows_is_the_table_itself(client, table, query):
    page = client.get(f"{table}?{query}")

    assert page.status_code == 200
    assert 'id="table"' in page.text


def test_reading_it_back_saves_first_and_leads_there(client, evening, catcher, table):
    posted = table_as_posted(client.get(table))

    answer = client.post(table, posted | {"do": "read", "title": "Aloud"})

    assert answer.url == address("read_back", evening)
    harvest = Harvest.objects.get()
    assert harvest.title == "Aloud"
    assert harvest.read_back_at


@pytest.mark.parametrize("road", ["step", "whole table"])
def test_a_title_and_added_words_stand_on_one_line_and_turn_nothing(client, evening, catcher, table, road):
    harvesting.begin(evening, catcher=catcher, now=now())
    given, kept = " Still\r\n\n# Evil\x1b \u202egnp\u2028\u2067x ", " Still  # Evil gnp x "
    if road == "step":
        send(client, table, "name", title=given, thanks="")
        send(client, table, "add", words=given, at_end="on")
    else:
        posted = table_as_posted(client.get(table))
        more = {"place": [*posted["place"], "added::"], "seam": [*posted["seam"], "line"]}
        client.post(table, posted | more | {"added": [*posted["added"], given], "title": given, "do": "save"})

    assert Harvest.objects.get().title == kept
    assert reads(evening)[-1] == kept


def test_lines_caught_since_are_told_from_those_left_out(client, evening, catcher, lines, table):
    harvesting.begin(evening, catcher=catcher, now=now())
    send(client, table, "out", what=f"said-{lines[0].pk}")
    catch(evening, catcher, "Late", nonce="later")

    page = client.get(table)

    waiting = page.text.partition('id="waiting"')[2].partition('id="rows"')[0]
    since, left_out = waiting.split("Left out")
    assert "Caught since the poem was begun" in since
    assert ">Late<" in since
    assert ">One<" in left_out


@pytest.mark.parametrize("many", [3, 60])
@pytest.mark.parametrize("place", ["stitching", "stitching_versions"])
def test_the_table_costs_the_same_for_three_lines_and_for_sixty(
    client, evening, catcher, django_assert_num_queries, many, place
):
    catch(evening, catcher, *(f"Line {number}" for number in range(many)))
    harvesting.begin(evening, catcher=catcher, now=now())
    client.force_login(catcher.person)

    # session, person; membership with circle, gathering, round with its poem, phrases, the draft or the versions
    with django_assert_num_queries(2 + 5):
        page = client.get(address(place, evening))

    assert page.text.count('class="piece"') >= many
