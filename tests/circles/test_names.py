"""Names that can be seen, and their initials."""

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from circles.forms import NameField
from circles.words.names import can_be_seen, in_a_row, initials


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("Anna", "AN"),
        ("Anna Berg", "AB"),
        ("Anna Maria van den Berg", "AB"),
        ("élise", "ÉL"),
        ("e\u0301lise", "ÉL"),
        ("Jean-Luc O’Neil", "JO"),
        ("X", "X"),
        ("王小明", "王小"),
        ("  ", "·"),
        ("🌿", "·"),
        ("(Noor)", "NO"),
        ("ßa", "SS"),
    ],
)
def test_initials_are_what_a_person_would_write_on_a_chair(name: str, short: str) -> None:
    assert initials(name) == short


@given(st.text(max_size=80))
def test_initials_are_one_or_two_letters_whatever_the_name(name: str) -> None:
    assert 1 <= len(initials(name)) <= 2


@pytest.mark.parametrize(
    "name",
    [
        "",
        "  ",
        "\u200b",
        "\u202e\u202d",
        "\u2066\u2069",
        "\u200d\u200c",
        "\u3164",
        "\u2800",
        "\u0301",
        "\ufe0f",
    ],
)
def test_a_name_of_which_nothing_shows_cannot_be_seen(name):
    assert not can_be_seen(name)


@pytest.mark.parametrize(
    "name", ["A", "Øyvind", "王芳", "\u202eAnna", "سارا", "می\u200cخواهم", "🙂", "!", "7", "e\u0301"]
)
def test_a_name_in_any_script_can_be_seen(name):
    assert can_be_seen(name)


@pytest.mark.parametrize("name", ["\u202e\u200f", "\u3164"])
def test_a_field_refuses_a_name_that_cannot_be_seen_with_a_sentence(name):
    with pytest.raises(ValidationError, match="None of this can be seen"):
        NameField(max_length=80).clean(name)


@pytest.mark.parametrize(
    ("names", "said"),
    [
        ([], ""),
        (["Luc"], "Luc"),
        (["Luc", "Anna"], "Luc and Anna"),
        (["Luc", "Anna", "Noor", "Sam"], "Luc, Anna, Noor and Sam"),
    ],
)
def test_names_stand_in_a_row_as_a_sentence_has_them(names, said):
    assert in_a_row(names) == said
