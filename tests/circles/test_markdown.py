"""Words inside of Markdown, read back by a reader that is not ours."""

import html
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from circles.words.markdown import heading, said, verse

READER = MarkdownIt("commonmark").enable(["table", "strikethrough"])
NASTY = [
    "# not a heading",
    "#hash",
    "1. not a list",
    "12) nor this",
    "- nor this",
    "-",
    "---",
    "- - -",
    "===",
    "+ plus",
    "*x* _y_ **z** __w__ ~~v~~",
    "> not a quote",
    "`code` ``` fence",
    "~~~",
    "[a](b) ![c](d) [e]: f",
    "<b>bold</b> <https://x.example> <!-- gone -->",
    "&amp; &lt; &#35; AT&T",
    "a | b",
    "|---|",
    "ends on a backslash \\",
    "\\* \\",
    "    four blanks before",
    "\ta tab before",
    "two blanks after  ",
    "\u00a0a wide blank\u2003",
    "\u2028 a break of another kind \u2028",
    "1986. A great year!",
    "قالت: #نعم",
    "“ça va” – 🎈 *",
]
words = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=40) | st.text(
    "#*_-+=>`~[](){}<>&|!\\ 1.\t", min_size=1, max_size=12
)


def read(markdown: str) -> str:
    """Return what a reader makes of Markdown."""
    return READER.render(markdown)


def one_paragraph(page: str) -> str:
    """Return the letters of a page that is one paragraph without any markup in it but line breaks."""
    found = re.fullmatch(r"<p>([^<]*(?:<br />\n[^<]*)*)</p>\n", page)
    assert found, page
    return html.unescape(found[1].replace("<br />\n", "\n"))


@pytest.mark.parametrize("line", NASTY)
def test_whatever_stands_in_a_line_is_letters(line):
    assert one_paragraph(read(said(line))) == line


@given(words.filter(str.strip))
def test_any_line_is_read_as_it_was_written(line):
    assert one_paragraph(read(said(line))) == line


@given(st.lists(words.filter(str.strip), min_size=1, max_size=5))
def test_lines_that_stand_together_stay_lines(lines):
    assert one_paragraph(read(verse(lines))) == "\n".join(lines)


def test_an_empty_line_parts_no_paragraph():
    assert read(verse(["a", "", "b"])) == "<p>a<br />\n <br />\nb</p>\n"


@given(words.filter(str.strip))
def test_a_heading_is_one_whatever_is_called_so(title):
    found = re.fullmatch(r"<h1>([^<]*)</h1>\n", read(heading(title)))
    assert found
    assert html.unescape(found[1]) == title


def test_what_needs_no_escape_has_none():
    assert said("Snow, at the back door – 3.5 miles!") == "Snow, at the back door – 3.5 miles!"
