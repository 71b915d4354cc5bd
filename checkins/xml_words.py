"""Words inside of XML: a character that XML 1.0 cannot hold is shown as one that could not be read."""

import re

_NOT_IN_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def readable(words: str) -> str:
    """Return words that never make a document unreadable; a program still has to escape its signs."""
    return _NOT_IN_XML.sub("\N{REPLACEMENT CHARACTER}", words)
