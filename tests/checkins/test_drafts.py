"""Steps on a poem under way: undone and done again, merged with another catcher's, and never lost."""

import pytest
from django.utils.timezone import now

from checkins import stitching
from checkins.models import Draft, Harvest
from checkins.phrases import catching
from checkins.poem import drafts, harvesting, stitched
from checkins.poem.steps import Placed, Step, Verb, said
from checkins.refusals import LineIsGone, MeanwhileChanged, NotUndone, PoemIsGiven
from checkins.stitching import Kind, Seam
from tests.checkins.speaking import catch
from tests.making import make_gathering_now, make_host

pytestmark = pytest.mark.django_db


@pytest.fixture
def lines(evening, catcher):
    """Four lines, each by itself in the first draft."""
    return catch(evening, catcher, "the kettle", "half of me", "On the bus", "oh!")


@pytest.fixture
def poem(evening, catcher, lines):
    harvest = harvesting.begin(evening, catcher=catcher, now=now())
    placed = [Placed(Seam.LINE, phrase=line.pk) for line in lines]
    return harvesting.arrange(harvest, placed=placed, title="", thanks="", version=1, by=catcher, now=now())


@pytest.fixture
def anna(evening):
    return make_host(evening.circle, "Anna")


def text(harvest):
    fresh = Harvest.objects.get(pk=harvest.pk)
    return stitching.render(stitched.as_core(list(fresh.stitches.select_related("phrase"))))


def seen(harvest):
    return Harvest.objects.get(pk=harvest.pk).draft_id


def step(harvest, by, verb, what=None, *, on=None, **more):
    made = Step(verb=verb, what=said(what.pk) if what else "", **more)
    return drafts.take(harvest, made, made_on=on or seen(harvest), by=by, now=now())


def undo(harvest, by):
    drafts.undo(harvest, made_on=seen(harvest), by=by, now=now())


def redo(harvest, by):
    drafts.redo(harvest, made_on=seen(harvest), by=by, now=now())


def test_a_step_is_a_draft_on_top_of_the_one_that_stood(poem, catcher, lines):
    before = seen(poem)

    step(poem, catcher, Verb.UP, lines[3])

    assert text(poem) == "the kettle\nhalf of me\noh!\nOn the bus"
    draft = Harvest.objects.get().draft
    assert (draft.made_from_id, draft.by) == (before, catcher)
    assert Harvest.objects.get().version == poem.version + 1


def test_undo_has_no_end_and_redo_goes_all_the_way_back(poem, catcher, lines):
    read = [text(poem)]
    for verb, line in [(Verb.UP, lines[3]), (Verb.OUT, lines[0]), (Verb.UP, lines[2]), (Verb.DOWN, lines[1])]:
        step(poem, catcher, verb, line)
        read.append(text(poem))
    assert len(set(read)) == len(read)

    for expected in reversed(read[:-1]):
        undo(poem, catcher)
        assert text(poem) == expected
    for expected in read[1:]:
        redo(poem, catcher)
        assert text(poem) == expected
    redo(poem, catcher)
    assert text(poem) == read[-1]


def test_before_the_first_draft_there_is_nothing_to_undo(evening, catcher, lines):
    harvest = harvesting.begin(evening, catcher=catcher, now=now())

    undo(harvest, catcher)

    assert Draft.objects.count() == 1
    assert text(harvest).startswith("the kettle")


def test_what_was_undone_and_gone_on_from_is_kept_and_can_be_taken_up_again(poem, catcher, lines):
    step(poem, catcher, Verb.OUT, lines[0])
    left_out = Harvest.objects.get().draft
    undo(poem, catcher)
    step(poem, catcher, Verb.UP, lines[1])
    branch = text(poem)

    drafts.take_up(poem, left_out, by=catcher, now=now())

    assert text(poem) == "half of me\nOn the bus\noh!"
    undo(poem, catcher)
    assert text(poem) == branch


def test_redo_goes_to_the_latest_of_two_branches(poem, catcher, lines):
    step(poem, catcher, Verb.OUT, lines[0])
    undo(poem, catcher)
    step(poem, catcher, Verb.OUT, lines[3])
    undo(poem, catcher)

    redo(poem, catcher)

    assert text(poem) == "the kettle\nhalf of me\nOn the bus"


def test_words_taken_back_are_in_no_version_and_undo_goes_past_where_they_made_the_difference(
    poem, catcher, lines
):
    step(poem, catcher, Verb.UP, lines[1])
    step(poem, catcher, Verb.OUT, lines[0])
    with_all = Harvest.objects.get().draft.made_from
    catching.undo(lines[0], by=catcher, now=now())
    assert text(poem) == "half of me\nOn the bus\noh!"

    undo(poem, catcher)
    drafts.take_up(poem, with_all, by=catcher, now=now())

    assert text(poem) == "half of me\nOn the bus\noh!"
    assert not any("kettle" in str(draft.places) for draft in Draft.objects.all())


def test_a_line_taken_back_meanwhile_cannot_be_moved(poem, catcher, lines):
    catching.undo(lines[0], by=catcher, now=now())

    with pytest.raises(LineIsGone):
        step(poem, catcher, Verb.DOWN, lines[0])


def test_two_catchers_steps_that_do_not_meet_are_both_done(poem, catcher, anna, lines):
    both_saw = seen(poem)
    step(poem, catcher, Verb.SEAM, lines[1], seam=Seam.DASH, on=both_saw)

    kept = step(poem, anna, Verb.MOVE, lines[3], after=said(lines[1].pk), on=both_saw)

    assert kept is None
    assert text(poem) == "the kettle – half of me\noh!\nOn the bus"
    undo(poem, anna)
    assert text(poem) == "the kettle – half of me\nOn the bus\noh!"


def test_of_two_steps_on_one_line_the_first_stands_and_the_second_is_kept_beside(poem, catcher, anna, lines):
    both_saw = seen(poem)
    step(poem, catcher, Verb.SEAM, lines[1], seam=Seam.DASH, on=both_saw)

    kept = step(poem, anna, Verb.SEAM, lines[1], seam=Seam.COMMA, on=both_saw)

    assert text(poem) == "the kettle – half of me\nOn the bus\noh!"
    assert (kept.by, kept.made_from_id) == (anna, both_saw)
    drafts.take_up(poem, kept, by=anna, now=now())
    assert text(poem) == "the kettle, half of me\nOn the bus\noh!"
    undo(poem, anna)
    assert text(poem) == "the kettle – half of me\nOn the bus\noh!"


def test_a_step_sent_twice_is_done_once(poem, catcher, anna, lines):
    """R8: an answer that never arrived is asked for again."""
    saw = seen(poem)
    for _ in range(3):
        assert step(poem, catcher, Verb.UP, lines[3], on=saw) is None
    for _ in range(3):
        assert step(poem, catcher, Verb.ADD, words="so", mark="a" * 32, on=saw) is None

    assert text(poem) == "the kettle\nhalf of me\noh!\nOn the bus\nso"
    step(poem, anna, Verb.OUT, lines[0])
    before = Draft.objects.count()
    kept = [step(poem, catcher, Verb.UP, lines[1], on=saw) for _ in range(2)]
    assert kept[0] == kept[1]
    assert Draft.objects.count() == before + 1


def test_undo_on_a_page_that_is_no_longer_true_undoes_nobody_elses_step(poem, catcher, anna, lines):
    step(poem, catcher, Verb.OUT, lines[0])
    saw = seen(poem)
    step(poem, anna, Verb.OUT, lines[1])
    stands = text(poem)

    with pytest.raises(NotUndone):
        drafts.undo(poem, made_on=saw, by=catcher, now=now())

    assert text(poem) == stands


def test_undo_sent_twice_undoes_once(poem, catcher, lines):
    step(poem, catcher, Verb.OUT, lines[0])
    step(poem, catcher, Verb.OUT, lines[1])
    saw = seen(poem)

    for _ in range(2):
        drafts.undo(poem, made_on=saw, by=catcher, now=now())

    assert text(poem) == "half of me\nOn the bus\noh!"


def named(poem, by, title, thanks, on):
    return drafts.name(poem, title=title, thanks=thanks, made_on=on, by=by, now=now())


def test_title_and_thanks_are_merged_where_each_catcher_wrote_another(poem, catcher, anna, lines):
    saw = seen(poem)
    named(poem, catcher, " Cake ", "", saw)
    step(poem, anna, Verb.OUT, lines[0], on=saw)

    assert named(poem, anna, "", "Ines", saw) is None

    harvest = Harvest.objects.get()
    assert (harvest.title, harvest.thanks, text(poem)) == (" Cake ", "Ines", "half of me\nOn the bus\noh!")


def test_of_two_titles_the_second_is_kept_beside(poem, catcher, anna):
    saw = seen(poem)
    named(poem, catcher, "Cake", "", saw)

    kept = named(poem, anna, "Bread", "", saw)

    assert Harvest.objects.get().title == "Cake"
    assert kept.title == "Bread"
    assert named(poem, anna, "Bread", "", saw) == kept  # sent again
    drafts.take_up(poem, kept, by=anna, now=now())
    assert Harvest.objects.get().title == "Bread"


def test_saving_what_stands_keeps_no_draft(poem, catcher):
    places = [Placed(Seam.LINE, phrase=stitch.phrase_id) for stitch in poem.stitches.all()]
    before = Draft.objects.count()

    harvesting.arrange(poem, placed=places, title="", thanks="", version=poem.version, by=catcher, now=now())

    assert Draft.objects.count() == before


def test_a_poem_of_which_no_draft_was_kept_has_one_from_its_first_step_on(poem, catcher, lines):
    added = Placed(Seam.DASH, Kind.ADDED, added="so")
    places = [*(Placed(Seam.LINE, phrase=line.pk) for line in lines), added]
    harvesting.arrange(poem, placed=places, title="T", thanks="", version=poem.version, by=catcher, now=now())
    Draft.objects.all().delete()
    before = text(poem)

    drafts.take(
        Harvest.objects.get(),
        Step(verb=Verb.OUT, what=said(lines[0].pk)),
        made_on=None,
        by=catcher,
        now=now(),
    )
    assert text(poem) == "half of me\nOn the bus\noh! – so"
    undo(poem, catcher)

    assert text(poem) == before
    assert Harvest.objects.get().title == "T"


def test_a_version_of_another_poem_is_not_taken_up(poem, catcher):
    other = make_gathering_now()
    host = make_host(other.circle)
    catch(other, host, "CANARY")
    foreign = harvesting.begin(other, catcher=host, now=now())

    with pytest.raises(ValueError, match="another poem"):
        drafts.take_up(poem, foreign.draft, by=catcher, now=now())
    with pytest.raises(MeanwhileChanged):
        drafts.undo(poem, made_on=foreign.draft_id, by=catcher, now=now())


def test_nobody_of_another_circle_takes_a_step(poem, lines):
    with pytest.raises(ValueError, match="another circle"):
        step(poem, make_host(), Verb.OUT, lines[0])


def test_a_given_poem_takes_no_step(poem, catcher, lines):
    harvesting.give(poem, by=catcher, version=poem.version, now=now())

    for doing in (
        lambda: step(poem, catcher, Verb.OUT, lines[0]),
        lambda: undo(poem, catcher),
        lambda: redo(poem, catcher),
        lambda: drafts.take_up(poem, Draft.objects.first(), by=catcher, now=now()),
        lambda: named(poem, catcher, "Late", "", seen(poem)),
    ):
        with pytest.raises(PoemIsGiven):
            doing()
