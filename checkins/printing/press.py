"""The press itself: a sheet's source and its values go in, pages come out (rules 1 to 4)."""

import json
from collections.abc import Iterable, Mapping
from functools import cache
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from typing import Any, Literal

import typst

HERE = Path(__file__).parent
_NO_LETTER = "could not be displayed"  # what typst says of a letter that no font has


def pages(
    sheet: Path, values: Mapping[str, Any], *, form: Literal["pdf", "svg", "png"] = "pdf", ppi: float = 144.0
) -> list[bytes]:
    """Return the source `sheet` set with these values: a PDF is one piece, SVG and PNG one for each page."""
    made: object = typst.compile(
        sheet,
        root=sheet.parent,
        font_paths=_fonts(),
        sys_inputs={"data": json.dumps(values)},
        format=form,
        ppi=ppi,
        timestamp=0,
    )
    if isinstance(made, bytes):
        return [made]
    if not isinstance(made, list):
        raise TypeError(type(made))
    return made


def pdf(sheet: Path, values: Mapping[str, Any]) -> bytes:
    """Return `sheet` set with these values as a PDF that everybody can read (rule 4)."""
    try:
        made: object = typst.compile(
            sheet,
            root=sheet.parent,
            font_paths=_fonts(),
            sys_inputs={"data": json.dumps(values)},
            timestamp=0,
            pdf_standards="ua-1",
        )
    except typst.TypstError as error:
        if _NO_LETTER not in error.message:
            raise
        return pages(sheet, values)[0]
    if not isinstance(made, bytes):
        raise TypeError(type(made))
    return made


def lacks(texts: Iterable[str]) -> bool:
    """Tell whether a letter of these texts cannot be printed (rule 2)."""
    try:
        typst.compile(
            HERE / "letters.typ",
            root=HERE,
            font_paths=_fonts(),
            sys_inputs={"data": json.dumps({"texts": list(texts)})},
            timestamp=0,
            pdf_standards="ua-1",
        )
    except typst.TypstError as error:
        if _NO_LETTER not in error.message:
            raise
        return True
    return False


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
