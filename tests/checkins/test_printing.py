"""The press: words come out as letters, the same on every machine, and nothing but them goes in."""

import re
from dataclasses import asdict
from io import BytesIO
from xml.etree import ElementTree

import pytest
from PIL import Image

from checkins import printing
from checkins.printing import Agreement, Book, BookPoem, Month, Poem, Run
from checkins.printing.press import HERE, pages
from tests.checkins.printed import words_of

CODE = [
    '#panic("x")',
    '#read("/etc/passwd")',
    '#include "parts.typ"',
    "$x^2$ @ref <label> #label",
    "// not a comment /* nor this */",
    "*bold* _thin_ `code` = head - item + item",
    "\"quotes\" 'single' -- --- ... \\ ~ \\u{41}",
    "https://example.org/#top",
    "{{ braces }} [brackets] %(percent)s",
    "two  spaces",
]


def poem(*lines, title="A poem", language="en", **fields):
    stanza = tuple((Run(line),) for line in lines)
    return Poem(title=title, language=language, stanzas=(stanza,), **fields)


def bare(text):
    return "".join(text.split())


def size_of(svg):
    return [float(each) for each in re.search(rb'viewBox="0 0 ([\d.]+) ([\d.]+)"', svg).groups()]


@pytest.mark.parametrize("words", CODE)
def test_whatever_words_look_like_they_are_printed_as_letters(words):
    made = poem(words, title=words, credits=(words,))

    assert bare(words_of(printing.broadside(made))).count(bare(words)) == 3
    assert f">{words}" in ElementTree.tostring(
        ElementTree.fromstring(printing.vector(made)), encoding="unicode"
    ).replace("&lt;", "<").replace("&gt;", ">")
    printing.picture(made)
    printing.card(made, whence=words)


def test_letters_from_right_to_left_are_all_there():
    printed = words_of(printing.broadside(poem("שלום עולם")))

    assert sorted(bare("שלום עולם")) == sorted(
        letter for letter in printed if letter in "שלום עולם".replace(" ", "")
    )


def test_a_word_of_five_hundred_letters_stays_on_the_paper_whole():
    word = "abcdefghij" * 50

    printed = words_of(printing.broadside(poem(word)))

    assert word in bare(printed)
    on_screen = asdict(poem(word)) | {"sheet": "page", "screen": True}
    (page,) = pages(HERE / "broadside.typ", on_screen, form="png", ppi=72)
    with Image.open(BytesIO(page)) as picture:
        margin = picture.convert("L").crop((picture.width - 36, 0, picture.width, picture.height))
    assert margin.getextrema()[0] > 200  # nothing is printed beyond the text


def test_a_letter_the_typeface_lacks_is_known_and_the_others_are_printed():
    assert printing.lacks(["the kettle 漢字 sings"])
    assert printing.lacks(["🎉"])
    assert not printing.lacks(["Ça va, “œuvre” – naïve… ½ → ♥", "Здравствуй", "καλημέρα", "שלום", "مرحبا"])

    printed = words_of(printing.broadside(poem("the kettle 漢字 sings", boxes="Some letters are missing.")))

    assert "the kettle" in printed
    assert "sings" in printed
    assert "Some letters are missing." in printed


def test_the_same_words_give_the_same_bytes():
    made = poem("the kettle, patient", "snow on the steps")

    for sheet in (printing.broadside, printing.vector, printing.picture):
        assert sheet(made) == sheet(made)
    assert printing.card(made, whence="x") == printing.card(made, whence="x")


def test_a_pdf_has_its_title_and_language_and_is_made_for_everybody():
    made = printing.broadside(poem("la bouilloire", title="Sur le palier", language="fr"))

    assert b"/Lang(fr)" in made
    assert b"pdfuaid" in made
    assert b"Sur le palier" in made


def test_every_font_is_embedded_and_none_is_the_machines():
    made = printing.broadside(poem("the kettle", "漢字"))

    fonts = set(re.findall(rb"/FontName/[A-Z]{6}\+([\w-]+)", made))
    assert fonts == {b"LibertinusSerif-Regular"}
    assert made.count(b"/FontFile") == len(fonts)


def test_a_silence_is_a_wide_breath():
    said = ((Run("one"),),), ((Run("two"),),)
    with_it = Poem("t", "en", (said[0], (), said[1]))
    without = Poem("t", "en", said)

    assert printing.picture(with_it) != printing.picture(without)
    assert "one\n\n\n\ntwo" in with_it.text


def test_what_the_catcher_added_is_told_from_what_was_said():
    made = Poem("t", "en", (((Run("said "), Run("added", added=True)),),))

    assert b"LibertinusSerif-Italic" in printing.broadside(made)
    assert b"LibertinusSerif-Italic" not in printing.broadside(poem("said added"))


@pytest.mark.thorough
def test_a_short_poem_is_one_page_and_three_hundred_lines_are_many_or_one_wide_sheet():
    lines = [f"line {number} of what we heard" for number in range(300)]
    long = Poem(
        "Long", "en", tuple(tuple((Run(line),) for line in lines[at : at + 6]) for at in range(0, 300, 6))
    )

    printed = words_of(printing.broadside(long))
    assert [line for line in lines if line not in printed] == []
    assert printing.broadside(long).count(b"/Type/Page/") > 5
    assert printing.broadside(poem("short")).count(b"/Type/Page/") == 1

    width, height = size_of(printing.vector(long))
    assert 0.4 < width / height < 1.6
    assert size_of(printing.vector(poem("short"))) == pytest.approx([419.5, 595.3], abs=0.1)
    with Image.open(BytesIO(printing.picture(long))) as picture:
        assert picture.width * picture.height < 25_000_000
        assert picture.width / picture.height == pytest.approx(width / height, abs=0.01)


def test_as_many_lines_as_are_drawn_make_one_sheet_of_a_sane_shape():
    lines = [f"{number} " + "word " * 60 for number in range(190)]
    width, height = size_of(printing.vector(poem(*lines)))

    assert 0.3 < width / height < 3


def test_a_poem_too_long_to_be_drawn_is_printed_whole_as_a_pdf():
    """A thousand phrases of five hundred characters are nobody's poem; no machine falls over it."""
    endless = poem(*["word " * 100] * 130)

    for drawn in (printing.vector, printing.picture):
        with pytest.raises(printing.TooLong):
            drawn(endless)
    assert bare(words_of(printing.broadside(endless))).count("word") == 13_000


@pytest.mark.parametrize(
    "lines", [["short"], ["x " * 250] * 4, [f"line {n}" for n in range(300)], ["a" * 500]]
)
def test_the_picture_for_sharing_is_1200_by_630_whatever_the_poem(lines):
    made = printing.card(poem(*lines, title="t" * 120), whence="The Hosting Circle")

    with Image.open(BytesIO(made)) as picture:
        assert picture.size == (1200, 630)
    assert len(made) < 600_000


@pytest.mark.parametrize("stanzas", [(2, 2), (3, 3, 2), (4, 4, 4, 2), (14,)])
def test_the_picture_for_sharing_has_a_poem_whole_to_its_last_line_and_its_silence(stanzas):
    def said(last, *, silence):
        spoken = [tuple((Run(f"a line of some length, {n}"),) for n in range(count)) for count in stanzas]
        spoken[-1] = (*spoken[-1][:-1], ((Run(last),)))
        held = [()] if silence else []
        return printing.card(Poem("A poem", "en", (*spoken[:1], *held, *spoken[1:])), whence="x")

    whole = said("the end", silence=True)

    assert whole != said("the very end", silence=True)
    if len(stanzas) in {2, 3}:  # in two columns a silence may fall between them
        assert whole != said("the end", silence=False)
    with Image.open(BytesIO(whole)) as picture:
        grey = picture.convert("L")
    # nothing runs into the mark
    assert not any(grey.getpixel((x, y)) < 120 for x in range(90, 1110, 2) for y in range(482, 500))


def test_the_picture_for_sharing_is_never_cut_within_a_line():
    """Whole lines fit or are left out: nothing is drawn between the last of them and the foot."""
    made = printing.card(poem(*[f"a line of some length, number {n}" for n in range(40)]), whence="x")

    with Image.open(BytesIO(made)) as picture:
        grey = picture.convert("L")
    inked = [any(grey.getpixel((x, y)) < 120 for x in range(90, 1110, 2)) for y in range(630)]
    assert not any(inked[:60])
    assert not any(inked[480:500])  # above the mark
    assert any(inked[400:480])  # and lines down to there


def test_an_svg_has_no_style_and_tells_its_words():
    svg = printing.vector(poem("the kettle & <b>", "“patient”\x0b", title="On the <landing>"))

    tree = ElementTree.fromstring(svg)
    name = {"svg": "http://www.w3.org/2000/svg"}
    assert tree.find("svg:title", name).text == "On the <landing>"
    assert "the kettle & <b>" in tree.find("svg:desc", name).text
    assert tree.get("role") == "img"
    assert b"style=" not in svg
    assert b"<style" not in svg
    assert b"<script" not in svg
    assert b'href="http' not in svg


def a_book(months=12, names=1, language="en"):
    def one(at):
        hosts = ", ".join(f"Person {n}" for n in range(names))
        lines = ((Run(f"first line of {at}"),), (Run("and another"),))
        return BookPoem(
            f"Poem {at}",
            f"28 January · {hosts}",
            "What now?",
            (lines,),
            "Caught by Noor.",
            f"first line of {at}",
        )

    names_of = [f"Month {at}" for at in range(1, 13)]
    return Book(
        circle="The Hosting Circle",
        title="The poems of 2026",
        year=2026,
        language=language,
        letters=tuple("JFMAMJJASOND"),
        held=tuple(range(1, months + 1)),
        months=tuple(Month(names_of[at], (one(at),)) for at in range(months)),
        agreements=(Agreement(("What is said here stays here.",), "lightly held"),),
        index=tuple((f"first line of {at}", at) for at in range(months)),
        words={
            "months": names_of,
            "ring": "The months with a poem:",
            "about": ["About."],
            "added": [],
            "agreements": "What we promise each other",
            "contents": "The poems",
            "index": "First lines",
            "colophon": ["Set in Libertinus Serif."],
        },
    )


@pytest.mark.parametrize("months", [1, 12])
def test_a_book_has_its_parts_and_an_even_number_of_pages(months):
    made = printing.book(a_book(months))
    printed = words_of(made)

    for part in (
        "The Hosting Circle",
        "What is said here stays here.",
        "First lines",
        "Set in Libertinus Serif.",
    ):
        assert part in printed
    for at in range(months):
        assert printed.count(f"first line of {at}\n") == 2  # in its place, and in the index
    assert made.count(b"/Type/Page/") % 2 == 0
    assert printed.count("What now?") == months
    assert b"pdfuaid" in made
    assert made == printing.book(a_book(months))


def test_a_book_names_the_page_each_poem_stands_on():
    printed = pages_of(printing.book(a_book(12)))
    index = next(page for page in printed if "First lines" in page and "first line of 3" in page)

    for at, page in enumerate(printed, start=1):
        if "and another" in page:
            first = re.search(r"first line of (\d+)", page)[0]
            assert re.search(rf"{first}\s+{at}\b", index)


def pages_of(pdf):
    """Return the text of each page; a form feed parts them."""
    return words_of(pdf).split("\f")[:-1]


def test_sixty_names_fit_a_page_of_the_book():
    printed = words_of(printing.book(a_book(1, names=60)))

    assert all(f"Person{number}," in bare(printed) for number in range(59))
