"""Words of strangers in letters (R32)."""

import html
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from circles.post.harmless import one_line, unlinked

OURS = "https://circles.example"
HIDDEN = "\N{ZERO WIDTH SPACE}"
# What a mail program would make a link of: a scheme, or something like a host name.
LINK = re.compile(r"\w://|\w\.[^\W\d_]{2}")


@pytest.mark.parametrize(
    "words",
    [
        "http://evil.example/x",
        "HTTPS://EVIL.example",
        "www.evil.example",
        "call me at evil.example, now",
        "anna@evil.example",
        "https://circles.example.evil.example/x",
        "https://circles.example@evil.example",
        "https://circles.example:evil.example",
        "[x](//evil.example)",
        '<a href="https://evil.example">',
    ],
)
def test_a_foreign_address_reads_the_same_and_cannot_be_followed(words):
    harmless = unlinked(words, [OURS])

    assert not LINK.search(harmless)
    assert harmless.replace(HIDDEN, "") == words


@pytest.mark.parametrize(
    "words",
    ["https://circles.example/join/a.bc?x=y.zz#top", "See https://circles.example, then come", f"({OURS})"],
)
def test_our_own_addresses_stay_as_they_are(words):
    assert unlinked(words, [OURS]) == words


def test_an_address_a_letter_names_as_its_own_stays_too():
    words = "On the call: https://call.example/circle"

    assert unlinked(words, [OURS, "https://call.example/circle"]) == words


def test_times_and_shortened_words_are_left_alone():
    words = "At 18.30, e.g. in room 3.2. Come as you are. p.s. bring bread"

    assert unlinked(words, [OURS]) == words


def test_links_and_styles_of_a_page_stay_while_its_words_are_made_harmless():
    page = f'<style>a.main {{ color: red }}</style><a class="x.yy" href="{OURS}/a.bc">evil.example</a>'

    assert unlinked(page, [OURS], html=True) == page.replace("evil.example", f"evil.{HIDDEN}example")


pieces = st.sampled_from(
    ["http", "https", "://", "//", ":", ".", "@", "evil", "com", OURS, "/", " ", "a", "é", "\n"]
)


@given(st.lists(pieces | st.text(max_size=4), max_size=12).map("".join))
def test_nothing_foreign_can_be_followed_and_nothing_else_is_changed(words):
    words = words.replace(HIDDEN, "")
    harmless = unlinked(words, [OURS])

    followed = re.sub(rf"{re.escape(OURS)}(?:[/?#][^\s<>\"]*|(?![\w.:@-]))", "", harmless)
    assert not LINK.search(followed)
    assert harmless.replace(HIDDEN, "") == words


@given(st.lists(pieces | st.text(max_size=4), max_size=12).map("".join))
def test_a_page_keeps_its_tags_whatever_a_stranger_wrote(words):
    words = words.replace(HIDDEN, "")
    page = f'<p><a href="{OURS}/me/">{html.escape(words)}</a></p>'
    harmless = unlinked(page, [OURS], html=True)

    assert re.findall(r"<[^>]*>", harmless) == re.findall(r"<[^>]*>", page)
    assert harmless.replace(HIDDEN, "") == page


@given(st.text())
def test_a_subject_is_one_line_without_control_characters(words):
    line = one_line(f"Anna\r\nBcc: {words}")

    assert len(line.splitlines()) == 1
    assert line.isprintable() or all(ord(char) > 0x1F and char != "\x7f" for char in line)
    assert line.startswith("Anna Bcc:")
