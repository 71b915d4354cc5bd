"""Names that stand at a line are told from its words, and of the words none is changed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checkins.phrases.line_names import holds_a_name, names_to_find, that_carry_names, without_names

CIRCLE = names_to_find(
    ["Mireille Roy", "Odile", "Tariq el-Amin", "Anna Berg", "Anna Blanc", "Zoë", "陈安娜", "سعاد"]
)


@pytest.mark.parametrize(
    ("line", "left"),
    [
        ("Mireille: the light on the snow at five", "the light on the snow at five"),
        ("“we kept…” (Odile)", "“we kept…”"),
        ("Tariq - nothing but my hunger", "nothing but my hunger"),
        ("mireille roy — the light ", "the light "),
        ("  TARIQ EL-AMIN–nothing", "nothing"),
        ("- Mireille : the light", "the light"),
        ("3. **Odile**: we kept", "we kept"),
        ("[Odile] - we kept", "we kept"),
        ("Anna B.: the kettle", "the kettle"),
        ("Anna: the kettle: patient", "the kettle: patient"),
        ("the kettle – patient – Anna Berg", "the kettle – patient"),
        ("the kettle (Anna Blanc).", "the kettle"),
        ("ZOE: snow", "snow"),
        ("Zoe\u0308: snow", "snow"),
        ("陈安娜：雪", "雪"),
        ("雪（陈安娜）", "雪"),
        ("سعاد: الثلج", "الثلج"),
        ("Odile: the light (Tariq)", "the light"),
        ("Odile:", ""),
        ("Odile", ""),
    ],
)
def test_a_name_at_a_line_is_found_and_the_words_stay_as_they_were(line, left):
    assert without_names(line, CIRCLE) == left


@pytest.mark.parametrize(
    "line",
    [
        "the light on the snow, Mireille, at five",
        "Odile laughed: we kept it",
        "thank you Odile",
        "Odile and the snow - so still",
        "Odile-coloured snow",
        "snow (as Odile said)",
        "half past: Odile",
        "Luc: the kettle",
        "Mireille’s light: at five",
        "five - seven - nine",
        ": - –",
        "",
    ],
)
def test_a_name_within_a_line_is_one_of_its_words(line):
    assert without_names(line, CIRCLE) == line


def test_only_the_lines_with_a_name_are_asked_about_in_their_order():
    lines = ["Odile: one", "two", "three – Zoë"]

    assert that_carry_names(lines, CIRCLE) == [("Odile: one", "one"), ("three – Zoë", "three")]


@given(
    st.text(st.sampled_from("ab -–:()OdileZoë\n雪：") | st.characters()),
    st.sampled_from(["Odile", "Zoë", "雪"]),
)
def test_what_is_left_stands_in_the_line_and_carries_no_name(words, name):
    left = without_names(f"{name}: {words}", CIRCLE | {name})

    assert left in words
    assert without_names(left, CIRCLE | {name}) == left


@given(st.text(st.characters(exclude_categories=["Pd", "Ps", "Pe"], exclude_characters=":：<>")))
def test_a_line_without_colon_dash_and_brackets_is_left_alone(words):
    line = f"the {words} Odile"

    assert without_names(line, CIRCLE) == line


@pytest.mark.parametrize(
    "line",
    [
        "the light, mireille, at five",
        "we kept Odile’s",
        "thank you Anna",
        "雪落在陈安娜的手上",
        "الثلج لسعاد",
        "Zoe!",
    ],
)
def test_a_name_is_found_wherever_it_stands_in_a_line(line):
    assert holds_a_name(line, CIRCLE)


@pytest.mark.parametrize(
    "line", ["the annals of snow", "an odileous light", "el-Amin", "雪", "الثلج", "", "?"]
)
def test_a_word_that_holds_the_letters_of_a_name_is_none(line):
    assert not holds_a_name(line, CIRCLE)
