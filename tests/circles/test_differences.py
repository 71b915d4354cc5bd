"""What changed between two wordings is told word by word, and nothing of either is lost."""

from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from circles.promises.differences import Change, Piece, difference

WORDS = st.lists(st.sampled_from(["we", "We", "begin", "on", "time", ",", ".", " ", "\n", "  ", "’", "été"]))
TEXTS = st.one_of(WORDS.map("".join), WORDS.map(" ".join), st.text(max_size=1000))


def shown(before: str, after: str) -> str:
    """Return a difference on one line, with what was taken out in brackets and what was added in braces."""
    marks = {Change.KEPT: "{}", Change.TAKEN: "[{}]", Change.ADDED: "{{{}}}"}
    return "".join(marks[piece.change].format(piece.text) for piece in difference(before, after))


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ("We begin.", "We begin.", "We begin."),
        ("", "We begin.", "{We begin.}"),
        ("We begin.", "", "[We begin.]"),
        ("We begin on time.", "We begin on time and end on time.", "We begin on time{ and end on time}."),
        ("We begin at six.", "We begin at seven.", "We begin at [six]{seven}."),
        ("We do not wait.", "We don’t wait.", "We [do not]{don’t} wait."),
        ("One. Two.", "One.\n\nTwo.", "One.[ Two]{\n\nTwo}."),
        ("On écoute, à trois.", "On écoute à trois.", "On écoute[,] à trois."),
    ],
)
def test_it_reads_as_a_person_would_mark_it(before, after, told):
    assert shown(before, after) == told


@given(TEXTS, TEXTS)
@example("a\r\nb", "a\n b ")
def test_both_sides_can_be_read_again_exactly(before, after):
    pieces = difference(before, after)

    assert "".join(piece.text for piece in pieces if piece.change != Change.ADDED) == before
    assert "".join(piece.text for piece in pieces if piece.change != Change.TAKEN) == after


@given(TEXTS, TEXTS)
def test_no_piece_is_empty_and_neighbours_differ_with_what_was_taken_first(before, after):
    pieces = difference(before, after)

    assert all(piece.text for piece in pieces)
    pairs = [(one.change, next_one.change) for one, next_one in pairwise(pieces)]
    assert all(one != next_one for one, next_one in pairs)
    assert (Change.ADDED, Change.TAKEN) not in pairs


@given(TEXTS)
def test_the_same_words_are_one_kept_piece(text):
    assert difference(text, text) == ([Piece(Change.KEPT, text)] if text else [])


def test_a_wording_that_repeats_itself_beyond_reason_is_shown_as_replaced():
    before, after = "a " * 500, "b a " * 250

    assert shown(before, after) == f"[{before}]{{{after}}}"
