"""The scenes of the Centre follow the flow; whatever is tapped, nobody is lost."""

import itertools

from hypothesis import given
from hypothesis import strategies as st

from checkins.models import Scene
from checkins.tonight.scenes import MOST_EVENINGS, READ_BACK, back, is_past, on, steps
from gatherings.models import Moment

flows = st.lists(st.sampled_from(Moment.values), max_size=9)
scenes = st.sampled_from(Scene.values)


def names(way):
    return [scene for scene, _stanza in way]


def test_without_a_flow_the_evening_goes_as_most_do():
    whole = [
        "welcome", "agreements", "question", "ring", "heart", "read_back", "read_back", "read_back",
        "last", "last_ring", "farewell",
    ]  # fmt: skip
    assert names(steps([], stanzas=2)) == names(steps(["centre", "other"], stanzas=2)) == whole
    assert steps([], stanzas=2)[5:8] == [(READ_BACK, 0), (READ_BACK, 1), (READ_BACK, 2)]


def test_a_scene_the_flow_has_no_moment_for_is_skipped_and_an_empty_one_left_out():
    assert names(steps(["welcome", "check_in", "farewell"])) == ["welcome", "question", "ring", "farewell"]
    assert names(steps(["agreements", "check_in"], empty={"agreements", "question"})) == ["ring"]


def test_the_flow_says_in_which_order():
    assert names(steps(["check_in", "welcome", "check_in"])) == ["question", "ring", "welcome"]


def test_the_poem_is_read_before_the_circle_closes_else_at_the_end():
    assert names(steps(["check_in", "farewell"], stanzas=1)) == [
        "question", "ring", "read_back", "read_back", "farewell",
    ]  # fmt: skip
    assert names(steps(["check_in", "heart"], stanzas=1))[-2:] == ["read_back", "read_back"]


def test_every_scene_has_a_place_and_no_flow_of_most_evenings_lacks_a_moment():
    assert [scene for scene in Scene.values if not is_past(scene, Scene.WELCOME)] == ["welcome"]
    assert set(MOST_EVENINGS) <= set(Moment.values)
    assert set(names(steps([], stanzas=1))) == set(Scene.values)


@given(flows, st.integers(0, 4), st.sets(scenes))
def test_on_and_on_visits_every_step_once_and_back_leads_the_same_way(moments, stanzas, empty):
    way = steps(moments, stanzas=stanzas, empty=empty)
    assert len(way) == len(set(way))
    assert not empty & ({scene for scene, _ in way} - {READ_BACK})
    for first, then in itertools.pairwise(way):
        assert (on(way, first), back(way, then)) == (then, first)
    if way:
        assert (on(way, way[-1]), back(way, way[0])) == (way[-1], way[0])


@given(flows, st.integers(0, 2), scenes, st.integers(0, 5))
def test_from_a_step_that_is_gone_one_comes_to_a_step_there_is_or_stays(moments, stanzas, scene, stanza):
    way, at = steps(moments, stanzas=stanzas), (scene, stanza)
    for then in (on(way, at), back(way, at)):
        assert then in way or then == at
    if at not in way:
        later = on(way, at)
        assert later == at or later[0] == at[0] or is_past(later[0], at[0])
