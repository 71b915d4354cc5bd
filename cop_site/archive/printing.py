"""Words set in type: plain values in, the bytes of a PDF out. No clock, no network, no font but those it carries.

Words travel as one JSON value and are set as letters, whatever they look like. The fonts are typst's own; a letter they
lack shows as an empty box, and its neighbours as they should.
"""

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import typst

_HERE = Path(__file__).parent


def pdf(sheet: str, values: Mapping[str, Any]) -> bytes:
    """Return `<sheet>.typ` of this folder, set with these values; the same values give the same bytes."""
    made: object = typst.compile(
        _HERE / f"{sheet}.typ",
        root=_HERE,
        font_paths=_fonts(),
        sys_inputs={"data": json.dumps(values)},
        timestamp=0,
    )
    if not isinstance(made, bytes):
        raise TypeError(type(made))
    return made


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False)
