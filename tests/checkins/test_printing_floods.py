"""The press and poems made to hold it: it is neither stopped nor kept busy by the strangest of them."""

from checkins import printing


def test_the_letters_of_a_line_of_any_length_are_looked_at():
    assert not printing.lacks(["é" * 40_000])  # typst panics at some paragraphs of so many bytes
