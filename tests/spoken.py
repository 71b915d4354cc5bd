"""Words that were said: two circles of twelve, and what else a catcher's pen may meet."""

from collections.abc import Sequence
from itertools import pairwise

from checkins.stitching import Phrase, Stitch
from checkins.stitching.echoes import Echoes

CIRCLE = """I parked twice before coming in
crossing the river on foot
my mother's coat
of all the warm things
the phone is finally quiet
quiet as the bread at home
I don't know yet
and I don't mind
a list with no bottom
when the kettle starts
somebody saved me a chair
oh, a chair!""".splitlines()

CERCLE = """j’ai laissé la soupe sur le feu
et mon père au téléphone
la neige dans les manches
je ne savais pas
que j’avais besoin d’une chaise
un silence de cuisine
quand tout le monde est parti
les mains vides
les mains ouvertes
fatiguée mais entière
une chaise, la mienne
enfin !""".splitlines()

SAID = [
    *CIRCLE,
    *CERCLE,
    "tired, mostly,",
    "a pocket full of stones –",
    "I keep thinking about the bridge…",
    "What would it take to slow down?",
    "雪がやんだ",
    "من اینجا هستم",
    "मैं यहाँ हूँ",
    "🙏",
    "👩‍👩‍👧 and the dog",
    "two\nlines of it",
    " a space before",
    "a space after ",
    "(quietly)",
    "« doucement »",
    "I want to learn how to hold a room without disappearing from it, and then to go home and sleep",
]


def make_phrases(said: Sequence[str]) -> list[Phrase]:
    """One phrase each from so many people."""
    return [Phrase(key, text, f"person {key}") for key, text in enumerate(said)]


def resounding(echoes: Echoes, places: Sequence[int]) -> float:
    """The mean echo of neighbours."""
    return sum(echoes.between(*pair) for pair in pairwise(places)) / (len(places) - 1)


def texts_of(stitches: Sequence[Stitch]) -> list[str]:
    return [each.phrase.text for each in stitches]
