"""The sheets there are: a poem as PDF, SVG and PNG, the picture for sharing, the book of a year."""

import re
from collections.abc import Sequence
from dataclasses import asdict, replace
from math import sqrt
from struct import unpack
from typing import Any, Literal
from xml.sax.saxutils import escape

from checkins.printing.press import HERE, pages, pdf
from checkins.printing.values import Book, Line, Poem, Run, Stanza
from checkins.xml_words import readable

_SHARP = 216.0  # pixels an inch, where a picture is not larger than MOST_PIXELS
_MOST_PIXELS = 12_000_000
_ROUGH = 8.0  # pixels an inch: enough to see how large it is
_ON_A_CARD = 4_000  # letters, more than fit on one
MOST_LETTERS = 60_000  # that are drawn; some 900 long lines
_OPENING = re.compile(rb"<svg\b[^>]*>")


def broadside(poem: Poem) -> bytes:
    """Return the poem as a PDF of A5 pages: one where it fits, as many as it needs."""
    return pdf(HERE / "broadside.typ", _values(poem, sheet="page", screen=False))


class TooLong(ValueError):
    """A poem too long to be drawn; a PDF has it whole."""


def vector(poem: Poem) -> bytes:
    """Return the poem as one SVG; its words stand in it too, for those who cannot see it. Raises TooLong."""
    sheet, _size = _sheet(poem)
    return _told(pages(HERE / "broadside.typ", _values(poem, sheet=sheet, screen=True), form="svg")[0], poem)


def picture(poem: Poem) -> bytes:
    """Return the poem as one PNG, as sharp as its size lets it be. Raises TooLong."""
    sheet, inches = _sheet(poem)
    ppi = min(_SHARP, sqrt(_MOST_PIXELS / inches))
    return pages(HERE / "broadside.typ", _values(poem, sheet=sheet, screen=True), form="png", ppi=ppi)[0]


def card(poem: Poem, *, whence: str) -> bytes:
    """Return the picture for sharing: 1200 by 630 pixels; `whence` stands at its foot.

    It has room for some lines of a long poem: only its beginning is measured.
    """
    begun = replace(poem, stanzas=_beginning(poem.stanzas))
    return pages(HERE / "card.typ", asdict(begun) | {"from": whence}, form="png", ppi=72.0)[0]


def book(year: Book) -> bytes:
    """Return a circle's year as a PDF of A5 pages, to be bound on its left."""
    return pdf(HERE / "book.typ", asdict(year))


def _beginning(stanzas: Sequence[Stanza]) -> tuple[Stanza, ...]:
    """Return the stanzas up to the line, cut with it, that has more letters than a card can hold; short ones whole."""
    room = _ON_A_CARD
    begun: list[Stanza] = []
    for stanza in stanzas:
        lines: list[Line] = []
        for line in stanza:
            text = "".join(run.text for run in line)
            if len(text) > room:
                lines.append((Run(f"{text[:room]} …"),))
                return (*begun, tuple(lines))
            room -= len(text)
            lines.append(line)
        begun.append(tuple(lines))
    return tuple(begun)


type _Sheet = Literal["page", "wide"]


def _values(poem: Poem, *, sheet: _Sheet, screen: bool) -> dict[str, Any]:
    return asdict(poem) | {"sheet": sheet, "screen": screen}


def _sheet(poem: Poem) -> tuple[_Sheet, float]:
    """Return the sheet a poem is drawn on, the page if it is enough, and how many square inches it has."""
    if len(poem.text) > MOST_LETTERS:
        raise TooLong
    on_page = pages(HERE / "broadside.typ", _values(poem, sheet="page", screen=True), form="png", ppi=_ROUGH)
    if len(on_page) == 1:
        return "page", _inches(on_page[0])
    wide = pages(HERE / "broadside.typ", _values(poem, sheet="wide", screen=True), form="png", ppi=_ROUGH)
    return "wide", _inches(wide[0])


def _inches(png: bytes) -> float:
    """Return the square inches of a rough picture, from what it says of itself in its first bytes."""
    width, height = unpack(">II", png[16:24])
    return float(width * height) / _ROUGH**2


def _told(svg: bytes, poem: Poem) -> bytes:
    """Return the SVG with the poem's title and words in it as text: drawn letters cannot be read out."""
    title, words = (escape(readable(text)).encode() for text in (poem.title, poem.text))
    told = b'<title id="t">' + title + b'</title><desc id="d">' + words + b"</desc>"
    named = (
        b' role="img" aria-labelledby="t" aria-describedby="d" xml:lang="' + poem.language.encode() + b'">'
    )
    return _OPENING.sub(lambda tag: tag.group()[:-1] + named + told, svg, count=1)
