"""Words somebody wrote, with the addresses in them told apart, so that a page can make links of these.

1. An address begins with http://, https:// or www., stands until the next blank, and has a host; a mark that ends a
   sentence or closes a bracket after it is no part of it. Nothing else ever becomes a link.
2. Put together again, the pieces are the words, character for character.
3. Materials are one a line: what it is, and its address. What it is becomes the link, and the host stands beside it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

_ADDRESS = re.compile(r"\b(?:https?://|www\.)[^\s<>\"]+", re.IGNORECASE)
_AFTER = ".,:;!?'’”»…"
_BRACKETS = {")": "(", "]": "[", "}": "{"}
_BETWEEN = " \t:–—-,;"  # what may stand between what it is and its address


@dataclass(frozen=True, slots=True)
class Piece:
    """Some of the words; with where they lead to, if they are an address."""

    words: str
    address: str = ""


@dataclass(frozen=True, slots=True)
class Material:
    """One line of the materials: what it is, and where it is to be found, if anywhere."""

    words: str
    address: str = ""
    host: str = ""


def pieces(words: str) -> Iterator[Piece]:
    """Yield the words in pieces, in order (rules 1 and 2)."""
    done = 0
    for found in _ADDRESS.finditer(words):
        written = _trimmed(found.group())
        address = written if "://" in written else f"https://{written}"
        if not _host(address):
            continue
        if found.start() > done:
            yield Piece(words[done : found.start()])
        done = found.start() + len(written)
        yield Piece(written, address)
    if done < len(words):
        yield Piece(words[done:])


def materials(words: str) -> list[Material]:
    """Return the lines that say something, in order (rule 3)."""
    return [_material(line.strip()) for line in words.splitlines() if line.strip()]


def _material(line: str) -> Material:
    parts = list(pieces(line))
    addresses = [part for part in parts if part.address]
    if len(addresses) != 1:  # several: the line is shown as it is, each of them a link
        return Material(line)
    [found] = addresses
    said = " ".join(filter(None, (part.words.strip(_BETWEEN) for part in parts if not part.address)))
    said = said.strip("()[] ") or found.words
    return Material(said, found.address, _host(found.address))


def _trimmed(written: str) -> str:
    """Return an address without what closes the sentence or the bracket it stands in."""
    while written:
        last = written[-1]
        opening = _BRACKETS.get(last)
        closes = opening is not None and written.count(opening) < written.count(last)
        if last not in _AFTER and not closes:
            break
        written = written[:-1]
    return written


def _host(address: str) -> str:
    """Return the host an address leads to; empty where there is none."""
    try:
        return urlsplit(address).hostname or ""
    except ValueError:  # a bracket that is no address of a machine
        return ""
