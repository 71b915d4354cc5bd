"""Words with addresses in them, told apart."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gatherings.words_with_links import Material, Piece, materials, pieces


@pytest.mark.parametrize(
    ("words", "told_apart"),
    [
        ("", []),
        ("No link here: not even example.org.", [Piece("No link here: not even example.org.")]),
        (
            "See https://song.example/a?b=c, then sing.",
            [
                Piece("See "),
                Piece("https://song.example/a?b=c", "https://song.example/a?b=c"),
                Piece(", then sing."),
            ],
        ),
        (
            "(www.song.example/a_(b))",
            [Piece("("), Piece("www.song.example/a_(b)", "https://www.song.example/a_(b)"), Piece(")")],
        ),
        ("javascript:alert(1) https://", [Piece("javascript:alert(1) https://")]),
        ("http://[::1", [Piece("http://[::1")]),
    ],
)
def test_only_an_address_with_a_host_becomes_a_link(words, told_apart) -> None:
    assert list(pieces(words)) == told_apart


@given(st.text(alphabet=st.sampled_from("htps:/w.[]() xé,\n\"<'"), max_size=60))
def test_the_pieces_put_together_are_the_words(words) -> None:
    assert "".join(piece.words for piece in pieces(words)) == words


def test_materials_are_one_a_line_named_by_what_they_are() -> None:
    said = "The song: https://song.example/ours\n\nA stone each\nhttps://bare.example/x\nwww.a.example, www.b.example"

    assert materials(said) == [
        Material("The song", "https://song.example/ours", "song.example"),
        Material("A stone each"),
        Material("https://bare.example/x", "https://bare.example/x", "bare.example"),
        Material("www.a.example, www.b.example"),
    ]
