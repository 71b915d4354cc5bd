"""The orders a poem can be proposed in, and the echoes that seat its phrases."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checkins.stitching import Arrangement, Phrase, stanzas, stitch
from checkins.stitching.echoes import Echoes
from checkins.stitching.languages import language_of
from tests.spoken import CERCLE, CIRCLE, make_phrases, resounding, texts_of

RAN_ON = [
    "I counted the chairs",
    "and then stopped counting",
    "bread, salt",
    "a bird in the stairwell",
    "slow",
]


@pytest.mark.parametrize("arrangement", ["resonance", "breath", "shuffled"])
@pytest.mark.parametrize(
    ("said", "language", "last"), [(CIRCLE, "en", "oh, a chair!"), (CERCLE, "fr", "enfin !")]
)
def test_the_orders_that_choose_end_on_the_phrase_that_closes_best(arrangement, said, language, last):
    for first in range(len(said)):
        phrases = make_phrases(said[first:] + said[:first])
        assert texts_of(stitch(phrases, arrangement=arrangement, language=language, seed=first))[-1] == last


@pytest.mark.parametrize(
    "last", ["here", "merci", "and still I wonder…", "shall we begin?", "yes!", "I left the door open –"]
)
def test_a_closing_word_a_question_or_an_unfinished_line_may_close(last):
    said = [last, "the budget meeting is in my shoulders", "my daughter asked what a circle is for"]

    assert (
        texts_of(
            stitch(make_phrases(said), arrangement="breath", language="fr" if last == "merci" else "en")
        )[-1]
        == last
    )


@pytest.mark.parametrize("arrangement", Arrangement)
def test_what_one_voice_ran_on_stays_together(arrangement):
    unknown = [Phrase(key, text) for key, text in enumerate(RAN_ON)]

    for seed in range(10):
        places = texts_of(stitch(unknown, arrangement=arrangement, seed=seed))
        assert places.index("and then stopped counting") == places.index("I counted the chairs") + 1


def test_words_known_to_be_somebody_elses_are_free_to_move():
    after = {
        (places := texts_of(stitch(make_phrases(RAN_ON), arrangement="shuffled", seed=seed)))[
            places.index("I counted the chairs") + 1
        ]
        for seed in range(30)
    }
    assert len(after) > 2


def test_shuffled_is_the_same_for_a_seed_and_another_for_another():
    first, again, other = (
        texts_of(stitch(make_phrases(CIRCLE), arrangement="shuffled", seed=seed)) for seed in (1, 1, 2)
    )
    assert first == again
    assert first != other


@given(st.lists(st.text("abcdefgh ", min_size=1, max_size=40).filter(str.strip), min_size=2, max_size=20))
def test_breath_rises_from_short_to_long_and_falls_again(said):
    poem = stanzas(stitch(make_phrases([text.strip() for text in said]), arrangement="breath", language="eo"))

    *waves, last = [[len(line[0].text) for line in stanza.lines] for stanza in poem]
    for wave in [*waves, last[:-1]]:
        peak = wave.index(max(wave)) if wave else 0
        assert wave == sorted(wave[:peak]) + sorted(wave[peak:], reverse=True)


# Echoes


@pytest.mark.parametrize(
    ("language", "one", "other", "neither"),
    [
        ("en", "walking home", "I walked", "the bread is warm"),
        ("fr-CA", "je chante encore", "nous avons chanté", "la soupe est prête"),
        ("de", "eine Kerze", "zwei Kerzen brennen", "Brot und Salz"),
        ("ja", "雪がやんだ", "雪が降る", "母の声"),
        ("tlh", "jIyaj qaSta", "qaSta Hoch", "bortaS"),
        ("", "🙏 for you", "thanks 🙏", "the door"),
    ],
)
def test_forms_of_one_word_echo(language, one, other, neither):
    echoes = Echoes([one, other, neither], language_of(language))

    assert echoes.between(0, 1) == echoes.between(1, 0) > echoes.between(0, 2)
    assert echoes.between(0, 1) > 0.1


def test_a_rare_word_echoes_more_than_a_small_one():
    echoes = Echoes(["it is the heron", "we saw the heron", "it is the budget"], language_of("en"))

    assert echoes.between(0, 1) > 2 * echoes.between(0, 2)


def make_round(size: int, seed: int) -> list[str]:
    chance = random.Random(seed)
    things = [
        "river",
        "snow",
        "coat",
        "bread",
        "door",
        "letter",
        "chair",
        "kettle",
        "heron",
        "key",
        "stairs",
        "soup",
    ]
    deeds = ["left", "lost", "carried", "opened", "heard", "forgot", "counted", "missed"]
    return [
        f"I {chance.choice(deeds)} the {chance.choice(things)}, the {chance.choice(things)}"
        for _ in range(size)
    ]


def best_found(echoes: Echoes, size: int, chance: random.Random) -> float:
    """A long search that cools slowly, free to end on any phrase."""
    places = list(range(size))
    web = [
        [echoes.between(one, other) if one != other else 0.0 for other in range(size)] for one in range(size)
    ]
    web = [[*row, 0.0] for row in web] + [[0.0] * (size + 1)]  # outside the poem nothing echoes
    for step in range(12_000):
        heat = 0.15 * (1 - step / 12_000)
        low, high = sorted(chance.sample(range(size), 2))
        before = places[low - 1] if low else size
        after = places[high + 1] if high + 1 < size else size
        gain = (
            web[before][places[high]]
            + web[places[low]][after]
            - web[before][places[low]]
            - web[places[high]][after]
        )
        if gain > 0 or chance.random() < 2.718 ** (gain / (heat + 1e-9)):
            places[low : high + 1] = places[low : high + 1][::-1]
    return resounding(echoes, places)


def test_resonance_seats_echoes_together_far_better_than_chance_and_nearly_as_well_as_a_long_search():
    chance = random.Random(2014)
    found, shuffled, best = [], [], []
    for seed in range(5):
        said = make_round(24, seed)
        phrases = make_phrases(said)
        echoes = Echoes(said, language_of("en"))
        for into, arrangement in ((found, "resonance"), (shuffled, "shuffled")):
            stitches = stitch(phrases, arrangement=arrangement, seed=seed)
            into.append(resounding(echoes, [each.phrase.key for each in stitches]))
        best.append(best_found(echoes, 24, chance))

    assert all(one > 2 * other for one, other in zip(found, shuffled, strict=True))
    assert sum(found) > 0.93 * sum(best)
