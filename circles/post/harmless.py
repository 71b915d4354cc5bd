"""Words of strangers in our letters: what a mail program would make a link of, made plain words again.

1. A line break or another control character never reaches a header.
2. An address begins with one of ours and stays as it is, or it cannot be followed: an invisible space parts
   `https:` from `//`, and the dots of what looks like a host name, so that no mail program makes it a link.
3. Nothing else is changed; what is read is what was written.
"""

import re
import unicodedata
from collections.abc import Sequence

_BREAK = "\N{ZERO WIDTH SPACE}"
_TAG = re.compile(r"(<style.*?</style>|<[^>]*>)", re.DOTALL)
_SCHEME = re.compile(r":(?=//)")
_HOST_DOT = re.compile(r"(?<=\w)\.(?=[^\W\d_]{2})")


def one_line(words: str) -> str:
    """Return `words` on one line, without control characters (rule 1)."""
    seen = (" " if unicodedata.category(char) in {"Cc", "Zl", "Zp"} else char for char in words)
    return " ".join("".join(seen).split())


def unlinked(words: str, ours: Sequence[str], *, html: bool = False) -> str:
    """Return `words` in which only addresses beginning with one of `ours` can be followed (rules 2 and 3).

    With `html` what stands inside of tags is left alone: our templates put nothing there but our own links.
    """
    if html:
        return "".join(part if part.startswith("<") else unlinked(part, ours) for part in _TAG.split(words))
    beginnings = "|".join(re.escape(address.rstrip("/")) for address in ours if address)
    followed = re.compile(rf"((?:{beginnings})(?:[/?#][^\s<>\"]*|(?![\w.:@-])))")
    return "".join(part if index % 2 else _plain(part) for index, part in enumerate(followed.split(words)))


def _plain(words: str) -> str:
    return _HOST_DOT.sub(f".{_BREAK}", _SCHEME.sub(f":{_BREAK}", words))
