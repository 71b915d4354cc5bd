"""A pasted list of people, read: who is meant, and which lines need another look.

1. The list is lines. Blank ones are passed over, and so is a heading above columns ("Name; E-mail").
2. A line with one address is one person: the address alone, `Name <address>`, or columns parted by tabs,
   semicolons or commas with the address in any of them.
3. Under a heading the columns are what it says. Else the name stands before the address, or right after it.
4. A line with several addresses is several people; a name before an address is theirs.
5. "Berg, Anna <…>" is Anna Berg; a name that is an address is no name.
6. The same address again is the same person; the first name given counts. Addresses are lower case.
7. What is meant as an address and is none is a fault with its line and reason, and so is a line without any.
8. Control and invisible characters are let go; the wide @ and dot of some keyboards are plain ones. Nothing else is
   mended: a person looks, and decides. What is likely misspelt is named with what may be meant (`likely`).
"""

import csv
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from circles.arriving import likely
from circles.words.names import can_be_seen


class Fault(StrEnum):
    """What is wrong with a piece; stable, so that a page can say it in the reader's language."""

    NO_ADDRESS = "no address"
    NO_AT = "no @"
    TWO_ATS = "two @"
    NOTHING_BEFORE = "nothing before the @"
    NO_SERVER = "no full name of a mail server after the @"
    STRAY = "a character that cannot stand in an address"
    TOO_LONG = "a name or an address that is too long"


@dataclass(frozen=True, slots=True)
class Entry:
    """One person to invite, by an address in lower case. `name` may be empty."""

    address: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class Wrong:
    """A piece that cannot be read, on the line with this number (from 1)."""

    line: int
    text: str
    fault: Fault


@dataclass(frozen=True, slots=True)
class Repeated:
    """An address that is given several times, on these lines."""

    address: str
    lines: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Doubtful:
    """An address that can be written to, but is probably misspelt, and the one probably meant."""

    address: str
    meant: str


@dataclass(frozen=True, slots=True)
class Pasted:
    """The list as read."""

    entries: tuple[Entry, ...]
    wrong: tuple[Wrong, ...]
    repeated: tuple[Repeated, ...]
    doubtful: tuple[Doubtful, ...] = ()


type _Found = Entry | tuple[str, Fault]

_LONGEST_ADDRESS, _LONGEST_LOCAL, _LONGEST_NAME = 254, 64, 80
_ATOM = r"[a-z0-9!#$%&'*+/=?^_`{|}~-]+"
_LOCAL = re.compile(rf"{_ATOM}(\.{_ATOM})*")
_SERVER = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])")
_BULLET = re.compile(r"^(?:[-*•·–]|\d{1,3}[.)])\s+")
_IN_ROUND_BRACKETS = re.compile(r"\(([^()@]*@[^()]*)\)")  # one way to read it: never slow
_IN_BRACKETS = re.compile(r"([^<>]*)<([^<>]*)>([^<>]*)")
_LOOKS_LIKE_A_SERVER = re.compile(r"\S+\.[^\W\d_]{2,}")
_WIDE = str.maketrans({"＠": "@", "．": "."})
_WEBSITE = re.compile(r"www\.|https?:", re.IGNORECASE)
_HEADINGS = {
    "address": {"email", "e-mail", "mail", "e-mail address", "email address", "courriel", "adresse e-mail"},
    "first": {"name", "full name", "first name", "given name", "first", "nom complet", "prénom"},
    "last": {"last name", "surname", "family name", "last", "nom", "nom de famille"},
}


def read(text: str) -> Pasted:
    """Return who is meant by a pasted text, in its order."""
    entries: dict[str, Entry] = {}
    lines: dict[str, list[int]] = {}
    wrong: list[Wrong] = []
    heading: list[str] = []
    for number, line in enumerate(_lines(text), 1):
        if not any(_cells(line)) or (not (heading or entries or wrong) and (heading := _heading(line))):
            continue
        for found in _under(heading, line) if heading else _people(line):
            if isinstance(found, Entry):
                if not entries.setdefault(found.address, found).name:
                    entries[found.address] = found
                lines.setdefault(found.address, []).append(number)
            else:
                wrong.append(Wrong(number, *found))
    repeated = (Repeated(address, tuple(where)) for address, where in lines.items() if len(where) > 1)
    guesses = ((address, likely.meant(address)) for address in entries)
    doubtful = (Doubtful(address, meant) for address, meant in guesses if meant)
    return Pasted(tuple(entries.values()), tuple(wrong), tuple(repeated), tuple(doubtful))


def mended(text: str, doubtful: Iterable[Doubtful]) -> str:
    """Return a pasted text with each doubtful address written as it was probably meant, and all else as it was."""
    for doubt in doubtful:
        whole = rf"(?<![\w.+-]){re.escape(doubt.address)}(?![\w-])"
        text = re.sub(whole, doubt.meant, text, flags=re.IGNORECASE)
    return text


def fault_of(address: str) -> Fault | None:
    """Return what is wrong with an address in lower case, or None when a letter can be sent to it."""
    local, at, server = address.rpartition("@")
    checks = (
        (not at, Fault.NO_AT),
        ("@" in local, Fault.TWO_ATS),
        (not local, Fault.NOTHING_BEFORE),
        (not _LOCAL.fullmatch(local) or re.search(r"[^a-z0-9.-]", server), Fault.STRAY),
        (not _SERVER.fullmatch(server), Fault.NO_SERVER),
        (len(address) > _LONGEST_ADDRESS or len(local) > _LONGEST_LOCAL, Fault.TOO_LONG),
    )
    return next((fault for broken, fault in checks if broken), None)


def _lines(text: str) -> Iterator[str]:
    """Yield the lines, without what cannot be seen (rule 8)."""
    for line in text.translate(_WIDE).replace("\r\n", "\n").replace("\r", "\n").split("\n"):
        kinds = ((char, unicodedata.category(char)) for char in line)
        seen = (char if kind[0] not in "CZ" or char == "\t" else " " for char, kind in kinds if kind != "Cf")
        yield _BULLET.sub("", "".join(seen).strip(" ")).strip(" ")


def _cells(line: str) -> list[str]:
    """Return the columns of a line, parted by the first of tab, semicolon and comma that it has."""
    mark = next((mark for mark in "\t;," if mark in line), ",")
    row = next(csv.reader([line], delimiter=mark, skipinitialspace=True), [])
    return [" ".join(cell.split()) for cell in row]


def _heading(line: str) -> list[str]:
    """Return what a heading says its columns are (rule 1); nothing when the line is no heading."""
    words = [cell.casefold() for cell in _cells(line)]
    kinds = [next((kind for kind, known in _HEADINGS.items() if word in known), "") for word in words]
    return kinds if "address" in kinds else []


def _under(heading: list[str], line: str) -> Iterator[_Found]:
    """Yield who is meant by a line under a heading (rule 3)."""
    columns = dict(zip(heading, _cells(line), strict=False))
    if not columns.get("address"):
        yield line.replace("\t", " "), Fault.NO_ADDRESS
    else:
        yield from _one(columns["address"], f"{columns.get('first', '')} {columns.get('last', '')}")


def _people(line: str) -> Iterator[_Found]:
    """Yield who is meant by a line of its own (rules 2 and 4)."""
    cells = [cell for cell in _cells(line) if cell]
    if len(cells) == 1:
        yield from _one(cells[0])
        return
    meant = [index for index, cell in enumerate(cells) if _meant_as_address(cell)]
    if not meant:
        yield line.replace("\t", " "), Fault.NO_ADDRESS
    start = 0
    for index in meant:
        names = [cell for cell in cells[start:index] if _can_be_a_name(cell)]
        if len(meant) == 1 and not names:
            names = [cell for cell in cells[index + 1 :] if _can_be_a_name(cell)][:1]
        start = index + 1
        if len(_cells(cells[index])) > 1:  # parted by two kinds of marks
            yield from _people(", ".join([*names, cells[index]]))
        else:
            yield from _one(cells[index], " ".join(names))


def _one(piece: str, name: str = "") -> Iterator[_Found]:
    """Yield who is meant by one piece, `name` having stood before it."""
    bracketed = _IN_BRACKETS.fullmatch(_IN_ROUND_BRACKETS.sub(r"<\1>", piece))
    words = piece.split()
    addresses = [word for word in words if "@" in word]
    if bracketed:
        before, address, after = (part.strip() for part in bracketed.groups())
        name = f"{before or after} {name}"
    elif len(addresses) > 1 and len(addresses) == len(words):
        for word in words:
            yield from _one(word)
        return
    elif len(addresses) == 1:
        address = addresses[0]
        name = f"{name} {' '.join(word for word in words if word != address)}"
    else:
        address = piece
    address = address.lower().strip(" .,;:'\"<>")
    if address.startswith("mailto:"):
        address = address.removeprefix("mailto:").partition("?")[0]
    meant = _meant_as_address(address) or (bracketed and address)
    fault = fault_of(address) if meant else Fault.NO_ADDRESS
    name = _as_name(name)
    if fault or len(name) > _LONGEST_NAME:
        yield piece, fault or Fault.TOO_LONG
    else:
        yield Entry(address, name)


def _meant_as_address(cell: str) -> bool:
    return "@" in cell or bool(_LOOKS_LIKE_A_SERVER.fullmatch(cell) and not _WEBSITE.match(cell))


def _can_be_a_name(cell: str) -> bool:
    strange = any(char.isdigit() or char in "/@" for char in cell) or _WEBSITE.match(cell)
    return not strange and any(char.isalpha() for char in cell)


def _as_name(words: str) -> str:
    """Return the words as a name (rule 5)."""
    name = " ".join(words.split()).strip(" ,;:'\"<>")
    last, comma, first = name.partition(",")
    if comma and "," not in first:
        name = f"{first.strip()} {last.strip()}"
    return "" if "@" in name or not can_be_seen(name) else name
