"""Phrases become a poem.

It proposes; a person arranges. The rules, and where they are kept:

 1. Every phrase given is in the poem once, character for character. A seam adds a blank line, a
    line break, a space, a comma or a dash between two phrases, and nothing else is ever added; but
    for the unseen signs that end a turn of direction which a phrase leaves open (``direction``).
 2. Seams become text in one place (``page``), for pages and for plain text alike. What a catcher
    adds or repeats by hand (``Kind``) goes through it too, and is never proposed from here.
 3. A silence, a phrase without words, adds no character: it is a gap one blank line wider. It stays
    where it was kept: in every order, what was said before it stays before it.
 4. Two phrases echo by the word stems they share (``echoes``): rare ones tell more, small words
    little. A language without stemmer has its words, a script without spaces pairs of characters.
 5. How a phrase begins and ends decides its seam (``joints``). A lower-case *when*, *of*, *crossing*,
    *et*, *que* runs on with a space, as does what follows a comma or a dash or a word that leans
    forward. A second thought (*just*, *mostly*) and short fragments side by side take a comma; a cry,
    an echo, a turn to a new sentence a dash. A capital letter begins a line. No comma or dash follows
    a phrase that stops on a sign of its own, no comma stands in a script that writes another one, and
    nothing runs on across white space or a line break that a phrase brought along.
 6. A line of several phrases (``seams``) is 30 to 50 characters wide, sometimes a little wider. A
    longer phrase has its line to itself.
 7. A stanza has two to five lines and breathes where little holds two lines together: no echo, no
    running on, another voice. One line alone is a hinge: short, saying *I*, asking or crying out;
    hinges stand well apart. A poem that can avoid it does not begin with one.
 8. In every order what one voice ran on stays together: a phrase that goes on from the one before
    it, unless somebody else is known to have said it; three at most.
 9. *As spoken* keeps the order of the circle.
10. The other orders end on the phrase that closes best (``ear``): a cry, a closing word (*here*,
    *merci*), an unfinished line, a question; and the shorter the better. Of equals, the last spoken.
11. *Resonance* seats what echoes side by side (``resonance``).
12. *Breath* makes waves, short to long to short, each a stanza and every phrase its own line.
13. *Shuffled* is chance by a seed: the same seed gives the same poem. Only this order uses it.
14. The same phrases give the same poem, today and next year. Keys decide nothing.
"""

from collections.abc import Iterable, Sequence
from itertools import groupby, pairwise

from checkins.stitching import orders
from checkins.stitching.ear import listen
from checkins.stitching.echoes import Echoes
from checkins.stitching.joints import strands
from checkins.stitching.languages import Language, language_of
from checkins.stitching.page import Line, Piece, Stanza, render, stanzas
from checkins.stitching.phrases import Arrangement, Kind, Phrase, Seam, Stitch
from checkins.stitching.seams import by_breath, by_ear

__all__ = [
    "Arrangement",
    "Kind",
    "Line",
    "Phrase",
    "Piece",
    "Seam",
    "Stanza",
    "Stitch",
    "render",
    "stanzas",
    "stitch",
]


def stitch(
    phrases: Iterable[Phrase],
    *,
    arrangement: str = Arrangement.AS_SPOKEN,
    language: str = "en",
    seed: int = 0,
) -> list[Stitch]:
    """A poem of ``phrases``, given in the order spoken: the same ones, placed, each with its seam.

    ``arrangement`` is one of ``Arrangement`` or its value, else ``ValueError``. ``language`` is a code
    such as ``en`` or ``fr-CA``; an unknown one is no error. No phrases make an empty poem.
    """
    order, tongue = Arrangement(arrangement), language_of(language)
    poem: list[Stitch] = []
    for silent, part in groupby(phrases, key=lambda phrase: phrase.silent):
        if silent:
            poem += (Stitch(phrase, Seam.STANZA) for phrase in part)
        else:
            poem += _woven(list(part), order, tongue, seed)
    return poem


def _woven(phrases: Sequence[Phrase], order: Arrangement, language: Language, seed: int) -> list[Stitch]:
    """Stitch phrases between which nobody kept silence (rule 3)."""
    texts = [phrase.text for phrase in phrases]
    heard = [listen(phrase, language) for phrase in phrases]
    echoes = Echoes(texts, language)
    held = strands(heard)
    closes = [heard[strand[-1]].closes for strand in held]
    if order is Arrangement.BREATH:
        widths = [sum(heard[place].width for place in strand) for strand in held]
        waves = [[held[strand] for strand in wave] for wave in orders.breath(widths, closes)]
        seams = by_breath([[[heard[place] for place in strand] for strand in wave] for wave in waves])
        places = [place for wave in waves for strand in wave for place in strand]
    else:
        if order is Arrangement.RESONANCE:
            together = [" ".join(texts[place] for place in strand) for strand in held]
            web = (Echoes(together, language) if len(held) < len(texts) else echoes).web()
            held = [held[strand] for strand in orders.resonance(web, closes)]
        elif order is Arrangement.SHUFFLED:
            held = [held[strand] for strand in orders.shuffled(closes, seed)]
        places = [place for strand in held for place in strand]
        seams = by_ear(
            [heard[place] for place in places], [echoes.between(*pair) for pair in pairwise(places)]
        )
    return [Stitch(phrases[place], seam) for place, seam in zip(places, seams, strict=True)]
