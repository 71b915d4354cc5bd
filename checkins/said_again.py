"""A line said again: its words in the title of the poem, or among what its catcher added.

1. Left out of the poem, a line is still its speaker's wherever its words stand: they may not travel by another way.
2. Compared are letters and digits, word by word, whatever capitals, accents, spaces and signs stand with them.
3. A line of one or two words is found only where they are the whole: “thank you” is anybody's.
4. Words that another line has too, which may travel, are free.
"""

import unicodedata

from django.db.models import Exists, OuterRef

from checkins.models import Harvest, Leave, Phrase, Stitch, StitchKind, leave_said

_ENOUGH = 3  # words of a line that is found inside others (rule 3)


def hold(words: str, line: str) -> bool:
    """Tell whether some words hold a line, both `bare` (rules 2 and 3)."""
    if line.count(" ") + 1 < _ENOUGH:
        return words == line != ""
    return f" {line} " in f" {words} "


def bare(words: str) -> str:
    """Return words as they are compared: letters and digits, single spaces between the words (rule 2)."""
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", words).casefold())
    letters = (letter for letter in plain if unicodedata.category(letter) not in {"Mn", "Me", "Cf"})
    return " ".join("".join(letter if letter.isalnum() else " " for letter in letters).split())


def said_again(harvest: Harvest) -> list[tuple[str, Phrase]]:
    """Return what of a poem's title and added words is a line that was left out of it and may not travel, each with it.

    Three queries at most.
    """
    added = harvest.stitches.filter(kind=StitchKind.ADDED).values_list("added", flat=True)
    told = [(words, bare(words)) for words in (harvest.title, *added) if words]
    if not told:
        return []
    said = Phrase.objects.filter(round__gathering=harvest.gathering_id, is_silence=False)
    stands = Exists(Stitch.objects.filter(phrase=OuterRef("pk")))
    lines = [(phrase, bare(phrase.text)) for phrase in said.annotate(leave=leave_said(), stands=stands)]
    free = {line for phrase, line in lines if phrase.leave == Leave.TRAVELS}
    return [
        (words, phrase)
        for words, plain in told
        for phrase, line in lines
        if not phrase.stands and line not in free and hold(plain, line)
    ]
