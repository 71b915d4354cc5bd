"""The press itself: a sheet's source and its values go in, pages come out (rules 1 to 4)."""

import json
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from typing import Any, Literal

import typst

HERE = Path(__file__).parent
_AT_ONCE = 16_000  # letters of one paragraph: typst panics at some of more than 65,535 bytes
_NO_LETTER = "could not be displayed"  # what typst says of a letter that no font has


def pages(
    sheet: Path, values: Mapping[str, Any], *, form: Literal["pdf", "svg", "png"] = "pdf", ppi: float = 144.0
) -> list[bytes]:
    """Return the source `sheet` set with these values: a PDF is one piece, SVG and PNG one for each page."""
    made = _compiled(sheet, values, format=form, ppi=ppi)
    return made if isinstance(made, list) else [made]


def pdf(sheet: Path, values: Mapping[str, Any]) -> bytes:
    """Return `sheet` set with these values as a PDF that everybody can read (rule 4)."""
    try:
        return _for_everybody(sheet, values)
    except _LacksLetters:
        return pages(sheet, values)[0]


def lacks(texts: Iterable[str]) -> bool:
    """Tell whether a letter of these texts cannot be printed (rule 2)."""
    try:
        _for_everybody(HERE / "letters.typ", {"texts": list(_in_pieces(texts))})
    except _LacksLetters:
        return True
    return False


class Panicked(Exception):
    """Typst fell over its own feet. What it said may hold words, and is not told."""


class _LacksLetters(Exception):
    """A letter cannot be printed."""


def _in_pieces(texts: Iterable[str]) -> Iterator[str]:
    for text in texts:
        for line in text.splitlines():
            yield from (line[at : at + _AT_ONCE] for at in range(0, len(line), _AT_ONCE))


def _for_everybody(sheet: Path, values: Mapping[str, Any]) -> bytes:
    """Return `sheet` as PDF/UA-1; raise _LacksLetters where that cannot be."""
    try:
        made = _compiled(sheet, values, pdf_standards="ua-1")
    except typst.TypstError as error:
        if _NO_LETTER in error.message:
            raise _LacksLetters from error
        raise
    return b"".join(made) if isinstance(made, list) else made


def _compiled(sheet: Path, values: Mapping[str, Any], **how: Any) -> bytes | list[bytes]:
    """Return what typst makes of it: the same for the same values (rules 1 to 3).

    Raises Panicked where it panics: to Python that is no Exception, and would end the worker.
    """
    try:
        made: bytes | list[bytes] = typst.compile(
            sheet,
            root=sheet.parent,
            font_paths=_fonts(),
            sys_inputs={"data": json.dumps(values)},
            timestamp=0,
            **how,
        )
    except (Exception, KeyboardInterrupt, SystemExit):
        raise
    except BaseException:
        raise Panicked from None
    return made


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False)


def _layout() -> str:
    """Return a mark of how things look: another one with every change of a source, or of typst itself."""
    sources = sorted(HERE.glob("*.typ")) + sorted(HERE.glob("*.py"))
    return sha256(
        b"\0".join([version("typst").encode(), *(each.read_bytes() for each in sources)])
    ).hexdigest()


LAYOUT = _layout()
