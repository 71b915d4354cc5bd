"""What another site is told of a poem, held against oEmbed 1.0."""

import json
from html.parser import HTMLParser
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checkins.travelling.oembed import Shown, answer, as_json, as_xml

MEASURES = st.none() | st.integers(min_value=1, max_value=5_000)


def poem(**given):
    plain = {
        "title": "Snow & more",
        "circle": "The circle",
        "lines": 6,
        "address": "https://circle.example/embed/snow/",
        "picture": "https://circle.example/poems/snow/card.png",
        "site": "Last Wednesday",
        "site_address": "https://circle.example",
    }
    return Shown(**plain | given)


class Frame(HTMLParser):
    def __init__(self, html):
        super().__init__()
        self.found = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))


def frame_in(told):
    [(tag, attributes)] = Frame(told["html"]).found
    assert tag == "iframe"
    return attributes


def test_a_poem_is_rich_and_comes_in_a_frame():
    told = answer(poem())

    assert {
        "type": "rich",
        "version": "1.0",
        "title": "Snow & more",
        "author_name": "The circle",
    }.items() <= (told.items())
    assert frame_in(told)["src"] == "https://circle.example/embed/snow/"
    assert frame_in(told)["title"] == "Snow & more"
    assert "allow-scripts" not in frame_in(told)["sandbox"]


@given(MEASURES, MEASURES, st.integers(min_value=0, max_value=200))
def test_the_frame_and_the_picture_are_never_larger_than_asked_for(width, height, lines):
    told = answer(poem(lines=lines), max_width=width, max_height=height)

    assert 1 <= told["width"] <= (width or 600)
    assert 1 <= told["height"] <= (height or 900)
    assert (frame_in(told)["width"], frame_in(told)["height"]) == (str(told["width"]), str(told["height"]))
    if "thumbnail_url" in told:
        assert told["thumbnail_width"] <= (width or 1200)
        assert told["thumbnail_height"] <= (height or 630)
    assert {"thumbnail_url", "thumbnail_width", "thumbnail_height"} & told.keys() in (
        set(),
        {"thumbnail_url", "thumbnail_width", "thumbnail_height"},
    )


def test_a_long_poem_has_a_higher_frame():
    assert answer(poem(lines=12))["height"] > answer(poem(lines=6))["height"]


@pytest.mark.parametrize("title", ['"><script>alert(1)</script>', "a\x0bb\ufffe", "<poem> & 'co' é 雪"])
def test_both_formats_tell_the_same_whatever_it_is_called(title):
    told = answer(poem(title=title))

    assert json.loads(as_json(told)) == told
    in_xml = {node.tag: node.text for node in ElementTree.fromstring(as_xml(told))}
    readable = title.replace("\x0b", "\ufffd").replace("\ufffe", "\ufffd")
    assert in_xml["title"] == readable
    assert in_xml.keys() == told.keys()
    assert len(Frame(told["html"]).found) == 1
