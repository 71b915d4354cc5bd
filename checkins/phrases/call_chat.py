"""A call's chat, pasted: split into lines and the names they stand under, whatever program it comes from.

1. No word of a message is changed or lost: each line of a message is a line here, character for character. What goes
   is what the program writes around it: the hour, the name, a tab before the words, empty lines.
2. A line nobody would put into a poem is laid aside, with the reason, and stays to be read: only a link, only a
   reaction ("+1", a picture), what the program said itself, words sent to one person, a line too long to be one.
3. A message goes on, line by line, until the next name. Words before the first name are nobody's.
4. An hour tells where a name stands: before it, after it, on the line below (Meet, Teams) or at the end (Jitsi). Where
   no line has one, "Anna: words" is a name if at least half of the lines begin so.
5. A name is a few words in capitals, without the marks that end a sentence: "Anna Berg", "iPad de Claire", "安娜".
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum


class Aside(StrEnum):
    """Why a line is laid aside (rule 2)."""

    LINK = "link"
    REACTION = "reaction"
    NOTICE = "notice"
    PRIVATE = "private"
    TOO_LONG = "too long"


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a message, the name it stands under in the chat, and why it is laid aside, if it is."""

    text: str
    name: str = ""
    aside: Aside | None = None

    @property
    def may_be_caught(self) -> bool:
        """Whether it can be a phrase: not what was said to one person, nor what is too long."""
        return self.aside not in {Aside.PRIVATE, Aside.TOO_LONG}


@dataclass(frozen=True, slots=True)
class _Head:
    """What stands around the words: whose they are, whether for one person only, and those on the same line."""

    name: str
    words: str = ""
    private: bool = False


_HOUR = r"\d{1,2}\s?[:h.]\s?\d{2}(?::\d{2})?(?:\s?[AaPp]\.?\s?[Mm]\b\.?)?"
_DAYS = (
    r"today|yesterday|(?:mon|tues|wednes|thurs|fri|satur|sun)day"
    r"|aujourd[’']hui|hier|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche"
)
_DAY = rf"(?:(?:{_DAYS}|\d{{1,4}}[-/.]\d{{1,2}}(?:[-/.]\d{{1,4}})?),?(?:\s(?:at|à))?\s+)"
_WHEN = rf"{_DAY}?{_HOUR}"
_NAME = r"(?P<name>[^\s:][^:]{0,59}?)"
_TO = r"(?:\s{1,9}(?:to|à)\s{1,9}(?P<to>[^:]{1,120}?))?"


_LONGEST_NAME = 60


def _pattern(text: str) -> re.Pattern[str]:
    return re.compile(text, re.IGNORECASE)


_BEFORE = [  # the hour, then the name, then the words
    _pattern(rf"^\s*{_WHEN}\s+(?:from|de)\s{{1,9}}{_NAME}{_TO}\s{{0,9}}:\s?(?P<words>.*)$"),  # Zoom
    _pattern(rf"^\[{_WHEN}\]\s*{_NAME}\s{{0,9}}:\s?(?P<words>.*)$"),  # Teams, BigBlueButton
    _pattern(rf"^\[?{_WHEN}\]?\s+[-–]\s+{_NAME}\s{{0,9}}:\s?(?P<words>.*)$"),  # messengers
    _pattern(rf"^{_WHEN}\s+{_NAME}\s{{0,9}}:\s?(?P<words>.*)$"),
]
_ALONE = [  # the name and the hour, the words below
    _pattern(rf"^\[{_WHEN}\]\s*{_NAME}$"),
    _pattern(rf"^{_NAME}{_TO}[\s,·•|–-]{{1,9}}\[?{_WHEN}\]?\s*:?$"),
]
_ONLY_HOUR = _pattern(rf"^\s*\[?{_WHEN}\]?\s*$")
_ONLY_SPAN = re.compile(r"^\s*[\d:.]{5,14}\s*(?:,|-->)\s*[\d:.]{5,14}\s*$")  # of a transcript
_PLAIN = re.compile(rf"^{_NAME}\s?:\s(?P<words>.*)$")
_EVERYBODY = _pattern(r"(everyone|everybody|all\b|tout le monde|tous|toutes|hosts and panelists)")
_LINK = re.compile(r"(?:https?://|www\.)\S+")
_PARTICLES = {
    "de",
    "du",
    "des",
    "la",
    "le",
    "van",
    "von",
    "der",
    "den",
    "ten",
    "bin",
    "al",
    "el",
    "et",
    "and",
    "&",
}
_NAMED = r"(?P<name>\S.{0,59}?)"
_NOTICES = [
    _pattern(
        rf"^{_NAMED} (?:has |was )?(?:joined|left|removed)(?: the (?:call|meeting|chat|room|conversation))?\.?$"
    ),
    _pattern(
        rf"^{_NAMED} (?:a rejoint|a quitté)(?: (?:l[’']appel|la réunion|la conversation|la salle))?\.?$"
    ),
    _pattern(
        r"^(?:recording|meeting|call|l[’']enregistrement|la réunion) (?:has |a )?(?:started|stopped|ended|commencé)\.?$"
    ),
    _pattern(r"^(?:(?P<name>.{1,60}?) )?(?:reacted to|removed an? .{1,20} reaction from|a réagi à) .+$"),
    _pattern(r"^(?:replying to|en réponse à) [\"“«].*$"),
]


def read(pasted: str, *, longest: int) -> list[Line]:
    """Return the lines of a pasted chat in their order, each with its name.

    One above `longest` characters is laid aside. Whatever is pasted is read; no chat is lines without names.
    """
    lines = [line for line in re.split(r"\r\n|\r|\n", pasted) if line.strip()]
    name, private, found = "", False, []
    for head, text in _headed(lines):
        if head:
            name, private = head.name, head.private
            text = head.words
        if text.strip():
            found.append(Line(text, name, Aside.PRIVATE if private else _aside(text, longest)))
    return found


def names_in(lines: Iterable[Line]) -> list[str]:
    """Return the names lines that may be caught stand under, once each, in the order they come."""
    return list(dict.fromkeys(line.name for line in lines if line.name and line.may_be_caught))


def whose(name: str, members: Mapping[int, str]) -> int | None:
    """Return the key of the member a chat's name means, by the whole name or the first; None where it is unclear."""
    words = _words(name)
    whole = [key for key, theirs in members.items() if _words(theirs) == words]
    if whole or not words:
        return whole[0] if len(whole) == 1 else None
    first = [key for key, theirs in members.items() if _words(theirs)[:1] == words[:1]]
    if len(first) != 1:
        return None
    theirs = _words(members[first[0]])
    return first[0] if len(words) == 1 or len(theirs) == 1 else None  # Anna Berg is not Anna Roy


def _headed(lines: list[str]) -> Iterator[tuple[_Head | None, str]]:
    """Yield what each line is: a head, or a line of the message it stands in (rules 3 and 4)."""
    hours = [at for at, line in enumerate(lines) if _ONLY_HOUR.match(line)]
    if len(hours) > 0 and hours[0] > 1 and hours[-1] == len(lines) - 1 and not any(map(_stamped, lines)):
        yield from _hour_last(lines, hours)
        return
    has_hours = bool(hours) or any(map(_stamped, lines))
    plain = not has_hours and 2 * sum(_plain(line) is not None for line in lines) >= len(lines)
    below = {at for at in hours if at and _is_name(lines[at - 1])}
    for at, line in enumerate(lines):
        if at in below:
            continue
        if at + 1 in below:
            yield _Head(line.strip()), ""
        elif head := _stamped(line) or (_plain(line) if plain else None):
            yield head, ""
        else:
            yield None, line.removeprefix("\t")


def _hour_last(lines: list[str], hours: list[int]) -> Iterator[tuple[_Head | None, str]]:
    """Yield the same of a chat that writes the name, the words, and below them the hour."""
    begins = 0
    for at in hours:
        message = lines[begins:at]
        if len(message) > 1 and _is_name(message[0]):
            yield _Head(message.pop(0).strip()), ""
        for line in message:
            yield None, line
        begins = at + 1


def _stamped(line: str) -> _Head | None:
    """Return the head a line with an hour is; None for any other."""
    for pattern in _BEFORE + _ALONE:
        match = pattern.match(line.rstrip())
        if match is None or not _is_name(match["name"]):
            continue
        given = match.groupdict()
        to = given.get("to")
        return _Head(match["name"].strip(), given.get("words") or "", bool(to and not _EVERYBODY.match(to)))
    return None


def _plain(line: str) -> _Head | None:
    match = _PLAIN.match(line)
    return _Head(match["name"].strip(), match["words"]) if match and _is_name(match["name"]) else None


def _is_name(text: str) -> bool:
    """Whether it may be somebody's name (rule 5)."""
    if len(text) > _LONGEST_NAME:  # before all else: what stands in brackets is looked for from each of them
        return False
    words = re.sub(r"\(.*?\)", "", text).replace("|", " ").split()
    if not 0 < len(words) <= 6 or re.search(r"[!?;:…\"“”«»]|\.$", text.strip()):
        return False
    letters = [word for word in words if any(char.isalpha() for char in word)]
    return bool(letters) and all(_is_capital(word) for word in letters if word.casefold() not in _PARTICLES)


def _is_capital(word: str) -> bool:
    """Whether a word has a capital, or is of a script without."""
    return any(char.isalpha() and not char.islower() for char in word)


def _aside(text: str, longest: int) -> Aside | None:
    if len(text) > longest:
        return Aside.TOO_LONG
    if not _LINK.sub("", text).strip():
        return Aside.LINK
    if not any(char.isalnum() for char in re.sub(r"\+\s?\d+", "", text)):
        return Aside.REACTION
    if _ONLY_HOUR.match(text) or _ONLY_SPAN.match(text):
        return Aside.NOTICE
    for notice in _NOTICES:
        match = notice.match(text.strip())
        if match and (not match.groupdict().get("name") or _is_name(match["name"])):
            return Aside.NOTICE
    return None


def _words(name: str) -> list[str]:
    """Return a name's words to compare, without what some add: "(she/her)", "| Old Library"."""
    return re.split(r"[(|,/]| - | – ", name)[0].casefold().split()
