"""A feed of poems, held against RFC 4287 must by must, as a program that reads it finds it."""

from datetime import UTC, datetime, timedelta, timezone
from xml.etree import ElementTree

from hypothesis import given
from hypothesis import strategies as st

from checkins.travelling.atom import ATOM, Entry, Feed, render

JUNE, JULY = datetime(2026, 6, 24, 20, 0, tzinfo=UTC), datetime(2026, 7, 29, 20, 0, tzinfo=UTC)
ONCE = {"id", "title", "updated"}  # of a feed and of an entry (4.1.1, 4.1.2)


def entry(number=1, **given):
    plain = {
        "id": f"urn:uuid:0000000{number}-0000-4000-8000-000000000000",
        "title": "Snow",
        "address": f"https://circle.example/poems/snow-{number}/",
        "html": "<p>one &amp; two</p>",
        "published": JUNE,
        "updated": JULY,
    }
    return Entry(**plain | given)


def feed(*entries, **given):
    plain = {
        "id": "urn:uuid:00000000-0000-4000-8000-000000000000",
        "title": "Poems of the circle",
        "author": "The circle",
        "address": "https://circle.example/poems/of/x/feed.atom",
        "language": "fr",
        "since": JUNE,
        "entries": entries,
    }
    return Feed(**plain | given)


def read(written: bytes) -> ElementTree.Element:
    return ElementTree.fromstring(written)


def children(node, name):
    return node.findall(f"{{{ATOM}}}{name}")


def text_of(node, name):
    [found] = children(node, name)
    return found.text


def hold_to_the_rfc(root):
    """Assert every MUST of RFC 4287 that concerns what we write."""
    assert root.tag == f"{{{ATOM}}}feed"
    entries = children(root, "entry")
    ids = [text_of(node, "id") for node in (root, *entries)]
    assert len(set(ids)) == len(ids)  # 4.1.1, 4.2.6
    for node in (root, *entries):
        for name in ONCE:
            assert len(children(node, name)) == 1, name
        assert text_of(node, "id").startswith(("urn:uuid:", "tag:"))  # 4.2.6: an IRI, never made anew
        for name in ("updated", "published"):
            for found in children(node, name):  # 3.3: RFC 3339, capital T and Z
                assert datetime.strptime(found.text, "%Y-%m-%dT%H:%M:%S%z")
        seen = [(link.get("rel"), link.get("type"), link.get("hreflang")) for link in children(node, "link")]
        assert all(link.get("href") for link in children(node, "link"))  # 4.2.7.1
        assert len(set(seen)) == len(seen)  # 4.1.1, 4.1.2: one alternate of a type and a language
    assert [
        text_of(author, "name") for author in children(root, "author")
    ]  # 4.1.1: else each entry needs one
    assert len([link for link in children(root, "link") if link.get("rel") == "self"]) == 1  # SHOULD
    for node in entries:
        [content] = children(node, "content")
        assert content.get("type") == "html"
        assert len(content) == 0  # 3.1.1.2: no child elements
        assert any(link.get("rel") == "alternate" for link in children(node, "link"))


def test_a_feed_holds_to_the_rfc():
    root = read(render(feed(entry(1), entry(2))))

    hold_to_the_rfc(root)
    assert root.get("{http://www.w3.org/XML/1998/namespace}lang") == "fr"
    assert [text_of(node, "title") for node in children(root, "entry")] == ["Snow", "Snow"]


def test_what_an_entry_holds_arrives_as_it_was():
    [node] = children(read(render(feed(entry()))), "entry")

    assert text_of(node, "content") == "<p>one &amp; two</p>"


def test_a_feed_was_changed_when_the_last_of_its_entries_was():
    later = (JULY + timedelta(days=1)).astimezone(timezone(timedelta(hours=-6)))

    assert text_of(read(render(feed(entry(1), entry(2, updated=later)))), "updated") == "2026-07-30T20:00:00Z"


def test_a_feed_without_entries_is_one_and_was_changed_when_it_is_said_to_have_been():
    root = read(render(feed()))

    hold_to_the_rfc(root)
    assert text_of(root, "updated") == "2026-06-24T20:00:00Z"


def test_the_same_poems_are_the_same_bytes():
    assert render(feed(entry(1), entry(2))) == render(feed(entry(1), entry(2)))


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1))
def test_no_words_make_a_feed_unreadable(words):
    root = read(render(feed(entry(title=words, html=words), title=words, author=words)))

    hold_to_the_rfc(root)
    [node] = children(root, "entry")
    if words.isprintable():
        assert (text_of(node, "title"), text_of(node, "content")) == (words, words)
