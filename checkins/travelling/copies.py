"""A poem to take along: as text, as Markdown, as HTML.

1. Every line is there character for character, and nothing in it does anything: no sign of Markdown or of HTML said by
   somebody is one in the copy.
2. Lines, stanzas and silences stand as on the poem's page: a line break, a blank line, a wider one.
3. Below it stands what its circle says of where it comes from, and its address where it may be read.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from checkins import stitching
from circles.words import markdown


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """What is copied: the poem, and below it sentences and perhaps an address. `language` is the poem's."""

    title: str
    stitches: Sequence[stitching.Stitch]
    below: Sequence[str]
    language: str
    address: str = ""


def as_text(poem: Copy) -> str:
    """Return it as plain text."""
    below = "\n".join((*poem.below, *([poem.address] if poem.address else ())))
    return _parts(poem.title, stitching.render(poem.stitches), below)


def as_markdown(poem: Copy) -> str:
    """Return it as Markdown (CommonMark)."""
    title = markdown.heading(poem.title) if poem.title else ""
    below = [f"*{markdown.said(sentence)}*" for sentence in poem.below]
    address = f"<{poem.address}>" if poem.address else ""
    verses = [markdown.verse(lines) if lines else "&nbsp;" for lines in stanzas_of(poem)]
    return _parts(title, *verses, "\\\n".join(below), address)


def as_html(poem: Copy) -> str:
    """Return it as a piece of HTML to put into a page of one's own."""
    title = f"<h2>{escape(poem.title)}</h2>" if poem.title else ""
    verses = [
        f"<p>{'<br>\n'.join(escape(line) for line in lines)}</p>" if lines else "<p>&nbsp;</p>"
        for lines in stanzas_of(poem)
    ]
    below = "<br>\n".join(escape(sentence) for sentence in poem.below)
    if poem.address:
        link = f'<a href="{escape(poem.address)}">{escape(poem.address)}</a>'
        below = f"{below}<br>\n{link}" if below else link
    parts = (title, *verses, f"<p><small>{below}</small></p>" if below else "")
    inside = "\n".join(part for part in parts if part)
    return f'<blockquote lang="{escape(poem.language)}">\n{inside}\n</blockquote>\n'


def as_page(poem: Copy, *, name: str) -> str:
    """Return it as a page of HTML that stands by itself; `name` is what an untitled poem is called."""
    return (
        f'<!doctype html>\n<html lang="{escape(poem.language)}">\n<meta charset="utf-8">\n'
        f"<title>{escape(poem.title or name)}</title>\n{as_html(poem)}</html>\n"
    )


def stanzas_of(poem: Copy) -> list[tuple[str, ...]]:
    """Return the lines of each stanza; of a silence none. Words of several lines are several lines."""
    return [
        () if stanza.silent else tuple("\n".join(stanza.texts).split("\n"))
        for stanza in stitching.stanzas(poem.stitches)
    ]


def _parts(*parts: str) -> str:
    return "\n\n".join(part for part in parts if part) + "\n"
