"""Steps at the stitching table: lines move as in a text, and two hands' steps become one draft where they can."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checkins.poem.steps import Astray, Placed, Step, Verb, merges, said, taken
from checkins.stitching import Kind, Phrase, Seam, Stitch, render

NAMES = {1: "a", 2: "b", 3: "c", 4: "d", 5: "e", 6: "f", 7: "g", 8: "h", 9: "~"}
KNOWN = {key: name == "~" for key, name in NAMES.items()}  # the ninth is a silence


def draft(poem):
    """Read a draft as it is written: gaps between stanzas; what came back after a star, added words in brackets."""
    placed, seam = [], Seam.STANZA
    for line in poem.splitlines():
        word = line.strip()
        if not word:
            seam = Seam.STANZA
            continue
        phrase = next((key for key, name in NAMES.items() if name == word.strip("*")), None)
        if word.startswith("["):
            placed.append(Placed(seam, Kind.ADDED, added=word.strip("[]"), mark=word))
        elif word.startswith("*"):
            placed.append(Placed(seam, Kind.REFRAIN, phrase=phrase, mark=word))
        else:
            placed.append(Placed(seam, phrase=phrase))
        seam = Seam.LINE
    return placed


def read(placed):
    return render(
        Stitch(
            Phrase(each.key, NAMES[each.phrase].strip("~") if each.phrase else each.added or "?"),
            each.seam,
            each.kind,
        )
        for each in placed
    )


def poem_after(poem, verb, what="", **more):
    return read(taken(draft(poem), Step(verb=verb, what=what, **more), KNOWN))


A, B, C, D = (said(key) for key in (1, 2, 3, 4))


@pytest.mark.parametrize(
    ("poem", "verb", "what", "after"),
    [
        ("a\nb\nc", Verb.UP, C, "a\nc\nb"),
        ("a\nb\nc", Verb.UP, A, "a\nb\nc"),
        ("a\nb", Verb.UP, B, "b\na"),
        ("a\n\nb\nc", Verb.UP, B, "a\nb\n\nc"),  # across the gap, which stays
        ("a\n\nb\n\nc", Verb.UP, B, "a\nb\n\nc"),
        ("a\n\nb\nc", Verb.UP, C, "a\n\nc\nb"),  # the gap stays before the stanza
        ("a\nb\nc", Verb.DOWN, A, "b\na\nc"),
        ("a\nb\nc", Verb.DOWN, C, "a\nb\nc"),
        ("a\nb\n\nc", Verb.DOWN, B, "a\n\nb\nc"),
        ("a\n\nb\n\nc", Verb.DOWN, B, "a\n\nb\nc"),
        ("a\n\nb\nc", Verb.DOWN, B, "a\n\nc\nb"),
        ("a\nb\n\n~\n\nc", Verb.UP, said(9), "a\n\n\nb\n\nc"),  # a silence goes past a line
        ("a\n\n~\n\nb\nc", Verb.UP, B, "a\n\nb\n\n\nc"),  # and a line past a silence
        ("a\n\n~\n\nb\nc", Verb.DOWN, A, "\n\na\n\nb\nc".removeprefix("\n")),
    ],
)
def test_a_line_moves_up_and_down_as_in_a_text(poem, verb, what, after):
    assert poem_after(poem, verb, what) == after


@pytest.mark.parametrize(
    ("poem", "step", "after"),
    [
        ("a\nb\nc\nd", {"what": D, "after": A}, "a\nd\nb\nc"),
        ("a\nb\nc", {"what": C, "after": ""}, "c\na\nb"),
        ("a\nb\nc", {"what": A, "after": None}, "b\nc\na"),
        ("a\n\nb\nc", {"what": B, "after": A}, "a\n\nb\nc"),  # where it is
        ("a\n\nb\nc\n\nd", {"what": B, "after": D}, "a\n\nc\n\nd\nb"),  # its gap stays behind
        (
            "a\nb\n\nc\nd",
            {"what": A, "after": B, "seam": Seam.STANZA},
            "b\n\na\nc\nd",
        ),  # begins the stanza it joins
        ("a\nb\nc", {"what": C, "after": A, "seam": Seam.STANZA}, "a\n\nc\nb"),
    ],
)
def test_a_line_is_carried_after_another(poem, step, after):
    assert poem_after(poem, Verb.MOVE, **step) == after


def test_what_is_left_out_takes_no_gap_with_it_and_goes_with_the_places_where_it_came_back():
    assert poem_after("a\n\nb\nc", Verb.OUT, B) == "a\n\nc"
    assert poem_after("a\nb\n\n*a", Verb.OUT, A) == "b"
    assert poem_after("a\nb\n\n*a", Verb.OUT, "*a") == "a\nb"
    assert poem_after("a\nb", Verb.OUT, D) == "a\nb"


def test_words_are_put_in_said_again_and_added_where_they_are_wanted_and_once():
    assert poem_after("a\n\nb", Verb.IN, D, after=A) == "a\nd\n\nb"
    assert poem_after("a\nb", Verb.IN, D) == "a\nb\nd"
    assert poem_after("a\nb", Verb.IN, B, after="") == "a\nb"
    assert poem_after("a\nb", Verb.REFRAIN, A, mark="m") == "a\nb\n\na"
    assert poem_after("a\nb", Verb.ADD, words="so", mark="m", after="") == "so\na\nb"
    assert poem_after("a\n[so]", Verb.WORDS, "[so]", words=" and so ") == "a\n and so "
    twice = taken(draft("a"), Step(verb=Verb.ADD, words="so", mark="m"), KNOWN)
    assert taken(twice, Step(verb=Verb.ADD, words="so", mark="m"), KNOWN) == twice


def test_said_words_are_not_rewritten_and_added_ones_never_emptied():
    assert poem_after("a\nb", Verb.WORDS, A, words="mine now") == "a\nb"
    assert poem_after("a\n[so]", Verb.WORDS, "[so]", words="  ") == "a\nso"


@pytest.mark.parametrize(
    "step",
    [
        {"verb": Verb.UP, "what": D},
        {"verb": Verb.SEAM, "what": D, "seam": Seam.DASH},
        {"verb": Verb.MOVE, "what": A, "after": D},
        {"verb": Verb.IN, "what": said(99)},
        {"verb": Verb.IN, "what": "nonsense"},
        {"verb": Verb.REFRAIN, "what": "[so]", "mark": "m"},
        {"verb": Verb.WORDS, "what": "m", "words": "so"},
    ],
)
def test_a_step_whose_line_is_gone_is_astray(step):
    with pytest.raises(Astray):
        taken(draft("a\nb\n[so]"), Step(**step), KNOWN)


# Two hands at once

DASHED = Step(verb=Verb.SEAM, what=B, seam=Seam.DASH)


@pytest.mark.parametrize(
    ("step", "newest", "clean"),
    [
        (DASHED, "a\nb\nd\nc", True),  # something moved further on
        (DASHED, "a\n\nb\nc\nd", False),  # its seam was changed
        (DASHED, "c\nb\na\nd", False),  # it would join another line
        (DASHED, "a\nc\nd", False),  # it is gone
        (Step(verb=Verb.MOVE, what=D, after=A), "a\nc\nb\n\n[so]", False),
        (Step(verb=Verb.MOVE, what=D, after=A), "b\na\nc\nd", True),
        (Step(verb=Verb.MOVE, what=D, after=A), "b\nc\nd", False),  # its anchor is gone
        (Step(verb=Verb.UP, what=D), "b\na\nc\nd", True),
        (Step(verb=Verb.UP, what=D), "a\nc\nb\nd", False),  # it would pass another line
        (Step(verb=Verb.UP, what=D), "a\nb\nc\nd\n[so]", True),
        (Step(verb=Verb.DOWN, what=A), "a\nb\nc\n\nd", True),
        (Step(verb=Verb.DOWN, what=A), "a\n\nb\nc\nd", False),  # there is a gap to cross now
        (Step(verb=Verb.OUT, what=D), "d\nc\nb", True),
        (Step(verb=Verb.OUT, what=D), "a", True),
        (Step(verb=Verb.IN, what=said(9), after=B), "b\na", True),
        (Step(verb=Verb.IN, what=said(9), after=B), "a", False),
        (Step(verb=Verb.ADD, words="so", mark="m"), "d", True),
        (Step(verb=Verb.REFRAIN, what=B, mark="m"), "b", True),
    ],
)
def test_a_step_merges_while_what_it_touches_is_as_it_was(step, newest, clean):
    assert merges(step, draft("a\nb\nc\nd"), draft(newest)) is clean


seams = st.sampled_from(Seam)
drafts = st.permutations(sorted(KNOWN)).flatmap(
    lambda keys: st.lists(seams, min_size=0, max_size=9).map(
        lambda found: [Placed(seam, phrase=key) for seam, key in zip(found, keys, strict=False)]
    )
)
keys = st.sampled_from([said(key) for key in KNOWN])
any_step = st.builds(
    Step,
    verb=st.sampled_from([Verb.UP, Verb.DOWN, Verb.MOVE, Verb.SEAM, Verb.IN]),
    what=keys,
    after=st.none() | st.just("") | keys,
    seam=st.none() | seams,
)


@given(drafts, any_step)
def test_no_step_but_leaving_out_loses_a_line_or_doubles_one(placed, step):
    try:
        after = taken(placed, step, KNOWN)
    except Astray:
        return
    new = {step.what} if step.verb == Verb.IN else set()
    assert {each.key for each in after} == {each.key for each in placed} | new
    assert len(after) == len({each.key for each in after})


@given(drafts, keys)
def test_up_and_down_again_is_as_it_was(placed, what):
    stitched = [
        Placed(Seam.STANZA, phrase=each.phrase) if at == 0 else each for at, each in enumerate(placed)
    ]
    if what not in {each.key for each in stitched[1:]}:
        return
    at = next(at for at, each in enumerate(stitched) if each.key == what)
    after = stitched[at + 1 : at + 2]
    if after and KNOWN[after[0].phrase]:
        return  # down goes past the silence at once, also from the stanza that up had joined it to
    up = taken(stitched, Step(verb=Verb.UP, what=what), KNOWN)
    crossed = stitched[at].seam == Seam.STANZA
    back = taken(up, Step(verb=Verb.DOWN, what=what), KNOWN)
    if not crossed:
        assert back == stitched
    assert [each.key for each in back] == [each.key for each in stitched]
