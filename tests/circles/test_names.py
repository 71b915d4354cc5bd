"""Initials."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from circles.names import initials


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
