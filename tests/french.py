"""What betrays English on a page or in a letter that should be French."""

import re
from html import unescape

ENGLISH = re.compile(
    r"\b(the|and|of|you|your|yours|we|our|it|its|is|are|with|this|that|these|here|there|who|what|when|where|how|"
    r"not|yet|gatherings?|circles?|agreements?|answers?|save|keep|remove|sign|send|sent|name|search)\b",
    re.IGNORECASE,
)


def english_in(html: str) -> list[str]:
    """Return the tell-tale English words among what a reader of `html` sees or hears, or its scripts tell them."""
    html = re.sub(r"<(script|style)\b.*?</\1>", " ", html, flags=re.DOTALL)
    heard = re.findall(r'(?:aria-label|title|placeholder|alt|data-[a-z-]+)="([^"]*)"', html)
    text = unescape(" ".join([*heard, re.sub(r"<[^>]*>", " ", html)]))
    text = re.sub(r"\S+@\S+|https?://\S+|\S*/\S+", " ", text)  # addresses and zones are no words
    return sorted({found.lower() for found in ENGLISH.findall(text)})
