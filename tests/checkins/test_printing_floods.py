"""The press and poems made to hold it: it is neither stopped nor kept busy by the strangest of them."""

from time import process_time

from checkins import printing
from checkins.printing import Poem, Run


def poem(*stanzas):
    lines = tuple(tuple((Run(line),) for line in stanza) for stanza in stanzas)
    return Poem(title="A poem", language="en", stanzas=lines)


def test_the_letters_of_a_line_of_any_length_are_looked_at():
    assert not printing.lacks(["é" * 40_000])  # typst panics at some paragraphs of so many bytes


def test_one_line_without_end_does_not_hold_the_press():
    strange = " ".join(["\u2060" + "x" * 499] * 300)
    before = process_time()

    made = printing.card(poem([strange]), whence="Us")

    assert made == printing.card(poem([strange[:20_000]]), whence="Us")
    assert process_time() - before < 10  # both; it was thirty seconds for one


def test_of_a_long_poem_the_card_shows_as_many_lines_as_of_one_measured_whole():
    lines = [f"line {number} of the sea and the snow" for number in range(400)]

    assert printing.card(poem(lines), whence="Us") == printing.card(poem(lines[:100]), whence="Us")
