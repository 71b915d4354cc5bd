"""How a phrase sounds: its length, the way it begins and ends, and how well a poem could close on it."""

import re
import unicodedata
from collections.abc import Hashable
from dataclasses import dataclass
from enum import Enum, auto

from checkins.stitching.languages import Language, words_of
from checkins.stitching.phrases import Phrase

_SHORT = 20  # columns; two short phrases may share a line
_ROW = 60  # columns; a longer phrase will be wrapped by the page

_CRIES = ("!", "！")
_QUESTIONS = ("?", "？", "؟")
_UNFINISHED = ("…", "...", "–", "—")
_STOPS = ".!?…。！？؟।"
_PAUSES = ",;:，、；：،-–—―"
_CLOSERS = "\"'”’»›)]」』 "
_COMMA_SCRIPTS = frozenset({"LATIN", "GREEK", "CYRILLIC", "HEBREW", "ARMENIAN", "GEORGIAN", "DIGIT"})
_UNSPACED_SCRIPTS = frozenset({"CJK", "HIRAGANA", "KATAKANA", "THAI", "LAO", "KHMER", "MYANMAR", "TIBETAN"})


class Ending(Enum):
    """What a phrase stops on."""

    OPEN = auto()  # a letter or a number
    PAUSE = auto()  # a comma, a dash
    STOP = auto()  # a full stop, a cry, a question
    OTHER = auto()  # a sign, a bracket, white space


class Case(Enum):
    """How the first letter is written. The English *I* says nothing, nor does a script without cases."""

    LOWER = auto()
    UPPER = auto()
    NEITHER = auto()


@dataclass(frozen=True, slots=True)
class Heard:
    """What the ear keeps of one phrase."""

    width: int  # in columns: a wide character is two, a combining one none
    rows: int  # lines a page will need for it
    ragged: tuple[bool, bool]  # white space, or a line break within, at its beginning and end
    opening: str  # its first word, folded
    worded: bool  # it begins with a letter or a number, not with a sign
    case: Case
    reaches: bool  # it begins as if it went on: when, of, crossing
    adds: bool  # it begins like a second thought: just, mostly
    states: bool  # it begins with somebody or something it is about; otherwise a fragment
    own: bool  # it begins with I
    ending: Ending
    leans: bool  # it ends as if it went on: because, the
    takes_comma: bool  # it has none yet, and its script writes the comma that a seam has
    unspaced: bool  # its script has no spaces between words
    cry: bool
    asks: bool
    closes: float  # how well a poem could end on it (rule 10)
    speaker: Hashable

    @property
    def short(self) -> bool:
        """Whether another short phrase has room beside it."""
        return self.width <= _SHORT

    def may_follow(self, other: "Heard") -> bool:
        """Whether one person may have said both: one did, or somebody is unknown."""
        return self.speaker is None or other.speaker is None or self.speaker == other.speaker


def listen(phrase: Phrase, language: Language) -> Heard:
    """Hear a phrase that has words."""
    text = unicodedata.normalize("NFC", phrase.text.strip())
    words = words_of(text)
    first, last = (words[0], words[-1]) if words else ("", "")
    width = sum(map(_columns, text))
    lines = text.splitlines()
    bare = text.rstrip(_CLOSERS) or text
    cry, asks = bare.endswith(_CRIES), bare.endswith(_QUESTIONS)
    case, ending = _case(text, first, language), _ending(bare)
    script = re.split("[ -]", unicodedata.name(bare[-1], ""))[0]
    follows = case is not Case.UPPER and len(words) > 1
    adds = follows and language.adds(words)
    return Heard(
        width=width,
        rows=sum(1 + len(line) // _ROW for line in lines) if len(lines) > 1 else 1 + width // _ROW,
        ragged=(len(lines) > 1 or phrase.text[0].isspace(), len(lines) > 1 or phrase.text[-1].isspace()),
        opening=first,
        worded=text[0].isalnum(),
        case=case,
        reaches=follows
        and not adds
        and language.reaches_back(first)
        and not (asks and first in language.asking),
        adds=adds,
        states=first in language.subjects,
        own=first in language.own,
        ending=ending,
        leans=ending is Ending.OPEN and last in language.leaning,
        takes_comma=script in _COMMA_SCRIPTS and "," not in text,
        unspaced=script in _UNSPACED_SCRIPTS,
        cry=cry,
        asks=asks,
        closes=_closes(bare, width, cry=cry, asks=asks, welcome=bool({first, last} & language.closing)),
        speaker=phrase.speaker,
    )


def _columns(character: str) -> int:
    if character.isascii():
        return 1
    if unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in ("W", "F") else 1


def _case(text: str, first: str, language: Language) -> Case:
    letter = next((character for character in text if character.isalpha()), "")
    if letter.islower():
        return Case.LOWER
    return Case.UPPER if letter.isupper() and (language.code, first) != ("en", "i") else Case.NEITHER


def _ending(text: str) -> Ending:
    if text[-1] in _STOPS:
        return Ending.STOP
    if text[-1] in _PAUSES:
        return Ending.PAUSE
    return Ending.OPEN if unicodedata.category(text[-1])[0] in "LMN" else Ending.OTHER


def _closes(text: str, width: int, *, cry: bool, asks: bool, welcome: bool) -> float:
    unfinished = text.endswith(_UNFINISHED)
    return max(0.0, 2 - width / 12) + 2 * welcome + (3 if cry else 1.5 if unfinished else asks)
