"""Template filters for what is read beyond a circle, and for words that somebody there wrote."""

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from checkins.poem.credits import name_of
from gatherings.words_with_links import Piece, pieces

register = template.Library()

register.filter("poem_name", name_of)


@register.filter
def readers_words(words: str) -> SafeString:
    """Return words a host has said yes to, their addresses as links that vouch for nothing."""
    return format_html_join("", "{}", ((_piece(piece),) for piece in pieces(words)))


def _piece(piece: Piece) -> SafeString:
    if not piece.address:
        return format_html("{}", piece.words)
    return format_html(
        '<a href="{}" rel="nofollow ugc noopener noreferrer">{}</a>', piece.address, piece.words
    )
