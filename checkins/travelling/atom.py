"""A feed of poems in Atom (RFC 4287): plain values in, bytes out; the same for the same values.

1. A feed and each entry have an id that never changes, a title, and when they last changed; entries come as given.
2. The feed has an author, so its entries need none (4.1.1); it names its own address (4.1.1: SHOULD).
3. What an entry holds is HTML, escaped (3.1.1.2, 4.1.3.3).
4. No character anybody writes makes a feed unreadable.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from xml.etree import ElementTree

from checkins.xml_words import readable

ATOM = "http://www.w3.org/2005/Atom"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One poem: its lasting id, its page, what it holds as HTML, and two aware instants."""

    id: str
    title: str
    address: str
    html: str
    published: datetime
    updated: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """What one circle shares. `since` is when it was last changed where it has no entry (aware)."""

    id: str
    title: str
    author: str
    address: str
    language: str
    since: datetime
    entries: Sequence[Entry] = ()


def render(feed: Feed) -> bytes:
    """Return the feed as XML in UTF-8."""
    root = ElementTree.Element("feed", {"xmlns": ATOM, "xml:lang": feed.language})
    _add(root, "id", feed.id)
    _add(root, "title", feed.title)
    _add(root, "updated", _instant(max((entry.updated for entry in feed.entries), default=feed.since)))
    _add(ElementTree.SubElement(root, "author"), "name", feed.author)
    _add(root, "link", rel="self", type="application/atom+xml", href=feed.address)
    for entry in feed.entries:
        _entry(ElementTree.SubElement(root, "entry"), entry)
    ElementTree.indent(root)
    written: bytes = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return written + b"\n"


def _entry(node: ElementTree.Element, entry: Entry) -> None:
    _add(node, "id", entry.id)
    _add(node, "title", entry.title)
    _add(node, "published", _instant(entry.published))
    _add(node, "updated", _instant(entry.updated))
    _add(node, "link", rel="alternate", type="text/html", href=entry.address)
    _add(node, "content", entry.html, type="html")


def _add(parent: ElementTree.Element, name: str, text: str = "", **attributes: str) -> None:
    node = ElementTree.SubElement(parent, name, attributes)
    node.text = readable(text) or None


def _instant(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
