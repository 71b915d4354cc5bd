"""Words of people inside of Markdown: they are read as they were written, whatever signs stand in them.

1. A sign that means something to Markdown anywhere is escaped, one that means something at the start of a line only
   there; every other character stands as it was written.
2. White space at either end of a line, which Markdown drops, is written by its number.
"""

import re
from collections.abc import Sequence

_SIGNS = re.compile(r"([\\`*_\[\]<>|~&])")
_AT_THE_START = re.compile(r"^([#+=-]|[0-9]+(?=[.)](?:\s|$)))")
_AT_THE_END = re.compile(r"(?<=\s)(#+)$")  # of a heading
# White space that has no number in HTML: such a reference would be none.
_CONTROLS = "\v\f\x1c\x1d\x1e\x1f\x85"
_BREAKS = re.compile(r"\r\n?|\n")


def said(words: object) -> str:
    """Return words that Markdown shows as they are, line by line."""
    return "\n".join(_line(line) for line in _BREAKS.split(str(words)))


def verse(lines: Sequence[str]) -> str:
    """Return lines that stand together, each ending where it ends; an empty one is an empty line among them."""
    return "\\\n".join(_line(line) if line.strip() else _by_number(line or " ") for line in lines)


def heading(words: object, level: int = 1) -> str:
    """Return a heading of one line."""
    return f"{'#' * level} {_AT_THE_END.sub(r'\\\1', said(words))}"


def quoted(words: object) -> str:
    """Return words as a block quote, each line of theirs a line."""
    return "\n".join(f"> {line}\\" for line in said(words).splitlines()).removesuffix("\\") or ">"


def lines(*texts: str) -> str:
    """Return paragraphs, parted by blank lines; empty ones are left out."""
    return "\n\n".join(text for text in texts if text) + "\n"


def bullets(*texts: str) -> str:
    """Return a list; an item of several lines keeps them."""
    return "\n".join("- " + text.replace("\n", "\n  ") for text in texts if text)


def _line(line: str) -> str:
    words = line.strip()
    if not words:
        return line
    before, _, after = line.partition(words)
    escaped = _AT_THE_START.sub(_escaped_start, _SIGNS.sub(r"\\\1", words))
    return _by_number(before) + escaped + _by_number(after)


def _by_number(blanks: str) -> str:
    return "".join(blank if blank in _CONTROLS else f"&#{ord(blank)};" for blank in blanks)


def _escaped_start(found: re.Match[str]) -> str:
    sign = found[1]
    return f"{sign}\\" if sign.isdigit() else f"\\{sign}"
