"""Words of people inside of Markdown: they are read as they were written, whatever signs stand in them."""

import re

_SIGNS = re.compile(r"([\\`*_\[\]<>|~])")
_AT_THE_START = re.compile(r"^(\s*)(#+(?=\s|$)|[-+](?=\s|$)|=+\s*$|\d+(?=[.)](\s|$)))", re.MULTILINE)


def said(words: object) -> str:
    """Return words that Markdown shows as they are: its own signs are escaped, and nothing else is changed."""
    escaped = _SIGNS.sub(r"\\\1", str(words))
    return _AT_THE_START.sub(_escaped_start, escaped)


def quoted(words: object) -> str:
    """Return words as a block quote, each line of theirs a line."""
    return "\n".join(f"> {line}\\" for line in said(words).splitlines()).removesuffix("\\") or ">"


def lines(*texts: str) -> str:
    """Return paragraphs, parted by blank lines; empty ones are left out."""
    return "\n\n".join(text for text in texts if text) + "\n"


def bullets(*texts: str) -> str:
    """Return a list; an item of several lines keeps them."""
    return "\n".join("- " + text.replace("\n", "\n  ") for text in texts if text)


def _escaped_start(found: re.Match[str]) -> str:
    sign = found[2]
    return f"{found[1]}{sign}\\" if sign.isdigit() else f"{found[1]}\\{sign}"
