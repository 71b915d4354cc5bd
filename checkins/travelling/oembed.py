"""What another site is told of a poem to show it in a frame (oEmbed 1.0): plain values in, JSON or XML out.

1. A poem is of the type *rich*: a frame of its page for frames, never wider or higher than was asked for (2.3.4.4).
2. Without a wish it is as wide as a column of text, and as high as its lines need.
3. The picture is told only where it fits what was asked for (2.3.4: it must respect it).
"""

import json
from dataclasses import dataclass
from html import escape
from xml.etree import ElementTree

from checkins.xml_words import readable

WIDTH, PICTURE = 600, (1200, 630)
_BESIDE, _LINE = 190, 38  # pixels: what stands around the poem, a line of it
_LEAST, _MOST = 240, 900  # the frame


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A poem to be framed: its name, whose it is, how many lines it has, and its addresses."""

    title: str
    circle: str
    lines: int
    address: str  # of the page for frames
    picture: str
    site: str
    site_address: str


type Answer = dict[str, str | int]


def answer(poem: Shown, *, max_width: int | None = None, max_height: int | None = None) -> Answer:
    """Return what is told of a poem, within the measures asked for, in pixels."""
    width = min(WIDTH, max_width or WIDTH)
    high = min(_MOST, max(_LEAST, _BESIDE + _LINE * poem.lines))
    height = min(high, max_height or high)
    told: Answer = {
        "type": "rich",
        "version": "1.0",
        "title": poem.title,
        "author_name": poem.circle,
        "provider_name": poem.site,
        "provider_url": poem.site_address,
        "cache_age": 0,  # words may be taken back at any time
        "html": frame(poem, width=width, height=height),
        "width": width,
        "height": height,
    }
    if PICTURE[0] <= (max_width or PICTURE[0]) and PICTURE[1] <= (max_height or PICTURE[1]):
        told |= {
            "thumbnail_url": poem.picture,
            "thumbnail_width": PICTURE[0],
            "thumbnail_height": PICTURE[1],
        }
    return told


def frame(poem: Shown, *, width: int, height: int) -> str:
    """Return the frame to put into a page: it may show the poem and open links, and do nothing else.

    Where the page is narrower, as on a phone, so is the frame.
    """
    return (
        f'<iframe src="{escape(poem.address)}" title="{escape(poem.title)}" width="{width}" height="{height}" '
        'frameborder="0" style="max-width:100%" loading="lazy" '
        'sandbox="allow-popups allow-popups-to-escape-sandbox"></iframe>'
    )


def as_json(told: Answer) -> bytes:
    """Return it in JSON."""
    return json.dumps(told, ensure_ascii=False, indent=1).encode()


def as_xml(told: Answer) -> bytes:
    """Return it in XML."""
    root = ElementTree.Element("oembed")
    for name, value in told.items():
        ElementTree.SubElement(root, name).text = readable(str(value))
    written: bytes = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return written
