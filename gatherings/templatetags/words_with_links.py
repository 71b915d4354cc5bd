"""Template filters that make links of the addresses in words somebody wrote. Nothing behind them is fetched."""

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from gatherings.words_with_links import Material, Piece, materials, pieces

register = template.Library()


@register.filter
def linked(words: str) -> SafeString:
    """Return the words with their addresses as links; line breaks are the page's to show."""
    return format_html_join("", "{}", ((_piece(piece),) for piece in pieces(words)))


@register.filter
def each_material(words: str) -> list[Material]:
    """Return the materials, one by one."""
    return materials(words)


def _piece(piece: Piece) -> SafeString:
    if not piece.address:
        return format_html("{}", piece.words)
    return format_html('<a href="{}" rel="noreferrer nofollow">{}</a>', piece.address, piece.words)
