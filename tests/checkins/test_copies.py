"""A poem to take along: as text, Markdown and HTML, the last two read back by readers that are not ours."""

from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from checkins.stitching import Kind, Phrase, Seam, Stitch, render
from checkins.travelling.copies import Copy, as_html, as_markdown, as_page, as_text

SILENCE = "\u00a0"  # a paragraph without a word
NASTY = (
    "# x",
    "1. x",
    "*x*",
    "> x",
    "<script>alert(1)</script>",
    "</blockquote>&amp;",
    '" onload="x',
    "[x](javascript:y)",
)
phrases = st.text(
    st.characters(exclude_categories=["Cs", "Cc"]) | st.sampled_from("#*_<>&`\\[]\"'"),
    min_size=1,
    max_size=30,
).filter(str.strip) | st.just("")
poems = st.lists(
    st.builds(lambda text, seam: Stitch(Phrase(0, text), seam), phrases, st.sampled_from(Seam)), min_size=1
)


def stitched(*lines: str, seam: Seam = Seam.LINE) -> list[Stitch]:
    return [Stitch(Phrase(number, line), seam, Kind.SAID) for number, line in enumerate(lines)]


def copy_of(
    stitches, *, title="Snow", below=("From the circle.",), address="https://circle.example/poems/snow/"
):
    return Copy(title=title, stitches=stitches, below=below, language="en", address=address)


def alone(stitches):
    return copy_of(stitches, title="", below=(), address="")


class Letters(HTMLParser):
    """Reads a page as a browser shows it: letters, and line breaks where elements make them."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.said, self.elements = "", set()
        self.feed(page)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.elements.add(tag)
        self.said += "\n" if tag == "br" else ""

    def handle_endtag(self, tag):
        self.said += "\n\n" if tag == "p" else ""

    def handle_data(self, data):
        self.said += data.replace("\n", "")


def letters(page: str) -> str:
    return Letters(page).said


def test_a_copy_as_text_is_the_poem_with_where_it_comes_from():
    poem = [
        *stitched("the kettle,"),
        Stitch(Phrase(1, " patient "), Seam.SPACE),
        Stitch(Phrase(2, ""), Seam.LINE),
    ]
    poem.append(Stitch(Phrase(3, "here"), Seam.LINE))

    assert as_text(copy_of(poem)) == (
        "Snow\n\nthe kettle,  patient \n\n\nhere\n\nFrom the circle.\nhttps://circle.example/poems/snow/\n"
    )


def test_a_copy_as_markdown_is_readable_as_it_stands():
    poem = [
        *stitched("# one", "two"),
        Stitch(Phrase(2, ""), Seam.LINE),
        Stitch(Phrase(3, "three"), Seam.LINE),
    ]

    assert as_markdown(copy_of(poem)) == (
        "# Snow\n\n\\# one\\\ntwo\n\n&nbsp;\n\nthree\n\n*From the circle.*\n\n<https://circle.example/poems/snow/>\n"
    )


def test_a_copy_as_html_is_a_piece_that_names_its_language():
    assert as_html(copy_of(stitched("one", "<two>"))) == (
        '<blockquote lang="en">\n<h2>Snow</h2>\n<p>one<br>\n&lt;two&gt;</p>\n<p><small>From the circle.<br>\n'
        '<a href="https://circle.example/poems/snow/">https://circle.example/poems/snow/</a></small></p>\n</blockquote>\n'
    )


def test_a_page_of_an_untitled_poem_is_called_what_it_is_said_to_be():
    assert "<title>The poem of &lt;us&gt;</title>" in as_page(
        copy_of(stitched("one"), title=""), name="The poem of <us>"
    )


@pytest.mark.parametrize("line", NASTY)
def test_no_line_is_ever_markup(line):
    poem = copy_of(stitched("before", line, "after"), title=line, below=(line,))

    assert Letters(as_html(poem)).elements == {"blockquote", "h2", "p", "br", "small", "a"}
    assert Letters(MarkdownIt("commonmark").render(as_markdown(poem))).elements == {
        "h1",
        "p",
        "br",
        "em",
        "a",
    }
    for page in (as_html(poem), MarkdownIt("commonmark").render(as_markdown(poem))):
        assert letters(page).count(line) == 3


@given(poems)
def test_every_copy_holds_every_line_character_for_character(stitches):
    poem = alone(stitches)
    shown = [line for line in render(stitches).split("\n") if line]

    assert as_text(poem) == (render(stitches) + "\n" if render(stitches) else "\n")
    for page in (as_html(poem), MarkdownIt("commonmark").render(as_markdown(poem))):
        lines = letters(page).split("\n")
        assert [line for line in lines if line and line != SILENCE] == shown
