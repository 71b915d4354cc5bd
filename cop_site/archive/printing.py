"""Words set in type for an archive: plain values in, the bytes of a PDF out (see `checkins.printing`)."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from checkins.printing import press

_HERE = Path(__file__).parent


def pdf(sheet: str, values: Mapping[str, Any]) -> bytes:
    """Return `<sheet>.typ` of this folder, set with these values; the same values give the same bytes."""
    return press.pdf(_HERE / f"{sheet}.typ", values)
