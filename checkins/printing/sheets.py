"""The sheets there are: a poem as PDF, SVG and PNG, the picture for sharing, the book of a year."""

import re
from dataclasses import asdict
from math import sqrt
from typing import Any, Literal
from xml.sax.saxutils import escape

from checkins.printing.press import HERE, pages, pdf
from checkins.printing.values import Book, Poem

_SHARP = 216.0  # pixels an inch, where a picture is not larger than MOST_PIXELS
_MOST_PIXELS = 24_000_000
_SIZE = re.compile(rb'viewBox="0 0 ([\d.]+) ([\d.]+)"')
_OPENING = re.compile(rb"<svg\b[^>]*>")
_NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def broadside(poem: Poem) -> bytes:
    """Return the poem as a PDF of A5 pages: one where it fits, as many as it needs."""
    return pdf(HERE / "broadside.typ", _values(poem, sheet="page", screen=False))


def vector(poem: Poem) -> bytes:
    """Return the poem as one SVG, however long it is; its words stand in it too, for those who cannot see it."""
    return _told(_svg(poem)[0], poem)


def picture(poem: Poem) -> bytes:
    """Return the poem as one PNG, however long it is, as sharp as its size lets it be."""
    svg, sheet = _svg(poem)
    found = _SIZE.search(svg)
    if found is None:
        raise ValueError("an SVG without a size")
    width, height = (float(each) for each in found.groups())
    ppi = min(_SHARP, 72 * sqrt(_MOST_PIXELS / (width * height)))
    return pages(HERE / "broadside.typ", _values(poem, sheet=sheet, screen=True), form="png", ppi=ppi)[0]


def card(poem: Poem, *, whence: str) -> bytes:
    """Return the picture for sharing: 1200 by 630 pixels; `whence` stands at its foot."""
    return pages(HERE / "card.typ", asdict(poem) | {"from": whence}, form="png", ppi=72.0)[0]


def book(year: Book) -> bytes:
    """Return a circle's year as a PDF of A5 pages, to be bound on its left."""
    return pdf(HERE / "book.typ", asdict(year))


type _Sheet = Literal["page", "wide"]


def _values(poem: Poem, *, sheet: _Sheet, screen: bool) -> dict[str, Any]:
    return asdict(poem) | {"sheet": sheet, "screen": screen}


def _svg(poem: Poem) -> tuple[bytes, _Sheet]:
    """Return the poem as one SVG, and on which sheet: the page if it is enough."""
    made = pages(HERE / "broadside.typ", _values(poem, sheet="page", screen=True), form="svg")
    if len(made) == 1:
        return made[0], "page"
    return pages(HERE / "broadside.typ", _values(poem, sheet="wide", screen=True), form="svg")[0], "wide"


def _told(svg: bytes, poem: Poem) -> bytes:
    """Return the SVG with the poem's title and words in it as text: drawn letters cannot be read out."""
    title, words = (escape(_NOT_IN_XML.sub("\ufffd", text)).encode() for text in (poem.title, poem.text))
    told = b'<title id="t">' + title + b'</title><desc id="d">' + words + b"</desc>"
    named = (
        b' role="img" aria-labelledby="t" aria-describedby="d" xml:lang="' + poem.language.encode() + b'">'
    )
    return _OPENING.sub(lambda tag: tag.group()[:-1] + named + told, svg, count=1)
