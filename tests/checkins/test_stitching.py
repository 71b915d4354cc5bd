"""The stitching core: phrases become a poem, each once and word for word, joined by ear."""

import os
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checkins.stitching import Arrangement, Kind, Phrase, Seam, Stitch, render, stanzas, stitch
from checkins.stitching.direction import left_open
from tests.spoken import CERCLE, CIRCLE, SAID, make_phrases

texts = st.sampled_from(SAID) | st.text(max_size=30)
speakers = st.none() | st.integers(0, 3)
phrase_lists = st.lists(st.tuples(texts, speakers), max_size=12).map(
    lambda said: [Phrase(key, text, speaker) for key, (text, speaker) in enumerate(said)]
)
arrangements = st.sampled_from(Arrangement)
languages = st.sampled_from(["en", "fr-CA", "de", "ja", "ar", "tlh", ""])


# Once, and word for word


@given(phrase_lists, arrangements, languages, st.integers())
def test_every_phrase_is_in_the_poem_once_untouched_and_marked_as_said(phrases, arrangement, language, seed):
    stitches = stitch(phrases, arrangement=arrangement, language=language, seed=seed)

    assert sorted(each.phrase.key for each in stitches) == list(range(len(phrases)))
    assert all(each.phrase is phrases[each.phrase.key] for each in stitches)
    assert {each.kind for each in stitches} <= {Kind.SAID}
    assert all(isinstance(each.seam, Seam) for each in stitches)


GAPS = {Seam.STANZA: "\n\n", Seam.LINE: "\n", Seam.SPACE: " ", Seam.COMMA: ", ", Seam.DASH: " – "}
anything_stitched = st.lists(
    st.builds(
        Stitch,
        st.builds(Phrase, st.integers(), texts, speakers),
        st.sampled_from(Seam),
        st.sampled_from(Kind),
    ),
    max_size=12,
)


@given(anything_stitched)
def test_a_seam_adds_its_gap_and_nothing_else_whoever_arranged_the_poem(stitches):
    expected = stitches[0].phrase.text if stitches else ""
    for before, each in pairwise(stitches):
        gap = "\n" if before.phrase.silent else "\n\n" if each.phrase.silent else GAPS[each.seam]
        turned = left_open(before.phrase.text) if "\n" not in gap else ""
        expected += turned + gap + each.phrase.text

    assert render(stitches) == expected


@pytest.mark.parametrize(
    ("words", "ended"),
    [
        ("snow", ""),
        ("\u202ewons", "\u202c"),
        ("\u202ewons\u202c", ""),
        ("\u2067a \u202bb", "\u202c\u2069"),
        ("\u2068a \u202eb\u2069 c", ""),
        ("\u2069\u202c\u200fnothing", ""),
    ],
)
def test_what_a_phrase_turns_around_ends_before_the_next_one_on_its_line(words, ended):
    stitches = [Stitch(Phrase(0, words), Seam.LINE), Stitch(Phrase(1, "mine"), Seam.COMMA)]

    assert render(stitches) == f"{words}{ended}, mine"


@given(anything_stitched)
def test_pages_show_the_same_lines_as_the_text(stitches):
    poem = stanzas(stitches)

    text = ""
    for before, stanza in pairwise([None, *poem]):
        text += "" if before is None else "\n" if before.silent else "\n\n"
        text += "\n".join("".join(piece.joint + piece.text for piece in line) for line in stanza.lines)

    assert text == render(stitches)
    assert [piece.stitch for stanza in poem for line in stanza.lines for piece in line] == stitches
    assert all(stanza.lines and all(stanza.lines) for stanza in poem)


def test_no_phrases_make_an_empty_poem():
    assert stitch([]) == []
    assert stanzas([]) == []
    assert render([]) == ""


def test_an_order_nobody_knows_is_refused():
    with pytest.raises(ValueError, match="alphabetical"):
        stitch([], arrangement="alphabetical")


@pytest.mark.parametrize("arrangement", Arrangement)
def test_a_thousand_phrases_are_each_there_once(arrangement):
    phrases = make_phrases([f"{SAID[each % len(SAID)]} {each % 7}" for each in range(1000)])

    stitches = stitch(phrases, arrangement=arrangement, seed=5)

    assert sorted(each.phrase.key for each in stitches) == list(range(1000))


# The same every time


@given(phrase_lists, arrangements, st.integers())
def test_the_same_phrases_give_the_same_poem_whatever_their_keys(phrases, arrangement, seed):
    renamed = [Phrase(f"key {-each.key}", each.text, each.speaker) for each in phrases]

    stitches = stitch(phrases, arrangement=arrangement, seed=seed)

    assert stitch(phrases, arrangement=arrangement, seed=seed) == stitches
    again = stitch(renamed, arrangement=arrangement, seed=seed)
    assert [(f"key {-each.phrase.key}", each.seam) for each in stitches] == [
        (each.phrase.key, each.seam) for each in again
    ]


def test_the_poem_does_not_depend_on_how_python_scatters_its_sets():
    program = (
        "from checkins.stitching import *\n"
        f"said = {SAID!r}\n"
        "for order in Arrangement:\n"
        "    print(ascii(render(stitch([Phrase(t, t, t[:1]) for t in said], arrangement=order, seed=3))))\n"
    )
    poems = {
        subprocess.run(
            [sys.executable, "-c", program],
            cwd=Path(__file__).parents[2],
            env={**os.environ, "PYTHONHASHSEED": seed},
            check=True,
            capture_output=True,
        ).stdout
        for seed in ("0", "1", "4242")
    }
    assert len(poems) == 1
    assert poems.pop().count(b"oh, a chair!") == len(Arrangement)


# Seams, by ear


@given(phrase_lists, languages)
def test_as_spoken_keeps_the_order_of_the_circle(phrases, language):
    assert [each.phrase for each in stitch(phrases, language=language)] == phrases


@given(phrase_lists, arrangements, languages)
def test_seams_suit_the_words_they_join(phrases, arrangement, language):
    stitches = stitch(phrases, arrangement=arrangement, language=language)

    for before, each in pairwise(stitches):
        one, other = before.phrase.text, each.phrase.text
        if each.seam in (Seam.SPACE, Seam.COMMA, Seam.DASH):
            assert not one[-1].isspace()
            assert not other[0].isspace()
            assert len(one.strip().splitlines()) == len(other.strip().splitlines()) == 1
        if each.seam in (Seam.COMMA, Seam.DASH):
            assert not one.endswith((".", "!", "?", "…", ",", ";", ":", "-", "–", "—"))
    assert not stitches or stitches[0].seam is Seam.STANZA


@given(st.lists(st.sampled_from([*CIRCLE, *CERCLE]), min_size=1, max_size=24), st.sampled_from(["en", "fr"]))
def test_lines_stay_in_the_ear_and_stanzas_in_one_breath(said, language):
    poem = stanzas(stitch(make_phrases(said), language=language))

    for stanza in poem:
        assert len(stanza.lines) <= 6
        for line in stanza.lines:
            assert len(line) == 1 or len("".join(piece.joint + piece.text for piece in line)) <= 60
    alone = [len(stanza.lines) == 1 for stanza in poem]
    assert not any(one and other for one, other in pairwise(alone[:-1]))


def test_an_english_circle_as_spoken():
    assert render(stitch(make_phrases(CIRCLE))) == (
        "I parked twice before coming in\n"
        "crossing the river on foot\n"
        "\n"
        "my mother's coat of all the warm things\n"
        "the phone is finally quiet\n"
        "quiet as the bread at home\n"
        "\n"
        "I don't know yet and I don't mind\n"
        "\n"
        "a list with no bottom when the kettle starts\n"
        "somebody saved me a chair – oh, a chair!"
    )


def test_a_french_circle_as_spoken():
    assert render(stitch(make_phrases(CERCLE), language="fr")) == (
        "j’ai laissé la soupe sur le feu\n"
        "et mon père au téléphone\n"
        "la neige dans les manches\n"
        "je ne savais pas que j’avais besoin d’une chaise\n"
        "\n"
        "un silence de cuisine quand tout le monde est parti\n"
        "les mains vides, les mains ouvertes\n"
        "fatiguée mais entière\n"
        "\n"
        "une chaise, la mienne – enfin !"
    )


@pytest.mark.parametrize(
    ("language", "said", "line"),
    [
        ("en", ["the river is frozen", "of course it is"], "the river is frozen, of course it is"),
        ("en", ["nobody rang", "for once"], "nobody rang, for once"),
        ("en", ["a list", "of all the warm things"], "a list of all the warm things"),
        ("fr", ["je suis restée", "en fait"], "je suis restée, en fait"),
        ("fr", ["je suis restée", "en silence"], "je suis restée en silence"),
    ],
)
def test_a_second_thought_takes_a_comma_where_its_first_word_alone_would_run_on(language, said, line):
    assert render(stitch(make_phrases(said), language=language)) == line


@pytest.mark.thorough
@given(st.integers(1, 1000), arrangements, st.randoms(use_true_random=False))
@settings(max_examples=20)
def test_from_one_phrase_to_a_thousand_each_is_there_once_in_a_text_that_holds_them_all(
    size, arrangement, chance
):
    """In every script there is, with emoji, marks and words from right to left, as one circle may say them."""
    phrases = make_phrases([chance.choice([*SAID, *SCRIPTS]) + str(each % 5) for each in range(size)])

    stitches = stitch(phrases, arrangement=arrangement, seed=size)

    assert sorted(each.phrase.key for each in stitches) == list(range(size))
    text = render(stitches)
    assert len(text) >= sum(len(phrase.text) for phrase in phrases) + size - 1
    for phrase in phrases[:: max(1, size // 20)]:
        assert phrase.text in text
    assert stitch(phrases, arrangement=arrangement, seed=size) == stitches


SCRIPTS = [
    "ᚠᛇᚻ ᛒᛦᚦ ᚠᚱᚩᚠᚢᚱ",
    "𝔊𝔯𝔬𝔰𝔰𝔢 𝔖𝔱𝔦𝔩𝔩𝔢",
    "e\u0301te\u0301 encore",
    "ঘরে ফিরে এলাম",
    "ฉันอยู่ที่นี่",
    "ᐃᓄᒃᑎᑐᑦ ᐅᖃᐅᓯᖅ",
    "\u202bשָׁלוֹם לָכֶם\u202c",
    "👨‍👩‍👧‍👦🫂🏽",
    "ǝɯ oʇ ƃuıʍɐɹp",
]


# Silences


def test_a_silence_is_a_gap_one_blank_line_wider_and_stays_where_it_was_kept():
    phrases = make_phrases(["", "my dad called", "he never calls", "", "", "home", ""])

    stitches = stitch(phrases)

    assert render(stitches) == "\nmy dad called – he never calls\n\n\n\nhome\n\n"
    assert [stanza.silent for stanza in stanzas(stitches)] == [True, False, True, True, False, True]


@given(phrase_lists, arrangements)
def test_what_was_said_before_a_silence_stays_before_it(phrases, arrangement):
    stitches = stitch(phrases, arrangement=arrangement)

    places = [place for place, phrase in enumerate(phrases) if phrase.silent]
    assert [place for place, each in enumerate(stitches) if each.phrase.silent] == places
    for place in places:
        assert {each.phrase.key for each in stitches[:place]} == set(range(place))
